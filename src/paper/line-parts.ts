import { equalBytes } from "../bytes.js";
import type { LineReading } from "./line.js";

/**
 * Lines of one payload in their order, apart where one says something else than an earlier one of its number: from there
 * on they are of another page. Each part gets all headings.
 * @returns one part where nothing contradicts
 */
export function partsOf(readings: readonly LineReading[]): LineReading[][] {
  const headings = readings.filter((reading) => reading.status !== "unreadable" && reading.line.number === 0);
  const parts: LineReading[][] = [[]];
  let known = new Map<number, Uint8Array>();
  for (const reading of readings) {
    if (reading.status !== "unreadable") {
      const { number, bytes } = reading.line;
      if (number === 0) continue;
      if (!equalBytes(known.get(number) ?? bytes, bytes)) {
        parts.push([]);
        known = new Map();
      }
      known.set(number, bytes);
    }
    parts.at(-1)?.push(reading);
  }
  return parts.map((part) => [...headings, ...part]);
}
