import type { CsvRow } from "../formats/csv.js";
import type { Source } from "../source.js";
import { otpTexts, readPasswordTable } from "./password-table.js";

/** What KeePassXC calls its recycle bin where it makes one: in the language of the program at that time. */
const BINS: ReadonlySet<string> = new Set([
  ...["Recycle Bin", "Papierkorb", "ゴミ箱", "Corbeille", "Papelera", "Papelera de reciclaje", "Cestino", "Lixeira"],
  ...["Reciclagem", "Prullenbak", "Корзина", "Кошик", "Kosz", "Koš", "Kôš", "Lomtár", "Roskakori", "Papirkurv"],
  ...["Papperskorg", "Papirkorg", "Geri Dönüşüm Kutusu", "回收站", "資源回收桶", "휴지통", "Thùng rác", "Prügikast"],
  ...["Coș de reciclare", "Coş de gunoi", "Κάδος Ανακύκλωσης", "סל המיחזור", "سلة المحذوفات", "Paperera"],
]);
const OTP = ["totp"];

/** Tables of KeePassXC, and of KeePassium, which writes the same. What its owner deleted is left aside, and its number said. */
export const keepassxcCsv: Source = {
  name: "keepassxc-csv",
  detect: ({ csv }) => ["group", "title", "totp"].every((name) => csv?.headings.includes(name)),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const rows = csv.rows.filter((row) => !isDeleted(row));
    const columns = { otp: OTP, title: ["title"], user: ["username"] };
    readPasswordTable({ ...csv, rows }, columns, collector);
    const count = csv.rows.filter((row) => isDeleted(row) && otpTexts(row, OTP).length > 0).length;
    if (count > 0) collector.warn({}, "entries-deleted", { count });
  },
};

/** Whether a row stands in the recycle bin, which lies directly in the database's own group: `Root/Recycle Bin/…`. */
function isDeleted(row: CsvRow): boolean {
  const [, second = ""] = row.get("group").split("/");
  return row.even && BINS.has(second.trim());
}
