import { EscrowError } from "../../error.js";
import { type Collector, type FallbackNames, isOtpText } from "../collector.js";
import { always } from "../entry.js";
import type { CsvRow, CsvTable } from "../formats/csv.js";
import type { Source } from "../source.js";
import { firstFilled, isAligned, isLost, otpTexts, reportOpenQuote, reportUneven } from "./password-table.js";

const TITLES = [
  ...["title", "name", "issuer"],
  // As apps head the same columns in other languages
  ...["titel", "タイトル", "名前", "titre", "nom", "título", "titolo", "標題", "标题", "제목"],
  ...["service", "site", "website", "account name", "account", "url"],
];
const USERS = [
  ...["username", "user name", "user", "login", "login_username", "email", "account"],
  ...["benutzername", "ユーザ名", "ユーザー名", "nom d'utilisateur", "nom d’utilisateur", "nombre de usuario"],
  ...["nome utente", "nome de usuário", "gebruikersnaam", "用户名", "使用者名稱", "사용자 이름"],
];
const NAMES = new Set([...TITLES, ...USERS, "uri", "key uri", "secret", "password"]);
/** Headings of columns that hold a Key URI or a bare key, and nothing else. */
const OTPS = ["totp", "otp", "otpauth", "otp_auth", "otpurl", "otp url", "otpsecret", "otp secret", "totp secret"];
const MORE_OTPS = [
  ...["one-time password", "one time password", "totp_secret", "otp_secret"],
  ...["totp uri", "totp_uri", "otpauth uri", "otpauth_uri"],
  ...["einmalpasswort", "einmalkennwort", "ワンタイムパスワード", "mot de passe à usage unique", "eenmalig wachtwoord"],
  ...[
    "contraseña de un solo uso",
    "password monouso",
    "senha de uso único",
    "一次性密码",
    "一次性密碼",
    "일회용 비밀번호",
  ],
];
/** Fewest characters that are taken for a key. */
const LEAST_KEY = 8;
const ALGORITHMS = ["algorithm", "algo"];
const PERIODS = ["period", "timer", "interval"];
/** Beside a column of this name, `secret` is an authenticator's. */
const SETTINGS = ["issuer", "digits", "period", "counter", "algorithm", "otp_type"];

/**
 * Tables of other programs: with Key URIs in any column, with a column for one-time passwords (LastPass, Dashlane and
 * others), or with `secret` beside `issuer`, `digits`, `period` and the like.
 */
export const csvTable: Source = {
  name: "csv",
  detect: ({ csv }) => csv !== undefined && isOtpTable(csv),
  read: async ({ csv }, collector) => {
    if (csv === undefined) return;
    const missing = missingSettings(csv);
    if (missing.length > 0) collector.warn({}, "export-incomplete", { missing: missing.join(", ") });
    for (const row of csv.rows) {
      const place = { line: row.line };
      const columns = [...OTPS, ...MORE_OTPS];
      const names: FallbackNames = isAligned(row, columns) ? namesOf(row) : {};
      const texts = otpTexts(row, columns);
      if (isLost(row, columns) || (!row.even && texts.length === 0 && row.get("secret") !== "")) {
        // No value tells what it is: the whole row is what can be kept.
        collector.skip(place, new EscrowError("csv-row"), { name: "", text: row.cells.join(", ") });
        continue;
      }
      for (const text of texts) {
        // A column of such a name can say "yes" as well, which is base32 too.
        if (isOtpText(text) || text.length >= LEAST_KEY) collector.addStoredText(place, text, names);
        else collector.skip(place, new EscrowError("secret-too-short"), { name: names.issuer ?? "", text });
      }
      if (texts.length > 0) continue;
      if (row.get("secret") !== "") readSettings(row, csv, collector);
    }
    reportUneven(csv, [...OTPS, ...MORE_OTPS], collector);
    reportOpenQuote(csv, collector);
  },
};

/** Settings that a table of secrets has no column for: where an account has other than the usual ones, they are lost. */
function missingSettings(csv: CsvTable): string[] {
  const uris = csv.rows.some(({ cells }) => cells.some((cell) => isOtpText(cell.trim())));
  if (!csv.headings.includes("secret") || uris) return [];
  const columns = { algorithm: ALGORITHMS, digits: ["digits"], period: PERIODS };
  return Object.entries(columns).flatMap(([name, headings]) =>
    headings.some((heading) => csv.headings.includes(heading)) ? [] : [name],
  );
}

function readSettings(row: CsvRow, csv: CsvTable, collector: Collector): void {
  const counter = row.get("counter");
  const short = row.cells.length < csv.headings.length;
  const type = firstFilled(row, ["type", "otp_type", "kind"]);
  collector.addEntry(
    { line: row.line },
    {
      ...namesOf(row),
      secret: row.get("secret"),
      // A counter that counts belongs to HOTP; a row cut short has lost settings. Neither is for guessing.
      // A table without settings is here for the Key URIs in other rows: this may be a secret of another kind.
      type: (type === "" && !/^0?$/u.test(counter)) || short || !hasSettings(csv) ? always(undefined) : type,
      algorithm: firstFilled(row, ALGORITHMS),
      digits: row.get("digits"),
      period: firstFilled(row, PERIODS),
      counter,
    },
  );
}

function isOtpTable(csv: CsvTable): boolean {
  const { headings, rows } = csv;
  // A list of Key URIs has none in its first line that could be a heading.
  if (headings.some((heading) => isOtpText(heading))) return false;
  if (headings.some((heading) => OTPS.includes(heading) || MORE_OTPS.includes(heading))) return true;
  if (headings.includes("secret") && hasSettings(csv)) return true;
  // Commas in the first line of a note or a list of texts make no table.
  if (!headings.some((heading) => NAMES.has(heading))) return false;
  return rows.some(({ cells }) => cells.length > 1 && cells.some((cell) => isOtpText(cell.trim())));
}

function hasSettings({ headings }: CsvTable): boolean {
  return SETTINGS.some((heading) => headings.includes(heading));
}

function namesOf(row: CsvRow): { issuer: string; account: string } {
  const issuer = row.get("issuer") || firstFilled(row, TITLES);
  const user = firstFilled(row, USERS);
  // Where the issuer has a column of its own, the name is the account's.
  return { issuer, account: row.get("issuer") === "" ? user : row.get("name") || user };
}
