import { parseKeepLine } from "../document/plaintext.js";
import { parseRecoveryText } from "../document/recovery-codes.js";
import { EscrowError } from "../error.js";
import { otherPicture } from "../read/file-kind.js";
import { type Collector, isOtpText } from "./collector.js";
import { otherCode } from "./lists/key-uris.js";
import { looksLikeBareKey } from "./otp-names.js";
import type { ReadContext, Source } from "./source.js";

/**
 * QR codes in a picture, on all its pages: a file that AWS wrote, a screenshot, a photo of a screen, several codes in one.
 */
export const picture: Source = {
  name: "picture",
  detect: (content) =>
    content.kind === undefined ? otherPicture(content.bytes) !== undefined : content.kind !== "pdf",
  read: async (content, collector, context) => {
    const format = content.kind === undefined ? otherPicture(content.bytes) : undefined;
    if (format !== undefined) throw new EscrowError("picture-format", { format });
    await readPictureCodes(content.bytes, collector, context);
  },
};

/** QR codes on the pages of a PDF: what a phone or a scanner saved, or a recovery sheet. */
export const pdf: Source = {
  name: "pdf",
  detect: ({ kind }) => kind === "pdf",
  read: ({ bytes }, collector, context) => readPictureCodes(bytes, collector, context),
};

/** @throws EscrowError `picture-no-code`, or where they cannot be decoded */
export async function readPictureCodes(bytes: Uint8Array, collector: Collector, context: ReadContext): Promise<void> {
  // The same text twice is the same code twice: a recovery sheet prints its code on both sides.
  let lost = 0;
  const read = await context.readCodes(bytes, (fault) => {
    lost++;
    collector.skip(typeof fault.data.page === "number" ? { page: fault.data.page } : {}, fault);
  });
  const texts = [...new Set(read.map((text) => text.trim()))];
  if (texts.length === 0 && lost > 0) return;
  if (texts.length === 0) {
    const fault = await context.pictureFault(bytes);
    throw new EscrowError("picture-no-code", fault ? { fault } : {});
  }
  const otp = texts.some((text) => isOtpText(text) || parseKeepLine(text) !== undefined);
  for (const [i, text] of texts.entries()) {
    const place = { code: i + 1 };
    const codes = parseRecoveryText(text);
    if (codes !== undefined) {
      collector.addRecovery(codes);
      continue;
    }
    const keep = parseKeepLine(text);
    if (keep !== undefined) collector.skip(place, new EscrowError("secret-kept"), keep);
    else if (isOtpText(text)) await collector.addText(place, text);
    // A code beside them that speaks of something else, such as a shop's, may be left aside.
    else if (otp && !/otpauth/iu.test(text)) collector.warn(place, "code-not-otp");
    else collector.skip(place, otherCode(text) ?? unknownCode(text));
  }
}

function unknownCode(text: string): EscrowError {
  return new EscrowError(looksLikeBareKey(text, "perhaps") ? "code-perhaps-key" : "code-not-otp");
}
