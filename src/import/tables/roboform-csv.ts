import { otpNameStrength } from "../otp-names.js";
import type { Source } from "../source.js";
import { reportOpenQuote } from "./password-table.js";

const FIELDS = "rffieldsv2";
/** A field: its name, then settings of the form, then its value. */
const FIELD = /^([^$]*)\$,[^,]*,[^,]*,[^,]*,(.*)$/su;

/** Tables of RoboForm: fields stand in the last column and in those beyond it, as `TOTP KEY$,,,txt,KEY`. */
export const roboformCsv: Source = {
  name: "roboform-csv",
  detect: ({ csv }) => csv?.headings.includes(FIELDS) ?? false,
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const from = csv.headings.indexOf(FIELDS);
    for (const row of csv.rows) {
      const names = { issuer: unguarded(row.get("name")), account: unguarded(row.get("login")) };
      for (const cell of row.cells.slice(from)) {
        const [, name = "", value = ""] = FIELD.exec(cell.trim()) ?? [];
        if (otpNameStrength(name) === undefined || value.trim() === "") continue;
        collector.addStoredText({ line: row.line }, unguarded(value), names);
      }
    }
    reportOpenQuote(csv, collector);
  },
};

/** Before what a spreadsheet could take for a formula the program writes a mark. */
function unguarded(text: string): string {
  return text.trim().replace(/^'(?=[=+@-])/u, "");
}
