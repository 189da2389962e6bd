import { type Account, accountName } from "../../../account/account.js";
import { codesFrom } from "../../../account/codes.js";
import { formatOtpauth } from "../../../account/otpauth-uri.js";
import { equalBytes } from "../../../bytes.js";
import { type Contents, formatContents } from "../../../document/plaintext.js";
import type { Platform } from "../../../read/platform.js";
import type { FoundSet, FoundShare } from "../../../recover/found-set.js";
import { withPageProblems } from "../../../recover/page-states.js";
import { findSets, openSetAsTyped } from "../../../recover/sets.js";
import { formatSetId } from "../../../share/set-id.js";
import { shown } from "../../../showable.js";
import type { ProblemView, Progress } from "../../answers.js";
import type { ProofAnswer, ProofSheet } from "../../making/answers.js";
import type { GivenFile } from "../../page-caller.js";
import { Gathering } from "../gathering.js";
import type { PageFonts } from "../outline-font.js";
import { type Source, viewProblem, viewSource } from "../sources.js";
import { PrintedSheets } from "./printed-sheets.js";
import type { Made } from "./sheets.js";
import { textsOf, textsRead, type Wanted, wantedOf } from "./wanted.js";

/**
 * Proves sheets by photos of their paper: a sheet works when what was read of its own paper opens, and gives the codes
 * that it was made for. Nothing that is known from making counts, but what other holders would bring. Of an account's open sheet the picture must show its
 * printing, too: the service showed the same code.
 */
export class Proof {
  private readonly gathering: Gathering;
  private readonly printed: PrintedSheets;
  private readonly wanted: readonly Wanted[];
  /** Accounts that sheets' own papers gave: of those that work. */
  private readonly proved = new Map<Wanted, readonly Account[]>();

  /** @param passphrase opens a sealed sheet */
  constructor(
    platform: Platform,
    fonts: PageFonts,
    tell: (progress: Progress) => void,
    private readonly made: Made,
    private readonly passphrase: string,
    private readonly idOf: (account: Account) => number,
  ) {
    this.printed = new PrintedSheets(platform, made);
    this.gathering = new Gathering(platform, fonts, "recover", tell, (raster, codes) =>
      this.printed.look(raster, codes),
    );
    this.wanted = wantedOf(made);
  }

  /** Reads a photo or scan. */
  async addFile(file: GivenFile, unixSeconds: number): Promise<ProofAnswer> {
    const before = this.codes();
    await this.gathering.addFile(file);
    // The lines are a way back, and no proof that the codes are good: a photo that needs them is to be taken again.
    const last = Math.max(0, ...this.gathering.sources.map(({ id }) => id));
    const source = this.gathering.sources.find(({ id }) => id === last);
    const seen = source ? codesOf(source) : 0;
    return this.answer(unixSeconds, { seen, fresh: this.codes() - before, foreign: 0 }, this.problemsOf(last));
  }

  /** Looks once at a frame of the camera. */
  async addFrame(frame: ImageBitmap, unixSeconds: number): Promise<ProofAnswer> {
    const { seen, fresh, foreign } = await this.gathering.addFrame(frame);
    return this.answer(unixSeconds, { seen, fresh, foreign }, []);
  }

  private codes(): number {
    return this.gathering.sources.reduce((sum, source) => sum + codesOf(source), 0);
  }

  private problemsOf(id: number): ProblemView[] {
    const { reading, sources } = this.gathering;
    const all = withPageProblems(reading.problems, reading.pages).map((problem) => viewProblem(problem, sources));
    return all.filter((problem) => problem.sources.includes(id));
  }

  private async answer(
    unixSeconds: number,
    counts: Pick<ProofAnswer, "seen" | "fresh" | "foreign">,
    problems: readonly ProblemView[],
  ): Promise<ProofAnswer> {
    const sheets: ProofSheet[] = [];
    for (const wanted of this.wanted) {
      const own = this.sourcesOf(wanted);
      const proved = this.proved.get(wanted) ?? (await this.prove(wanted, own));
      if (proved) this.proved.set(wanted, proved);
      sheets.push(this.view(wanted, own, unixSeconds));
    }
    const proved = sheets.length > 0 && sheets.every(({ state }) => state === "works");
    return { proved, sheets, ...counts, problems };
  }

