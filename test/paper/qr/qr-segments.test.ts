import fc from "fast-check";
import packageSegments from "qrcode/lib/core/segments.js";
import versions from "qrcode/lib/core/version.js";
import { describe, expect, it } from "vitest";
import { segmentsOf } from "../../../src/paper/qr/qr-segments.js";
import { QR_LEVELS, type QrLevel } from "../../../src/paper/qr/qr-symbol.js";
import { FULL } from "../../helpers/full.js";

/** How the package divides a text. */
function divided(text: string, level: QrLevel): { data: string; mode: string }[] {
  const version = versions.getBestVersionForData(packageSegments.rawSplit(text), level) ?? 40;
  return packageSegments.fromString(text, version).map(({ data, mode }) => ({
    data: typeof data === "string" ? data : new TextDecoder().decode(data as Uint8Array),
    mode: String((mode as { id?: string }).id).toLowerCase(),
  }));
}

describe("a text is divided as the package does it", () => {
  const texts = {
    "of any ASCII": fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 60 }),
    // Short runs of each mode, where it matters how long they are.
    "of short runs": fc
      .array(
        fc.oneof(
          fc.stringMatching(/^[0-9]{1,14}$/),
          fc.stringMatching(/^[A-Z:/.%]{1,9}$/),
          fc.stringMatching(/^[a-z]{1,5}$/),
        ),
        {
          minLength: 1,
          maxLength: 40,
        },
      )
      .map((runs) => runs.join("")),
  };

  it.each(Object.entries(texts))("%s", (_, text) => {
    fc.assert(
      fc.property(text, fc.constantFrom(...QR_LEVELS), (one, level) => {
        expect(segmentsOf(one, level)).toEqual(divided(one, level));
      }),
      { numRuns: FULL ? 20_000 : 300, seed: 7 },
    );
  });

  it.each([1, 9, 10, 26, 27, 41])("of so much that it takes a large symbol, or none: %i times", (times) => {
    const text = "otpauth://totp/Example:alice%40example.com?secret=GEZDGNBVGY3TQOJQ0189&issuer=A1B22C333".repeat(
      times,
    );
    for (const level of QR_LEVELS) expect(segmentsOf(text, level)).toEqual(divided(text, level));
  });
});
