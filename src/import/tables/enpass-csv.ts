import { EscrowError } from "../../error.js";
import { isState, otpNameStrength, plainName, USER_NAMES } from "../otp-names.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Source } from "../source.js";
import { reportOpenQuote } from "./password-table.js";

/** Tables of Enpass: after the title, pairs of a field's name and its value, then the note. */
export const enpassCsv: Source = {
  name: "enpass-csv",
  detect: ({ csv }) => csv?.headings[0] === "title" && csv.headings[1] === "field",
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    for (const { line, cells } of csv.rows) {
      const pairs = Array.from({ length: Math.floor((cells.length - 1) / 2) }, (_, i) => ({
        // A final asterisk marks what the program hides.
        name: (cells[2 * i + 1] ?? "").trim().replace(/^\*|\*$/gu, ""),
        value: (cells[2 * i + 2] ?? "").trim(),
      }));
      const ranks = pairs.map(({ name, value }) =>
        value === "" ? -1 : (USER_NAMES as readonly string[]).indexOf(plainName(name)),
      );
      const best = Math.min(...ranks.filter((rank) => rank >= 0));
      const names = { issuer: cells[0]?.trim(), account: pairs[ranks.indexOf(best)]?.value };
      const keys = pairs.filter(
        ({ name, value }) => otpNameStrength(name) === "sure" && value !== "" && !isState(value),
      );
      const texts = new Set([...keys.map(({ value }) => value), ...cells.flatMap(otpTextsIn)]);
      for (const text of texts) {
        if (text.length >= 8) collector.addStoredText({ line }, text, names);
        else collector.skip({ line }, new EscrowError("secret-too-short"), { name: names.issuer ?? "", text });
      }
    }
    reportOpenQuote(csv, collector);
  },
};
