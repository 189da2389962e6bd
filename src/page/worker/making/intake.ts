import { type Account, codesKey } from "../../../account/account.js";
import { isRefusedKey } from "../../../account/key-strength.js";
import { encodeUtf8 } from "../../../bytes.js";
import type { ErrorData, EscrowError } from "../../../error.js";
import { importContext } from "../../../import/qr-context.js";
import { accountsOutcome, type ImportRun, readSources, type SourceOutcome } from "../../../import/registry.js";
import type { ImportContext, SourceInput } from "../../../import/source.js";
import { parseRecord } from "../../../paper/record.js";
import type { Platform } from "../../../read/platform.js";
import { shown } from "../../../showable.js";
import type { ProblemView, Progress } from "../../answers.js";
import type { NoticeView } from "../../making/answers.js";
import type { PageCaller } from "../../page-caller.js";

/** Sources of accounts, each read once. Sheets of sets are not among them. */
export class Intake {
  private outcomes: readonly SourceOutcome[] = [];

  constructor(
    private readonly platform: Platform,
    private readonly page: PageCaller,
    private readonly tell: (progress: Progress) => void,
  ) {}

  /**
   * Reads a source.
   * @returns what it gave, and whether a code of a set's sheet was seen in it
   */
  async read(input: SourceInput): Promise<{ readonly outcome: SourceOutcome; readonly ofSet: boolean }> {
    let ofSet = false;
    const context = this.context((texts) => {
      ofSet ||= texts.some((text) => parseRecord(text).status !== "foreign");
    });
    const { outcomes } = await readSources([input], context);
    const [outcome] = outcomes;
    if (!outcome) throw new RangeError("a source without an outcome");
    return { outcome, ofSet };
  }

  /** Texts of codes that were seen, or what was typed. */
  readText(name: string, texts: readonly string[]): ReturnType<Intake["read"]> {
    return this.read({ name, bytes: encodeUtf8(`${texts.join("\n")}\n`) });
  }

  add(outcome: SourceOutcome): void {
    this.outcomes = [...this.outcomes, outcome];
  }

  /** @param sets what sets that were opened hold, by their names */
  run(sets: readonly SourceOutcome[]): Promise<ImportRun> {
    return readSources(
      [...sets, ...this.outcomes],
      this.context(() => {}),
    );
  }

  private context(onTexts: (texts: readonly string[]) => void): ImportContext {
    const { readCodes, ...others } = importContext(this.platform);
    return {
      ...others,
      readCodes: async (bytes, onLost) => {
        const texts = await readCodes(bytes, onLost);
        onTexts(texts);
        return texts;
      },
      password: ({ source, format, wrong }) => this.page.password(shown(source), format, wrong),
      progress: ({ source }) => this.tell({ doing: "opening", name: shown(source) }),
    };
  }
}

/** An account as an outcome, of a key that was typed. */
export function typedOutcome(account: Account): SourceOutcome {
  return accountsOutcome("", [account]);
}

/** Of which source an account was first read, and whether that is a set. */
export function originOf({ outcomes }: ImportRun, account: Account, sets: ReadonlySet<string>) {
  const key = codesKey(account);
  const found = outcomes.find(({ result }) => result?.accounts.some((one) => codesKey(one) === key));
  return { from: found?.source ?? "", ofSet: found !== undefined && sets.has(found.source) };
}

/** What gave no account and is not kept either. */
export function problemsOf({ outcomes, missing }: ImportRun): ProblemView[] {
  const failed = outcomes.flatMap(({ source, error }) => (error === undefined ? [] : [view(source, error)]));
  const skipped = outcomes.flatMap(({ source, result }) =>
    (result?.skipped ?? []).filter(({ keep }) => keep === undefined).map((one) => view(one.name ?? source, one)),
  );
  const parts = missing.map(({ size, parts: numbers, sources }) =>
    view(sources.join(", "), { code: "migration-parts-missing", data: { size, parts: numbers.join(", ") } }),
  );
  return [...failed, ...skipped, ...parts];
}

/** What is worth saying of what was taken; of keys that are refused their card says it. */
export function warningsOf({ outcomes, warnings, accounts }: ImportRun): NoticeView[] {
  const refused = accounts.some(isRefusedKey);
  const placed = outcomes.flatMap(({ source, result }) =>
    (result?.warnings ?? []).map(({ code, data, name = source }) => ({ source: shown(name), code, data: safe(data) })),
  );
  return [...placed, ...warnings.map(({ code, data }) => ({ source: "", code, data: safe(data) }))].filter(
    ({ code }) => !(refused && code === "secret-weak"),
  );
}

/** A problem as the page shows it. */
function view(source: string, { code, data }: Pick<EscrowError, "code" | "data">): ProblemView {
  return { sources: [], source: shown(source), code, data: safe(data) };
}

/** Facts as they can be shown. */
export function safe(data: ErrorData): ErrorData {
  const facts = Object.entries(data).map(([name, fact]) => [
    name,
    typeof fact === "number" ? fact : typeof fact === "string" ? shown(fact) : fact.map(shown),
  ]);
  return Object.fromEntries(facts);
}
