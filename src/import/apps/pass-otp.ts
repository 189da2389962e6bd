import { makeAccount } from "../../account/account.js";
import { parseOtpauth } from "../../account/otpauth-uri.js";
import { plainUri } from "../../account/written-uri.js";
import { EscrowError } from "../../error.js";
import { isCutOff } from "../../read/text/wrapped-uri.js";
import type { Content } from "../content.js";
import { joinWrapped, urisBehindName } from "../lists/key-uris.js";
import type { Source } from "../source.js";
import type { Line } from "../text.js";

/** A Key URI on a line of its own, or as a named value, which gopass takes too. */
const OTP_LINE = /^(?:[th]?otp:\s*)?(otpauth:\/\/.*)$/iu;

/**
 * An entry of `pass` with its extension `pass-otp`, as `pass show` prints it, or of gopass: a password, a line with a Key
 * URI, perhaps more lines; or a note with Key URIs behind bullets or names. The counter in an entry is the last one used, where that of a Key URI is the next one.
 * @see https://github.com/tadfisher/pass-otp
 */
export const passOtp: Source = {
  name: "pass-otp",
  detect: (content) => otpLines(content).length > 0,
  read: async (content, collector) => {
    const lines = otpLines(content);
    for (const { number, text, next } of lines) {
      const uri = OTP_LINE.exec(text)?.[1] ?? "";
      const place = { line: number };
      if (isCutOff(text, next)) {
        collector.skip(place, new EscrowError("keys-ambiguous", { lines: 2 }));
        continue;
      }
      if (uri === "") {
        // Not as the program writes it: a note, whose counter is a Key URI's.
        for (const one of urisBehindName(text)) await collector.addText(place, one);
        continue;
      }
      try {
        const { account, warnings } = parseOtpauth(plainUri(uri));
        const used = account.type === "hotp" && !warnings.some(({ code }) => code === "counter-missing");
        collector.add(place, used ? makeAccount({ ...account, counter: account.counter + 1 }) : account, warnings);
      } catch (error) {
        if (!(error instanceof EscrowError)) throw error;
        await collector.addText(place, uri); // It says what is wrong, as of any list.
      }
    }
    collector.warn({}, "lines-aside", { count: content.lines.length - lines.length });
  },
};

/** A line with a Key URI, and the one right below it. */
interface OtpLine extends Line {
  readonly next: string;
}

/**
 * The lines with a Key URI, below a password or under a name: a list of Key URIs begins with one, and a line of it that
 * is damaged still shows what it was.
 */
function otpLines({ lines: written }: Content): readonly OtpLine[] {
  const lines = joinWrapped(written);
  const [first] = lines;
  const isOwn = ({ text }: Line) => OTP_LINE.test(text) || urisBehindName(text).length > 0;
  const own = lines.flatMap((line, i) => {
    const below = lines[i + 1];
    return isOwn(line) ? [{ ...line, next: below?.number === line.number + 1 ? below.text : "" }] : [];
  });
  const others = lines.filter((line) => !isOwn(line));
  const isBullet = first !== undefined && !OTP_LINE.test(first.text) && isOwn(first);
  const isList = first === undefined || /^otpauth:/iu.test(first.text) || isBullet || others.length === 0;
  const damaged = others.some(({ text }) => /otpauth|secret=|[th]otp\/|steam:\/\//iu.test(text));
  return isList || damaged ? [] : own;
}
