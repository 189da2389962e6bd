// Renders the example sheets of docs/sheets/ from fixed accounts and a fixed day: run after changing a sheet.
// The secrets are RFC 6238's, so that nobody takes a picture of this folder for a sheet of their own.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import sharp from "sharp";
import { drawSheet, findSets, makeAccount, makeOpenSheets } from "../dist/index.js";
import { standingsOf } from "../dist/ledger/due.js";
import { makeLedgerPapers } from "../dist/ledger/papers.js";
import { planReprint } from "../dist/make/set-sheets.js";
import {
  loadFonts,
  loadFormatCard,
  loadGuides,
  loadLanguage,
  loadSetTemplates,
  loadTemplate,
} from "../dist/node/resources.js";
import { nodePlatform } from "../dist/node.js";
import { parseRecord } from "../dist/paper/record.js";
import { rasterisePdf } from "../dist/read/pages/pdf.js";

const DPI = 80;
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const account = (issuer, name, more = {}) => makeAccount({ issuer, account: name, secret: SECRET, ...more });
const AWS = account("Amazon Web Services", "root-account-mfa-device@123456789012", { secret: SECRET + SECRET });
const LONG = account(
  "International Association of Remarkably Long Company Names, Partners and Daughters",
  "someone.with.a.remarkably.long.mailbox.name@department.of.some.organisation.test",
);
const LONG_JA = account(
  "架空信用金庫協同組合連合会東京中央支店国際部門第一営業部法人窓口担当",
  "共同管理口座番号一二三四五六七八九零一二三四五六七八九零一二三四五",
);
const CARDS = [
  account("GitHub", "octo"),
  account("Google", "someone@example.com"),
  account("Microsoft", "someone@example.org", { algorithm: "SHA256" }),
  account("Steam", "player", { type: "steam" }),
  AWS,
];

const SHEETS = [
  ["open", "en", "a4", "open", [AWS]],
  ["open-ja", "ja", "a4", "open", [AWS]],
  ["open-letter", "en", "letter", "open", [AWS]],
  ["long", "en", "a4", "open", [LONG]],
  ["long-ja", "ja", "a4", "open", [LONG_JA]],
  ["cards", "en", "a4", "cards", CARDS],
];

const folder = new URL("../docs/sheets/", import.meta.url);
await mkdir(folder, { recursive: true });
const fonts = await loadFonts();
const guides = await loadGuides();
for (const [name, code, paper, template, accounts] of SHEETS) {
  const resources = { fonts, guides, language: await loadLanguage(code), template: await loadTemplate(template) };
  const { pdf } = await makeOpenSheets(accounts, { paper, madeOn: "2026-01-01", version: "1.0.0" }, resources);
  await render(pdf, (page) => (template === "open" ? `${name}-${page === 1 ? "front" : "back"}` : `${name}-${page}`));
}

// Sheets of sets from the fixed records of the format's vectors: fresh ones would differ every time.
const fixedSets = JSON.parse(await readFile(new URL("../test/vectors/v1/sets.json", import.meta.url), "utf8"));
const [templates, program] = [await loadSetTemplates(), await loadFormatCard()];
for (const [name, code, set] of [
  ["share", "en", fixedSets[0]],
  ["share-ja", "ja", fixedSets[0]],
  ["sealed", "en", fixedSets.find(({ shares }) => shares.length === 0)],
]) {
  const resources = { fonts, templates, program, language: await loadLanguage(code) };
  const { sets } = await findSets(
    [...set.frames, ...set.shares.slice(0, 1).map((share) => share.code)].map((text) => ({
      source: "vectors",
      record: parseRecord(text).record,
    })),
    [],
  );
  const [{ document, shares }] = sets;
  const words = { title: "Household accounts", made: "2026-01-01" };
  const options = { paper: "a4", version: "1.0.0" };
  const plan = await planReprint(
    document,
    shares.map(({ share }) => share),
    words,
    options,
    resources,
  );
  await render(await drawSheet(plan.sheets[0], resources), (page) => `${name}-${page}`);
}

// A ledger's papers: a set of three holders, one that it replaced, and an open sheet.
const sheet = (id, more, ...events) => ({ id, ...more, events: events.map((event, i) => ({ n: i + 1, ...event })) });
const made = (on, holder, keptAt, seal) => ({ on, what: "made", holder, keptAt, seal });
const proved = (on) => ({ on, what: "proved", margin: 0.94, ink: 0.9, how: "codes" });
const [SET, OLD] = ["K7QF-2M3X-ABCD-EFGH", "A2B3-C4D5-E6F7-GHIJ"];
const threshold = { k: 2, n: 3 };
const LEDGER = {
  sheets: [
    sheet(`${OLD}/2`, { threshold }, made("2024-01-01", "Bob", "home safe"), { on: "2026-01-01", what: "replaced" }),
    sheet(`${SET}/1`, { threshold }, made("2026-01-01", "Aunt", "bank, box 12", "A 1234567"), proved("2026-02-01")),
    sheet(`${SET}/2`, { threshold }, made("2026-01-01", "Bob", "home safe", "A 1234568")),
    sheet(`${SET}/3`, { threshold }, made("2026-01-01", "Carol", "office, cabinet 3", "A 1234569")),
    sheet("T0-3F7K-2M4Q", {}, made("2026-01-01", "Aunt", "binder")),
  ],
};
for (const [name, code, paper] of [
  ["ledger", "en", "a4"],
  ["ledger-ja", "ja", "a4"],
  ["ledger-letter", "en", "letter"],
]) {
  const resources = { fonts, language: await loadLanguage(code), template: await loadTemplate("ledger") };
  const options = { on: "2026-03-01", version: "0.1.0", paper };
  const { pdf } = await makeLedgerPapers(standingsOf(LEDGER, "2026-03-01"), options, resources);
  await render(pdf, (page) => `${name}-${page}`);
}

async function render(pdf, nameOf) {
  for await (const { page, raster } of rasterisePdf(pdf, nodePlatform, { dpi: DPI * 2 })) {
    const raw = { width: raster.width, height: raster.height, channels: 1 };
    const png = await sharp(raster.data, { raw })
      .resize({ width: Math.round(raster.width / 2), kernel: "lanczos3" })
      .extend({ top: 1, bottom: 1, left: 1, right: 1, background: "#bbb" })
      .png({ palette: true, colours: 16 })
      .toBuffer();
    await writeFile(new URL(`${nameOf(page)}.png`, folder), png);
  }
}
