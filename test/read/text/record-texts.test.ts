import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { formatRecord } from "../../../src/paper/record.js";
import { parseTyped } from "../../../src/read/text/typed.js";
import { readFiles } from "../../helpers/sheets.js";

const share = formatRecord({ kind: "share", bytes: Uint8Array.from({ length: 45 }, (_, i) => i * 5) });
const frame = formatRecord({ kind: "document", bytes: Uint8Array.from({ length: 135 }, (_, i) => i) });
const uri = formatOtpauth(makeAccount({ issuer: "Toot", account: "wren", secret: "GEZDGNBVGY3TQOJQ" }));

describe("texts of codes, as programs for scanning write them", () => {
  const rows = [share, frame];
  it.each([
    ["one a line", rows.join("\n")],
    ["with zbarimg's prefix", rows.map((row) => `QR-Code:${row}`).join("\n")],
    ["in small letters", rows.join("\n").toLowerCase()],
    ["numbered", rows.map((row, i) => `${i + 1}) QR code: ${row}`).join("\n")],
    ["in a CSV table", `"Date","Content","Note"\n${rows.map((row) => `"2026-11-28 10:00","${row}",""`).join("\n")}`],
    ["with semicolons", rows.map((row) => `2026-11-28;QR;${row};`).join("\r\n")],
    ["broken by a mail", `${share}\n${frame.slice(0, 76)}\n${frame.slice(76, 152)}\n${frame.slice(152)}`],
  ])("%s", (_, text) => {
    expect(parseTyped(text).records.map((record) => record.text)).toEqual(rows);
    expect(parseTyped(text).accounts).toEqual([]);
  });

  it("mixes with the texts of open sheets", () => {
    for (const text of [
      `${share}\n${uri}`,
      `QR-Code:${uri}\nQR-Code:${share}`,
      `"a","${uri}","x"\n"a","${share}","x"`,
    ]) {
      const { records, accounts } = parseTyped(text);
      expect(
        records.map((record) => record.text),
        text,
      ).toEqual([share]);
      expect(
        accounts.map(({ account }) => formatOtpauth(account)),
        text,
      ).toEqual([uri]);
    }
  });

  it("reads UTF-16, and names the line of a text that is damaged", async () => {
    const bytes = Buffer.from(`\uFEFF${share}\r\n${frame.slice(0, -3)}\r\n`, "utf16le");
    const { records, problems } = await readFiles({ name: "codes.txt", bytes });
    expect(records.map(({ record }) => record.kind)).toEqual(["share"]);
    expect(problems).toContainEqual({ source: "codes.txt", code: "record-broken", data: { line: 2 } });
  });

  it("takes a text that is broken for no key", () => {
    const { records, accounts } = parseTyped(`key: GEZDGNBVGY3TQOJQ\n\n${share}\nABCDEFGHABCDEFGH`);
    expect(records).toHaveLength(1);
    expect(accounts.map(({ account }) => account.secret)).toEqual(["GEZDGNBVGY3TQOJQ"]);
  });
});
