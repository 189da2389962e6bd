import { decodeFrame } from "./frame.js";
import { parseRecord } from "./record.js";

/** Whether QR texts hold frames of a document, and too few of them to put it together. */
export function lacksFrames(texts: readonly string[]): boolean {
  return documentsIn(texts).some(({ places, need }) => places.size < need);
}

/**
 * Whether codes that a page of a sheet has beside these may be missing: other frames of a document, and the second one
 * of a share's two.
 */
export function lacksCompanions(texts: readonly string[]): boolean {
  const shares = texts.filter((text) => {
    const reading = parseRecord(text);
    return reading.status === "record" && reading.record.kind === "share";
  });
  const single = shares.some((text) => shares.filter((other) => other === text).length === 1);
  return single || documentsIn(texts).some(({ places, total }) => places.size < total);
}

/** Documents of which there are frames, by set. */
function documentsIn(texts: readonly string[]): { places: Set<number>; need: number; total: number }[] {
  const documents = new Map<string, { places: Set<number>; need: number; total: number }>();
  for (const text of texts) {
    const reading = parseRecord(text);
    if (reading.status !== "record" || reading.record.kind !== "document") continue;
    try {
      const { setId, index, dataCount, total } = decodeFrame(reading.record.bytes);
      const one = documents.get(setId.join()) ?? { places: new Set(), need: dataCount, total };
      one.places.add(index);
      documents.set(setId.join(), one);
    } catch {
      // A broken record is named where records are sorted; here it only is no frame.
    }
  }
  return [...documents.values()];
}
