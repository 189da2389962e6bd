import { readFileSync } from "node:fs";
import { decodeDocument } from "../../dist/document/document.js";
import { drawSheet, formatOtpauth, makeOpenSheets, planReprint } from "../../dist/index.js";
import {
  loadFonts,
  loadFormatCard,
  loadGuides,
  loadLanguage,
  loadSetTemplates,
  loadTemplate,
} from "../../dist/node.js";
import { encodeShare } from "../../dist/share/share.js";
import { contents } from "./accounts.mjs";
import { drawPage } from "./print.mjs";

const OPTIONS = { paper: "a4", version: "0.1.0" };
const MADE_ON = "2026-03-01";
/** Fewest shares that open the sets: what one holder set needs. */
export const THRESHOLD = 3;

let fonts;

/** What sheets of sets are made with. */
export async function setResources() {
  fonts ??= loadFonts();
  return {
    fonts: await fonts,
    language: await loadLanguage("en"),
    templates: await loadSetTemplates(),
    program: await loadFormatCard(),
  };
}

/**
 * What one case needs: the sheets of one holder set as printed pages, and what must come back of them.
 * @param {"open" | "sealed" | "share"} kind
 * @param {"one" | "twelve"} content
 * @param {number} which open sheets: which of the accounts; share sheets: which of the ten choices of three shares
 * @returns {Promise<{kind: string, sheets: object[][], truth: object}>} each sheet a list of pages: their size, `codes`
 *   and `lines` as they are laid out, in mm, and `draw`, which draws them for `damagePage`
 */
export async function caseSheets(kind, content, which) {
  if (kind === "open") return openCase(content, which % contents[content].length);
  const set = await setOf(content);
  if (kind === "sealed") return { kind, sheets: [await set.sealed.pages()], truth: set.sealed.truth };
  const { document, shares } = set.shared;
  const chosen = CHOICES[which % CHOICES.length].map((i) => shares[i]);
  const sheets = [];
  for (const { pages } of chosen) sheets.push(await pages());
  return { kind, sheets, truth: { document, shares: chosen.map(({ bytes }) => bytes), threshold: THRESHOLD } };
}

/** Every three of five. */
const CHOICES = [0, 1, 2, 3, 4].flatMap((a) =>
  [0, 1, 2, 3, 4].flatMap((b) => [0, 1, 2, 3, 4].filter((c) => a < b && b < c).map((c) => [a, b, c])),
);

const opens = new Map();

async function openCase(content, index) {
  const account = contents[content][index];
  const key = formatOtpauth(account);
  if (!opens.has(key)) {
    const resources = {
      ...(await setResources()),
      guides: await loadGuides(),
      template: await loadTemplate("open"),
    };
    opens.set(key, makeOpenSheets([account], { ...OPTIONS, madeOn: MADE_ON }, resources).then(withPlans));
  }
  return { kind: "open", sheets: [await opens.get(key)], truth: { uri: key } };
}

/** Pages as they are laid out; each is drawn when it is first printed, and kept. */
function withPlans({ pdf, pages }) {
  return pages.map(({ widthMm, heightMm, boxes }, index) => {
    let drawn;
    const draw = () => {
      drawn ??= drawPage(pdf, index);
      return drawn;
    };
    const codes = boxes.filter(({ kind }) => kind === "code").map(({ xMm, yMm, sizeMm }) => ({ xMm, yMm, sizeMm }));
    return { widthMm, heightMm, codes, lines: boxes.filter(({ role }) => role === "line"), draw };
  });
}

const sets = new Map();

function setOf(content) {
  if (!sets.has(content)) sets.set(content, loadSet(content));
  return sets.get(content);
}

async function loadSet(content) {
  const fixed = JSON.parse(readFileSync(new URL("fixed-sets.json", import.meta.url), "utf8"))[content];
  const bytesOf = (text) => new Uint8Array(Buffer.from(text, "base64"));
  const resources = await setResources();
  const reprint = (document, shares) => planReprint(document, shares, { made: MADE_ON }, OPTIONS, resources);
  const sealed = await decodeDocument(bytesOf(fixed.sealed));
  const shared = await decodeDocument(bytesOf(fixed.shared.document));
  const { k, n } = shared.lock.roster;
  const shares = fixed.shared.shares.map((y, i) => ({ setId: shared.setId, k, n, point: { x: i + 1, y: bytesOf(y) } }));
  const [sealedSheet] = (await reprint(sealed, [])).sheets;
  const shareSheets = (await reprint(shared, shares)).sheets;
  const pagesOf = (sheet) => {
    let pages;
    return () => {
      pages ??= drawSheet(sheet, resources).then((pdf) => withPlans({ pdf, pages: sheet.pages }));
      return pages;
    };
  };
  return {
    sealed: { pages: pagesOf(sealedSheet), truth: { document: sealed.bytes, shares: [], threshold: 0 } },
    shared: {
      document: shared.bytes,
      shares: shareSheets.map((sheet, i) => ({ pages: pagesOf(sheet), bytes: encodeShare(shares[i]) })),
    },
  };
}
