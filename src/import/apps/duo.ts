import { EscrowError } from "../../error.js";
import { always } from "../entry.js";
import { isObject, type Json, member, textAt } from "../formats/json.js";
import type { Source } from "../source.js";

/** Duo Mobile's JSON of a device: accounts of other services, and of Duo itself, whose approvals by a tap give no codes. */
export const duo: Source = {
  name: "duo",
  detect: ({ json }) => Array.isArray(json) && json.some(isDuoEntry),
  read: async ({ json }, collector) => {
    for (const [i, entry] of (Array.isArray(json) ? json : []).entries()) {
      const generator = member(entry, "otpGenerator");
      const account = textAt(entry, "name");
      if (!isObject(generator)) {
        const error = new EscrowError("codes-not-derivable", { kind: "Duo Push" });
        collector.skip({ entry: i + 1 }, error, { name: account ?? "" });
        continue;
      }
      const counter = member(generator, "counter");
      const others = Object.entries(generator).filter(([name]) => name !== "otpSecret" && name !== "counter");
      // A number that is not known may be what the codes depend on.
      const unknown = others.some(([, value]) => typeof value === "number");
      collector.addEntry(
        { entry: i + 1 },
        {
          account,
          secret: member(generator, "otpSecret"),
          ...(counter === undefined || counter === null ? {} : { type: "hotp", counter }),
          ...(unknown ? { type: always(undefined) } : {}),
        },
      );
    }
  },
};

function isDuoEntry(entry: Json): boolean {
  return (
    isObject(member(entry, "otpGenerator")) ||
    (textAt(entry, "accountType") !== undefined && textAt(entry, "pkey") !== undefined)
  );
}
