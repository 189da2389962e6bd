import type { Source } from "../source.js";
import { firstFilled, otpTexts, reportOpenQuote, reportUneven } from "./password-table.js";

const OTP = ["totp", "login_totp"];

/** Tables of Zoho Vault, whose names of users stand among lines of a cell: `User Name:alice`. */
export const zohoCsv: Source = {
  name: "zoho-csv",
  detect: ({ csv }) => ["secretdata", "password name"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    for (const row of csv.rows) {
      const [, user = ""] = /^\s*(?:user ?name|login|e-?mail)\s*:(.*)$/imu.exec(row.get("secretdata")) ?? [];
      const names = row.even ? { issuer: firstFilled(row, ["password name"]), account: user.trim() } : {};
      for (const text of otpTexts(row, OTP)) collector.addStoredText({ line: row.line }, text, names);
    }
    reportUneven(csv, OTP, collector);
    reportOpenQuote(csv, collector);
  },
};
