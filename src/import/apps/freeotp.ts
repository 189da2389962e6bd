import { EscrowError } from "../../error.js";
import { isOtpText } from "../collector.js";
import { parseJson } from "../formats/json.js";
import { childrenOf, parseXml } from "../formats/xml.js";
import type { Source } from "../source.js";
import { addFreeOtpToken } from "./freeotp-token.js";

/** Where the apps keep the order of tokens on the screen. */
const ORDER = "tokenOrder";

/**
 * `tokens.xml`, in which FreeOTP 1 and early FreeOTP+ keep their tokens: a map of names to JSON, or to Key URIs in the
 * first versions.
 */
export const freeOtp: Source = {
  name: "freeotp",
  detect: ({ xmlRoot, text = "" }) => xmlRoot === "map" && /tokenOrder|secret|otpauth:/u.test(text),
  read: async ({ text = "" }, collector) => {
    const tokens = childrenOf(parseXml(text), "string").filter(({ attributes }) => attributes.get("name") !== ORDER);
    for (const [i, { attributes, text: value }] of tokens.entries()) {
      const place = { entry: i + 1 };
      if (isOtpText(value)) await collector.addText(place, value);
      else {
        try {
          addFreeOtpToken(collector, place, parseJson(value));
        } catch (error) {
          if (!(error instanceof EscrowError)) throw error;
          collector.skip(place, error, { name: attributes.get("name") ?? "", text: value.trim() });
        }
      }
    }
  },
};
