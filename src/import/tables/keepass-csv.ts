import { EscrowError } from "../../error.js";
import { readKeepassEntry } from "../keepass/keepass-entry.js";
import type { Source } from "../source.js";
import { reportOpenQuote } from "./password-table.js";

/** Tables with the fields that KeePass has for authenticators, such as those of `extract_otp_secrets` for its import. */
export const keepassCsv: Source = {
  name: "keepass-csv",
  detect: ({ csv }) => csv?.headings.some((heading) => /^(?:time|hmac)otp-secret|^totp seed$/u.test(heading)) ?? false,
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    for (const row of csv.rows) {
      if (!row.even) {
        collector.skip({ line: row.line }, new EscrowError("csv-row"));
        continue;
      }
      const strings = new Map(csv.headings.map((heading) => [heading, row.get(heading)]));
      strings.set("username", row.get("user name") || row.get("username") || row.get("login name"));
      strings.set("title", row.get("title") || row.get("account"));
      readKeepassEntry({ line: row.line }, strings, collector);
    }
    reportOpenQuote(csv, collector);
  },
};
