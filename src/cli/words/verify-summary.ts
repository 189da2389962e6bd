import { accountName } from "../../account/account.js";
import type { SheetReading } from "../../recover/open-codes.js";
import { setPagesOf } from "../../recover/sheet-gaps.js";
import type { PageFacts } from "../../recover/source-reading.js";
import type { Verification } from "../../recover/verify.js";
import { keepName } from "../input/choosing.js";
import type { TriedSet } from "../input/opened-sets.js";
import { type Session, tell } from "../session.js";
import { nameWords } from "./account-words.js";
import { pageList } from "./page-words.js";
import { recoveryNameWords } from "./recovery-words.js";
import type { LocatedWarning } from "./report.js";

/** More sheets than these are told of in a line each. */
const FEW_SHEETS = 3;

/** What a summary tells of. */
interface Summarised {
  readonly verification: Verification;
  readonly tried: readonly TriedSet[];
  readonly facts: readonly PageFacts[];
  readonly warnings: readonly LocatedWarning[];
}

/** One sheet in a line. */
interface SheetLine {
  readonly name: string;
  readonly pages: readonly Pick<PageFacts, "source" | "origin" | "page">[];
  readonly codes: number;
}

/**
 * Many sheets in a line each, and how many they are.
 * @returns nothing where they are few: then each is told of at length
 */
export function summaryOf(
  session: Session,
  { verification, tried, facts, warnings }: Summarised,
): string[] | undefined {
  const sheets = [
    ...openLines(session, verification.sheets, facts),
    ...verification.keeps.map((keep) => ({ name: keepName(session, keep.keep.name), pages: [keep], codes: 1 })),
    ...verification.recovery.map((one) => {
      const name = tell(session, "recovery-codes.of", { name: recoveryNameWords(one.recovery.label) });
      return { name, pages: [one], codes: 1 };
    }),
    ...tried.flatMap((one) => setSheets(session, one, facts)),
  ];
  if (sheets.length <= FEW_SHEETS) return undefined;
  const again = new Set(warnings.flatMap((warning) => (PRINT_AGAIN.has(warning.code) ? [placeKey(warning)] : [])));
  const isWorn = ({ pages }: SheetLine) =>
    pages.some((page) =>
      again.has(placeKey({ source: page.source, place: page.origin === "pdf" ? { page: page.page } : {} })),
    );
  const worn = sheets.filter(isWorn).length;
  return [
    ...sheets.map((sheet) => {
      const { name, pages, codes } = sheet;
      const words = { name, where: pageList(session, pages), codes };
      return tell(session, isWorn(sheet) ? "verify.line-again" : "verify.line", words);
    }),
    "",
    tell(session, worn > 0 ? "verify.sheets-again" : "verify.sheets", { sheets: sheets.length, again: worn }),
  ];
}

/** Warnings that say to print a sheet again. */
const PRINT_AGAIN = new Set<string>([
  "print-again",
  "print-faint",
  "front-code-gone",
  "share-code-gone",
  "document-codes-gone",
  "read-by-lines",
]);

function placeKey({ source = "", place = {} }: Pick<LocatedWarning, "source" | "place">): string {
  return `${place.page ?? ""} ${source}`;
}

/** Open sheets: one account is one sheet, in however many files its pages are. */
function openLines(session: Session, sheets: readonly SheetReading[], facts: readonly PageFacts[]): SheetLine[] {
  const byName = new Map<string, SheetReading[]>();
  for (const sheet of sheets) {
    const key = JSON.stringify(sheet.account);
    byName.set(key, [...(byName.get(key) ?? []), sheet]);
  }
  return [...byName.values()].map((own) => ({
    name: own[0] ? nameWords(session, own[0].account) || accountName(own[0].account) : "",
    pages: own.flatMap(({ source, origin, codes }) => {
      const drawnOn = [...new Set(codes.map(({ page }) => page))];
      const paged = origin === "pdf" ? "pdf" : "picture";
      return drawnOn.length > 0
        ? drawnOn.map((page) => ({ source, origin: paged, page }) as const)
        : (facts
            .filter((page) => page.source === source)
            .slice(0, 1)
            .map(() => ({ source, origin: "picture", page: 1 }) as const) ?? []);
    }),
    codes: own.reduce((sum, { codes }) => sum + codes.length, 0),
  }));
}

/** The sheets of a set that are here: its shares, or the sealed sheet. */
function setSheets(session: Session, { set }: TriedSet, facts: readonly PageFacts[]): SheetLine[] {
  const { name, k = 0, n = 0, document } = set;
  return setPagesOf(facts, name).map(({ x, pages, codes }) => {
    const key =
      x !== undefined
        ? "verify.line-share"
        : document?.lock.kind === "passphrase"
          ? "verify.line-sealed"
          : "verify.set-unknown";
    return { name: tell(session, key, { x: x ?? 0, set: name, k, n }), pages, codes };
  });
}
