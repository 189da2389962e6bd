import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/** Tables of Bitwarden and of Bitwarden Authenticator, whose rows have more values than headings. */
export const bitwardenCsv: Source = {
  name: "bitwarden-csv",
  detect: ({ csv }) => csv?.headings.includes("login_totp") ?? false,
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const columns = { otp: ["login_totp"], title: ["name"], user: ["login_username"] };
    readPasswordTable(csv, columns, collector);
    for (const row of csv.rows) {
      const names = row.even ? { issuer: row.get("name"), account: row.get("login_username") } : {};
      for (const text of fieldTexts(row.get("fields"))) collector.addStoredText({ line: row.line }, text, names);
    }
  },
};

/** Key URIs in fields of its owner's, which stand as `name: value` on a line each. */
function fieldTexts(fields: string): string[] {
  return fields.split(/[\r\n]+/u).flatMap((line) => /:\s+(otpauth:\/\/.*)$/iu.exec(line)?.[1] ?? []);
}
