import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/** Tables of Bitwarden and of Bitwarden Authenticator, whose rows have more values than headings. */
export const bitwardenCsv: Source = {
  name: "bitwarden-csv",
  detect: ({ csv }) => ["login_totp", "name"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    readPasswordTable(csv, { otp: ["login_totp"], title: ["name"], user: ["login_username"] }, collector);
  },
};
