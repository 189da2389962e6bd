import { describe, expect, test } from "vitest";
import { decodeDocument } from "../../src/document/document.js";
import { drawSheet, planReprint } from "../../src/make/set-sheets.js";
import { decodeFrame } from "../../src/paper/frame.js";
import { parseRecord } from "../../src/paper/record.js";
import { decodeShare } from "../../src/share/share.js";
import { FULL } from "../helpers/full.js";
import { setResources } from "../helpers/set-sheets.js";
import { fixedSets } from "../vectors/v1/sets.js";

const resources = await setResources("en");
const OPTIONS = { paper: "a4", version: "0.1.0" } as const;

/** Index and payload of a frame, without what says how many frames there are. */
function payloadOf(text: string): string | undefined {
  const reading = parseRecord(text);
  if (reading.status !== "record" || reading.record.kind !== "document") return undefined;
  const { index, payload } = decodeFrame(reading.record.bytes);
  return `${index} ${Buffer.from(payload).toString("hex")}`;
}

const payloadsOf = (codes: Iterable<string>) => [...codes].map(payloadOf);

describe("sheets of fixed records", () => {
  test.each(fixedSets)("$name: the stored codes and lines, the same bytes on every run", async (set) => {
    const document = await decodeDocument(Uint8Array.from(Buffer.from(set.document, "hex")));
    const shares = set.shares.map(({ code }) => {
      const reading = parseRecord(code);
      if (reading.status !== "record") throw new Error("no record");
      return decodeShare(reading.record.bytes);
    });
    const plan = () => planReprint(document, shares, { made: "2026-03-01" }, OPTIONS, resources);
    const [first, second] = [await plan(), await plan()];
    expect(first.sheets).toHaveLength(Math.max(1, set.shares.length));
    for (const [i, sheet] of first.sheets.entries()) {
      const boxes = sheet.pages.flatMap((page) => page.boxes);
      const codes = new Set(boxes.flatMap((box) => (box.kind === "code" ? [box.text] : [])));
      const lines = new Set(boxes.flatMap((box) => (box.kind === "text" && box.role === "line" ? [box.text] : [])));
      const share = set.shares[i];
      // A sheet has more parity than the least, and its frames say how many they are.
      for (const frame of set.frames) expect(payloadsOf(codes)).toContain(payloadOf(frame));
      expect([...codes].filter((code) => code.startsWith("PE1S"))).toEqual(share ? [share.code] : []);
      expect(lines).toEqual(new Set([...set.lines, ...(share ? share.lines : [])]));
      const again = second.sheets[i];
      // One sheet of a set is drawn as the others are.
      if (!FULL && i > 0) continue;
      expect(again && (await drawSheet(again, resources))).toEqual(await drawSheet(sheet, resources));
    }
  });
});
