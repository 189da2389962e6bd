import { makeAccount } from "../../account/account.js";
import { settingWarnings } from "../../account/otpauth-uri.js";
import { EscrowError } from "../../error.js";
import type { Source } from "../source.js";

/**
 * One key in base32 and nothing else, as the file that `aws iam create-virtual-mfa-device --bootstrap-method
 * Base32StringSeed` writes, or as a service shows it for typing.
 */
export const base32Key: Source = {
  name: "base32-key",
  detect: ({ lines }) => lines.length > 0 && lines.every(({ text }) => looksLikeKey(text)),
  read: async ({ lines }, collector) => {
    const [line, second] = lines;
    // Two keys, or one that an editor wrapped: a wrong guess prints a key that gives wrong codes.
    if (line === undefined || second !== undefined) throw new EscrowError("keys-ambiguous", { lines: lines.length });
    const account = makeAccount({ secret: line.text });
    collector.add({ line: line.number }, account, settingWarnings(account));
  },
};

/**
 * Letters and digits, perhaps in groups of one length, all in capitals or all in small letters: what is grouped as no
 * key is, is words beside a key. `0`, `1`, `8` and `9` pass here, so that the error can name the character.
 */
function looksLikeKey(given: string): boolean {
  if (/^hex:[0-9a-f\s]{8,}$/iu.test(given)) return true;
  const text = given.replace(/(?:%3D){1,6}$/iu, "");
  if (!/^[A-Za-z0-9\s_-]+=*$/u.test(text)) return false;
  const groups = text.replace(/=+$/u, "").split(/[\s_-]+/u);
  const length = groups[0]?.length ?? 0;
  const regular = groups.slice(0, -1).every((group) => group.length === length);
  const oneCase = groups.length === 1 || text === text.toUpperCase() || text === text.toLowerCase();
  return regular && oneCase && (groups.at(-1)?.length ?? 0) <= length;
}
