import { EscrowError } from "../error.js";
import { textLines } from "../read/text/text-lines.js";
import { KEY_TEXT } from "../showable.js";
import { looksLikeBareKey, otpNameStrength, plainName } from "./otp-names.js";
import { mayBeKeys, type RecoveryList, recoveryCodesIn } from "./recovery-list.js";
import { identifySource } from "./registry.js";
import type { SourceInput } from "./source.js";
import { inspectText } from "./text.js";

/** Sources without a mark of their own: a list of codes may look like one of them. */
const MARKLESS: readonly (string | undefined)[] = ["key-list", "base32-key", "totp-authenticator", undefined];

/**
 * The recovery codes in a file that somebody says holds some.
 * @throws EscrowError `recovery-codes-key` where a key or a Key URI is in it, which must not stand on paper as a code;
 *   `recovery-codes-none`; `source-empty`, `source-too-large`, `source-encoding`. No code is in them.
 */
export function readRecoveryCodes(input: SourceInput): RecoveryList {
  const { text } = inspectText(input);
  if (text === undefined) throw new EscrowError("recovery-codes-none");
  if (holdsKey(text) || isExport(input, text)) throw new EscrowError("recovery-codes-key");
  const list = recoveryCodesIn(text);
  if (list === undefined) throw new EscrowError("recovery-codes-none");
  if (mayBeKeys(list)) throw new EscrowError("recovery-codes-key");
  return list;
}

/** Whether an app's export is what it is; JSON without any member for a key may hold codes. */
function isExport(input: SourceInput, text: string): boolean {
  const source = identifySource(input);
  if (source !== "json") return !MARKLESS.includes(source);
  const names = [...text.matchAll(/"([^"\\]{1,100})"\s*:/gu)].map(([, name = ""]) => plainName(name));
  return names.some((name) => otpNameStrength(name) !== undefined || /secret|key|seed/u.test(name));
}

function holdsKey(text: string): boolean {
  if (KEY_TEXT.test(text)) return true;
  return textLines(text).some((line) => {
    if (line.kind === "check") return line.line.reading.status === "good";
    if (line.kind === "key") return looksLikeBareKey(line.value, "sure");
    return line.kind === "uri" || line.kind === "record" || line.kind === "keep";
  });
}
