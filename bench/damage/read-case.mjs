import { findSets, formatOtpauth, goodShares, parseOtpauth, readSheets, verifySheets } from "../../dist/index.js";
import { loadFootWords, loadTypedFont, nodePlatform } from "../../dist/node.js";
import { decodeOpenLines } from "../../dist/paper/open-lines.js";
import { parseTyped } from "../../dist/read/text/typed.js";
import { encodeShare } from "../../dist/share/share.js";
import { damagePage } from "./damage-page.mjs";
import { drawDamage } from "./draw-case.mjs";
import { legibleLines } from "./legible-lines.mjs";
import { seedOf } from "./random.mjs";
import { caseSheets } from "./sheets.mjs";

/**
 * One case: prints the sheets of one holder set, damages each page by itself, and gets back what it can.
 * @param {{seed: number, kind: string, content: string, grade: string, damage: string, number: number}} one
 * @returns whether all came back by codes, by codes and typed lines, by program alone, how much came back wrong, whether
 *   all pages together are said to work though not all came back of them, and, where codes failed, what had happened to
 *   each page
 */
export async function readCase(one) {
  const { kind, sheets, truth } = await caseSheets(one.kind, one.content, one.number >> 1);
  const shots = [];
  const found = new Found(kind, truth);
  const backByCodes = () => ({ codes: true, lines: true, program: true, wrong: found.wrong.size, falseYes: false });
  for (const place of pagesInTurn(sheets)) {
    const shot = await shoot(one, place);
    shots.push(shot);
    const reading = await readSheets([shot.input], nodePlatform);
    shot.codesRead = reading.records.length + reading.sheets.length;
    found.add(reading);
    if (await found.isAll()) return backByCodes();
  }
  const inputs = shots.map(({ input }) => input);
  // Read together, the remains of a code in several pictures may do.
  if (inputs.length > 1) {
    found.add(await readSheets(inputs, nodePlatform));
    if (await found.isAll()) return backByCodes();
  }
  const program = new Found(kind, truth);
  const fonts = { lineFont: loadTypedFont, footWords: loadFootWords };
  const reading = await readSheets(inputs, nodePlatform, fonts);
  program.add(reading);
  const byProgram = await program.isAll();
  // Judged by what the reading itself holds: sets that came back by their printed lines are back.
  const falseYes = verifySheets(reading, { unixSeconds: 0 }).verified && !program.areAll(reading.sets);
  const lines = byProgram || (await byTyping(found, shots));
  const wrong = new Set([...found.wrong, ...program.wrong]).size;
  return { codes: false, lines, program: byProgram, wrong, falseYes, pages: shots.map(pageInWords) };
}

/** What happened to a page, in a few words. */
function pageInWords({ input, plan, codesRead, drawn: { damages, capture } }) {
  const names = [...damages.map(({ name }) => name), capture.bilevel ? "bilevel scan" : capture.name];
  return `${input.name} (${codesRead} of ${plan.codes.length} codes read): ${names.join(", ")}`;
}

/** The first pages of all sheets, then the second ones: what one sheet lost, another may have. */
function pagesInTurn(sheets) {
  const most = Math.max(...sheets.map((pages) => pages.length));
  return Array.from({ length: most }, (_, page) =>
    sheets.flatMap((pages, sheet) =>
      pages[page]?.codes.length || pages[page]?.lines.length ? [{ sheet, page, plan: pages[page] }] : [],
    ),
  ).flat();
}

/** The picture of one page. */
export async function shoot({ seed, kind, content, grade, damage, number }, { sheet, page, plan }) {
  const own = seedOf(seed, kind, content, grade, damage, number, sheet, page);
  const drawn = drawDamage(own, grade, plan, damage === "drawn" ? undefined : damage);
  const { bytes, place } = await damagePage(await plan.draw(), drawn);
  return { plan, drawn, bytes, place, sheet, page, input: { name: `sheet ${sheet + 1}, page ${page + 1}`, bytes } };
}

/** What the codes gave, and with it the lines that are legible: those of one sheet are typed together. */
async function byTyping(found, shots) {
  for (const sheet of new Set(shots.map((shot) => shot.sheet))) {
    const typed = [];
    for (const shot of shots.filter((one) => one.sheet === sheet)) {
      typed.push(...(await legibleLines(shot.plan, shot)));
    }
    await found.addTyped(`typed from sheet ${sheet + 1}`, typed.join("\n"));
    if (await found.isAll()) return true;
  }
  return false;
}

/** What was found so far of one case, compared with what was printed. */
class Found {
  /** Accounts, documents and shares that were never printed. */
  wrong = new Set();
  records = [];
  lines = [];
  right = false;

  constructor(kind, truth) {
    this.kind = kind;
    this.truth = truth;
  }

  add({ sheets, records, lines = [] }) {
    for (const { account } of sheets) this.addAccount(formatOtpauth(account));
    this.records.push(...records);
    this.lines.push(...lines);
  }

  addAccount(uri) {
    if (uri === this.truth.uri) this.right = true;
    else this.wrong.add(uri);
  }

  async addTyped(source, text) {
    for (const { kind, lines } of parseTyped(text).lineSets) {
      const readings = lines.map(({ reading }) => reading);
      if (kind === "T") await this.addOpenLines(readings);
      else this.lines.push({ source, readings });
    }
  }

  async addOpenLines(readings) {
    try {
      const { uri } = await decodeOpenLines(readings);
      this.addAccount(formatOtpauth(parseOtpauth(uri).account));
    } catch (error) {
      if (error?.constructor?.name !== "EscrowError") throw error;
    }
  }

  /** Whether every account is there: the account itself, or the document and as many shares as open it. */
  async isAll() {
    if (this.kind === "open") return this.right;
    return this.areAll((await findSets(this.records, this.lines)).sets);
  }

  /** Whether sets, or for an open sheet the accounts so far, are all that was printed. */
  areAll(sets) {
    if (this.kind === "open") return this.right;
    const { document, shares: printed, threshold } = this.truth;
    let [has, good] = [false, 0];
    for (const set of sets) {
      if (set.document && same(set.document.bytes, document)) has = true;
      else if (set.document) this.wrong.add(inHex(set.document.bytes));
      for (const { share } of goodShares(set)) {
        const encoded = encodeShare(share);
        if (printed.some((bytes) => same(bytes, encoded))) good++;
        else this.wrong.add(inHex(encoded));
      }
    }
    return has && good >= threshold;
  }
}

const inHex = (bytes) => Buffer.from(bytes).toString("hex");
const same = (a, b) => Buffer.compare(a, b) === 0;
