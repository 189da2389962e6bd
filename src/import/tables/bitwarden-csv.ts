import { isNamedKey } from "../otp-names.js";
import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/**
 * Tables of Bitwarden and of Bitwarden Authenticator, whose rows have more values than headings. Fields that their owner
 * named stand in one column, a line each: `TOTP: KEY`.
 */
export const bitwardenCsv: Source = {
  name: "bitwarden-csv",
  detect: ({ csv }) => ["login_totp", "name"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    readPasswordTable(csv, { otp: ["login_totp"], title: ["name"], user: ["login_username"] }, collector);
    for (const row of csv.rows) {
      if (!row.even) continue;
      const names = { issuer: row.get("name"), account: row.get("login_username") };
      for (const line of row.get("fields").split(/\r\n|\r|\n/u)) {
        const [, name = "", value = ""] = /^([^:]{1,100}):\s*(.*)$/su.exec(line) ?? [];
        if (isNamedKey(name, value)) collector.addStoredText({ line: row.line }, value, names);
      }
    }
  },
};
