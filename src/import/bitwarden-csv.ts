import { readPasswordTable } from "./password-table.js";
import type { Source } from "./source.js";

/** Tables of Bitwarden and of Bitwarden Authenticator, whose rows have more values than headings. */
export const bitwardenCsv: Source = {
  name: "bitwarden-csv",
  detect: ({ csv }) => csv?.headings.includes("login_totp") ?? false,
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const columns = { otp: ["login_totp"], title: ["name"], user: ["login_username"] };
    readPasswordTable(csv, columns, collector);
  },
};
