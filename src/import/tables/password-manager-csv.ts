import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/** Tables of 1Password, and of Apple's Passwords, which has the same headings; Strongbox and others write them too. */
export const onePasswordCsv: Source = {
  name: "1password-csv",
  detect: ({ csv }) => ["title", "otpauth"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    // The table has room for one a row, where items of 1Password can have several.
    if (csv.headings.includes("archived")) collector.warn({}, "totp-one-each");
    readPasswordTable(csv, { otp: ["otpauth"], title: ["title"], user: ["username"] }, collector);
  },
};
