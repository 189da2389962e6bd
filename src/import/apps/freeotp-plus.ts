import { items, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";
import { addFreeOtpToken } from "./freeotp-token.js";

/** FreeOTP+'s JSON export: the tokens as FreeOTP 1 keeps them, and their order. */
export const freeOtpPlus: Source = {
  name: "freeotp-plus",
  detect: ({ json }) =>
    Array.isArray(member(json, "tokenOrder")) ||
    items(json, "tokens").some((token) => textAt(token, "algo") !== undefined && textAt(token, "type") !== undefined),
  read: async ({ json }, collector) => {
    for (const [i, token] of items(json, "tokens").entries()) addFreeOtpToken(collector, { entry: i + 1 }, token);
  },
};
