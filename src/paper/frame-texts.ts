import { decodeFrame } from "./frame.js";
import { parseRecord } from "./record.js";

/** Whether QR texts hold frames of a document, and too few of them. */
export function lacksFrames(texts: readonly string[]): boolean {
  const documents = new Map<string, { places: Set<number>; need: number }>();
  for (const text of texts) {
    const reading = parseRecord(text);
    if (reading.status !== "record" || reading.record.kind !== "document") continue;
    try {
      const { setId, index, dataCount } = decodeFrame(reading.record.bytes);
      const one = documents.get(setId.join()) ?? { places: new Set(), need: dataCount };
      one.places.add(index);
      documents.set(setId.join(), one);
    } catch {
      // A broken record is named where records are sorted; here it only is no frame.
    }
  }
  return [...documents.values()].some(({ places, need }) => places.size < need);
}
