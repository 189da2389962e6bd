import { makeAccount } from "../account/account.js";
import { parseOtpauth } from "../account/otpauth-uri.js";
import { EscrowError } from "../error.js";
import type { Content } from "./content.js";
import type { Source } from "./source.js";
import type { Line } from "./text.js";

/** A Key URI on a line of its own, or as a named value, which gopass takes too. */
const OTP_LINE = /^(?:[th]?otp:\s*)?(otpauth:\/\/.*)$/iu;

/**
 * An entry of `pass` with its extension `pass-otp`, as `pass show` prints it: a password, a line with a Key URI, perhaps
 * more lines. The counter in it is the last one used, where that of a Key URI is the next one.
 * @see https://github.com/tadfisher/pass-otp
 */
export const passOtp: Source = {
  name: "pass-otp",
  detect: (content) => otpLine(content) !== undefined,
  read: async (content, collector) => {
    const line = otpLine(content);
    const uri = OTP_LINE.exec(line?.text ?? "")?.[1];
    if (line === undefined || uri === undefined) return;
    const place = { line: line.number };
    try {
      const { account, warnings } = parseOtpauth(uri);
      const used = account.type === "hotp" && !warnings.some(({ code }) => code === "counter-missing");
      collector.add(place, used ? makeAccount({ ...account, counter: account.counter + 1 }) : account, warnings);
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      await collector.addText(place, uri); // It says what is wrong, as of any list.
    }
    collector.warn({}, "lines-aside", { count: content.lines.length - 1 });
  },
};

/**
 * The one line with a Key URI, below a password: a list of Key URIs begins with one, and a line of it that is damaged
 * still shows what it was.
 */
function otpLine({ lines }: Content): Line | undefined {
  const [first] = lines;
  const [line, second] = lines.filter(({ text }) => OTP_LINE.test(text));
  if (first === undefined || line === undefined || second !== undefined || first === line) return undefined;
  const damaged = lines.some((other) => other !== line && /otpauth|secret=|[th]otp\/|steam:\/\//iu.test(other.text));
  return damaged ? undefined : line;
}
