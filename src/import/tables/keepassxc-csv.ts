import type { Source } from "../source.js";
import { readPasswordTable } from "./password-table.js";

/** Tables of KeePassXC, and of KeePassium, which writes the same. */
export const keepassxcCsv: Source = {
  name: "keepassxc-csv",
  detect: ({ csv }) => ["group", "title", "totp"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    readPasswordTable(csv, { otp: ["totp"], title: ["title"], user: ["username"] }, collector);
  },
};
