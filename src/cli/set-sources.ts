import { formatOtpauth } from "../account/otpauth-uri.js";
import { encodeUtf8 } from "../bytes.js";
import { formatKeep } from "../document/plaintext.js";
import { EscrowError } from "../error.js";
import type { SourceInput } from "../import/source.js";
import { fileKind } from "../read/file-kind.js";
import type { PageFacts } from "../source-reading.js";
import { type FormerSet, formerSet } from "./former-set.js";
import { startProgress } from "./progress.js";
import type { Recovered } from "./recovered.js";
import type { LocatedWarning } from "./report.js";
import { type Session, tell } from "./session.js";
import type { Unread } from "./unread.js";

/** Sources, with what sealed and share sheets among them hold in their place. */
export interface OpenedSources {
  /** Sources in their order; where the first sheet stood, a text of what every set that was opened holds. */
  readonly inputs: readonly SourceInput[];
  /** The codes of those that were looked into, so that none is read twice. */
  readonly texts: ReadonlyMap<Uint8Array, readonly string[]>;
  /** Opened sets, by the name of their source. */
  readonly sets: ReadonlyMap<string, string>;
  /** Sets that were opened, with what they say of themselves. */
  readonly former: readonly FormerSet[];
  /** Whether a sealed sheet is among them. */
  readonly sealed: boolean;
  /** What is worth saying about the sheets. */
  readonly warnings: readonly LocatedWarning[];
  /** What is missing of a set, and what was set aside. */
  readonly unread: readonly Unread[];
}

/** What a source is: sheets of a set, a PDF without any code, or something else. */
interface Looked {
  readonly input: SourceInput;
  readonly kind: "sheets" | "no-code" | "other";
  /** The texts of its codes; nothing where not all of them were read. */
  readonly texts?: readonly string[];
  /** Pages that could not be read, beside others that were. */
  readonly warnings?: readonly LocatedWarning[];
}

/**
 * Opens sealed and share sheets among sources as `recover` does.
 * @param passphrase of sealed sheets; asked for where none was given
 */
export async function openSetSources(
  session: Session,
  inputs: readonly SourceInput[],
  passphrase: string | undefined,
): Promise<OpenedSources> {
  const looked = await lookInto(session, inputs);
  const texts = new Map(looked.flatMap(({ input, texts: read }) => (read ? [[input.bytes, read] as const] : [])));
  const sheets = looked.filter(({ kind }) => kind !== "other").map(({ input }) => input);
  const lost = looked.flatMap((one) => one.warnings ?? []);
  if (sheets.length === 0)
    return { inputs, texts, sets: new Map(), former: [], sealed: false, warnings: lost, unread: [] };
  const { recoverSheets, tellNeedless } = await import("./recovered.js");
  const recovered = await recoverSheets(session, { inputs: sheets, unread: [] }, { passphrase, ask: true });
  const needless = tellNeedless(session, recovered);
  const { tried, problems } = recovered;
  const warnings = [...lost, ...recovered.warnings];
  const faults = tried.flatMap((one) => one.faults);
  // Of a PDF without a code its importer says what it should have been.
  const left = problems.filter(({ code }) => code === "sheet-no-code" && needless.length === 0);
  const isOther = (input: SourceInput) => !sheets.includes(input) || left.some(({ source }) => source === input.name);
  const first = inputs.findIndex((input) => sheets.includes(input));
  const ready = [...inputs.slice(0, first), ...sourcesOf(session, recovered), ...inputs.slice(first).filter(isOther)];
  const unread = [...problems.filter((problem) => !needless.includes(problem) && !left.includes(problem)), ...faults];
  const sealed = tried.some(({ set }) => set.document?.lock.kind === "passphrase");
  const open = tried.filter(({ contents }) => contents !== undefined);
  const sets = new Map(open.map(({ set }) => [setSource(session, set.name), set.name]));
  const former = open.map(({ set, contents }) => formerSet(set, contents));
  return { inputs: ready, texts, sets, former, sealed, warnings, unread };
}

async function lookInto(session: Session, inputs: readonly SourceInput[]): Promise<Looked[]> {
  const { holdsSetLines } = await import("./typed-sheet.js");
  const progress = startProgress(session, "sources");
  const looked: Looked[] = [];
  for (const [i, input] of inputs.entries()) {
    progress.step(i, inputs.length);
    if (fileKind(input.bytes) !== undefined) looked.push(await lookAtCodes(input));
    else looked.push({ input, kind: holdsSetLines(input) ? "sheets" : "other" });
  }
  progress.end();
  return looked;
}

/** The first record tells: a set's sheet is read as a whole later on. */
async function lookAtCodes(input: SourceInput): Promise<Looked> {
  const [{ readPages }, { readPages: readPdf }, { parseRecord }, { boundedPlatform }, { factsOf }] = await Promise.all([
    import("../import/qr-context.js"),
    import("../read/pages.js"),
    import("../paper/record.js"),
    import("../node-platform.js"),
    import("../source-reading.js"),
  ]);
  const texts: string[] = [];
  let whole = true;
  const facts: PageFacts[] = [];
  const isSheet = (page: readonly string[]) => page.some((text) => parseRecord(text).status !== "foreign");
  try {
    if (fileKind(input.bytes) !== "pdf") {
      for await (const page of readPages(input.bytes, boundedPlatform)) {
        if (!(page instanceof EscrowError)) texts.push(...page);
      }
      return { input, kind: isSheet(texts) ? "sheets" : "other", texts };
    }
    for await (const page of readPdf(input.bytes, boundedPlatform)) {
      if (page.fault) {
        whole = false;
        continue;
      }
      const own = page.codes.map(({ text }) => text);
      if (isSheet(own)) return { input, kind: "sheets" };
      texts.push(...own);
      facts.push(factsOf(input.name, "pdf", page.page, page));
    }
  } catch (error) {
    if (error instanceof EscrowError) return { input, kind: "other" }; // The sources say what is wrong with it.
    throw error;
  }
  // The sources name the pages that could not be drawn.
  if (!whole) return { input, kind: "other", warnings: await lostPages(facts) };
  if (texts.length === 0) return { input, kind: "no-code", texts };
  return { input, kind: "other", texts, warnings: await lostPages(facts) };
}

/** Pages of a file that could not be read, beside others that were. */
async function lostPages(facts: readonly PageFacts[]): Promise<LocatedWarning[]> {
  const [{ readFeet }, { isLost, statesOf }, { loadFootWords }] = await Promise.all([
    import("../sheet-reading.js"),
    import("../page-states.js"),
    import("../node-resources.js"),
  ]);
  const lost = statesOf(facts, new Set(), await readFeet(facts, loadFootWords)).filter(isLost);
  return lost.map(({ source, page }) => ({ code: "page-not-read", data: {}, source, place: { page } }));
}

/** What an opened set is called among sources. */
function setSource(session: Session, set: string): string {
  return tell(session, "set.name", { set });
}

/** What sheets gave, as sources that hold it: a set each, and the open sheets beside them. */
function sourcesOf(session: Session, { tried, open }: Recovered): SourceInput[] {
  const sets = tried.map(({ set, contents }) => ({
    name: setSource(session, set.name),
    lines: [...(contents?.accounts ?? []).map(formatOtpauth), ...(contents?.keeps ?? []).map(formatKeep)],
  }));
  const sheets = open.map(({ source, account }) => ({ name: source, lines: [formatOtpauth(account)] }));
  return [...sets, ...sheets].flatMap(({ name, lines }) =>
    lines.length === 0 ? [] : [{ name, bytes: encodeUtf8(lines.map((line) => `${line}\n`).join("")) }],
  );
}
