import { isOtpText } from "../collector.js";
import type { CsvTable } from "../formats/csv.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Source } from "../source.js";
import { reportOpenQuote } from "./password-table.js";

/** How Keeper names its field for one-time codes. */
const FIELD = /^(?:TFC:Keeper|\$?oneTimeCode(?:[:.].*)?)$/iu;
/** Columns before the pairs of names and values: folder, title, login, password, address, notes, shared folder. */
const [TITLE, LOGIN] = [1, 2];

/** Tables of Keeper, with headings or without: pairs of a field's name and its value stand at the end of a row. */
export const keeperCsv: Source = {
  name: "keeper-csv",
  detect: ({ csv }) =>
    csv !== undefined && rowsOf(csv).some(({ cells }) => cells.some((cell) => FIELD.test(cell.trim()))),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    for (const { line, cells } of rowsOf(csv)) {
      const names = { issuer: cells[TITLE]?.trim(), account: cells[LOGIN]?.trim() };
      const texts = cells.flatMap((cell, i) => {
        const text = cell.trim();
        if (FIELD.test(cells[i - 1]?.trim() ?? "") && text !== "" && !isOtpText(text)) return [text];
        return otpTextsIn(cell);
      });
      for (const text of new Set(texts)) collector.addStoredText({ line }, text, names);
    }
    reportOpenQuote(csv, collector);
  },
};

function rowsOf({ first, rows }: CsvTable): readonly Pick<CsvTable["rows"][number], "line" | "cells">[] {
  return [first, ...rows];
}