  private view(wanted: Wanted, own: readonly Source[], unixSeconds: number): ProofSheet {
    const { id, file, share, holds, label } = wanted;
    const proved = this.proved.get(wanted);
    const views = own.map((source) => viewSource(source, this.gathering.reading));
    const worn = views.filter(({ printAgain }) => printAgain).map(({ usedCorrection }) => usedCorrection);
    const codes = (proved ?? []).map((account) => ({
      id: this.idOf(account),
      name: shown(accountName(account)),
      codes: account.type === "hotp" ? [] : codesFrom(account, unixSeconds, 2),
    }));
    const state = proved ? "works" : own.length > 0 ? (holds === "account" ? "bare" : "partly") : "waits";
    return { id, file, share, holds, label, state, codes, printAgain: worn.length > 0 ? Math.max(...worn) : undefined };
  }

  /**
   * The photos of a sheet. One that shows no share is of the sheet that was photographed before it and lacks something:
   * all sheets of a set have the same document.
   */
  private sourcesOf({ share, open }: Wanted): Source[] {
    const { set } = this.made;
    // A text says nothing of paper.
    const seen = this.gathering.sources.filter(({ origin }) => origin !== "typed");
    if (open) {
      const texts = new Set(textsOf(open));
      return seen.filter(({ reading }) => textsRead(reading).some((text) => texts.has(text)));
    }
    const name = set && formatSetId(set.document.setId);
    const ours = seen.filter(({ sets }) => sets.some((one) => one.name === name));
    if (share === undefined) return ours;
    let last: number | undefined;
    return ours.filter(({ sets }) => {
      const here = sets.flatMap(({ shares }) => shares.map((one) => one.share.point.x));
      if (here.length > 0) last = here.at(-1);
      return here.length > 0 ? here.includes(share) : last === share;
    });
  }

  /** The accounts that a sheet's own paper gave; nothing where it did not, or not those it was made for. */
  private async prove(wanted: Wanted, own: readonly Source[]): Promise<readonly Account[] | undefined> {
    const { set } = this.made;
    if (own.length === 0) return undefined;
    if (wanted.open) {
      const read = new Set(own.flatMap(({ reading }) => textsRead(reading)));
      if (!textsOf(wanted.open).every((text) => read.has(text))) return undefined;
      if (!("account" in wanted.open)) return [];
      const { account } = wanted.open;
      return this.printed.shows(formatOtpauth(account)) ? [account] : undefined;
    }
    if (!set) return undefined;
    const records = own.flatMap(({ reading }) => reading.records);
    const { sets } = await findSets(records, []);
    const found = sets.find(({ document }) => document && equalBytes(document.bytes, set.document.bytes));
    if (!found) return undefined;
    const ready = wanted.share === undefined ? found : this.withOthers(found, wanted.share);
    if (!ready) return undefined;
    // A reprint is made without opening it: that its paper has document and share again is all there is to prove.
    if (!("contents" in set)) return [];
    const contents = await opened(ready, wanted.share === undefined ? this.passphrase : undefined);
    if (!contents || formatContents(contents) !== formatContents(set.contents)) return undefined;
    return contents.accounts;
  }

  /** What a sheet's paper gave, with the shares that other holders would bring; nothing without its own. */
  private withOthers(found: FoundSet, x: number): FoundSet | undefined {
    const own = found.shares.find(({ share, status }) => share.point.x === x && status === "in-roster");
    const lock = found.document?.lock;
    if (!own || lock?.kind !== "shares") return undefined;
    const others = (this.made.set?.sheets ?? []).flatMap(({ share }): FoundShare[] =>
      share && share.point.x !== x ? [{ share, status: "in-roster", sources: [] }] : [],
    );
    return { ...found, shares: [own, ...others.slice(0, lock.roster.k - 1)] };
  }
}

function codesOf({ reading }: Source): number {
  return reading.records.length + reading.sheets.reduce((sum, { codes }) => sum + codes.length, 0);
}

async function opened(set: FoundSet, passphrase: string | undefined): Promise<Contents | undefined> {
  try {
    return await openSetAsTyped(set, passphrase);
  } catch {
    // What is read wrongly opens nothing: the sheet is not proved.
    return undefined;
  }
}
