import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/** Tables of Proton Pass. */
export const protonPassCsv: Source = {
  name: "proton-pass-csv",
  detect: ({ csv }) => ["totp", "vault", "name"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    collector.warn({}, "totp-one-each");
    readPasswordTable(csv, { otp: ["totp"], title: ["name"], user: ["username", "email"] }, collector);
  },
};
