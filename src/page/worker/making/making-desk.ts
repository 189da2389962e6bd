import { type Account, makeAccount } from "../../../account/account.js";
import { isRefusedKey } from "../../../account/key-strength.js";
import { formatLabel } from "../../../account/otpauth-uri.js";
import { rasterOf } from "../../../browser/pictures.js";
import { equalBytes, sha256 } from "../../../bytes.js";
import { listedWords } from "../../../document/passphrase-words.js";
import { makeRecoveryCodes, type RecoveryCodes } from "../../../document/recovery-codes.js";
import { EscrowError } from "../../../error.js";
import { readRecoveryCodes } from "../../../import/recovery-file.js";
import { checkPassphraseForm, generatePassphrase, judgePassphrase, placesToAsk } from "../../../make/passphrase.js";
import { knownTexts } from "../../../make/words-of-sheets.js";
import { parseRecord } from "../../../paper/record.js";
import { readCodes } from "../../../read/codes/codes.js";
import { fileKind, otherPicture } from "../../../read/file-kind.js";
import { TIME_IS_UP } from "../../../read/pages/page-time.js";
import { preparePdfium, rasterisePdf } from "../../../read/pages/pdf.js";
import type { FoundSet } from "../../../recover/found-set.js";
import { shown } from "../../../showable.js";
import type { MadeAnswer, Order, PagePixels, ProofAnswer, SourcesAnswer } from "../../making/answers.js";
import type { MakingCalls } from "../../making/protocol.js";
import type { FileTicket, MakingStart, Start } from "../../protocol.js";
import { viewAccount, viewRecovery } from "../account-views.js";
import { Desk, type DeskParts } from "../desk.js";
import { type Findings, findingsOf } from "./findings.js";
import { Intake, originOf, problemsOf, safe, typedOutcome, warningsOf } from "./intake.js";
import { Proof } from "./proof.js";
import { MakingResources } from "./resources.js";
import { viewFormer, viewMade } from "./set-views.js";
import { contentsOf, type Ingredients, type Made, makeAgain, makeOpen, makeSet } from "./sheets.js";

/** Dots per inch of a page that is looked at. */
const PREVIEW_DPI = 110;
/** A Key URI, or a list of them. */
const URI = /^\s*otpauth(?:-migration)?:/iu;

/** What the worker does for the page that makes sheets: all that it does for recovery, and making. */
export class MakingDesk extends Desk implements MakingCalls {
  private readonly intake: Intake;
  private readonly resources: MakingResources;
  /** Recovery codes that were given for an account, by their labels. */
  private readonly given = new Map<string, RecoveryCodes>();
  /** Hashes of files that were given to make sheets of: none of them is a photo of the paper. */
  private readonly shownBefore = new Set<string>();
  private passphrase = "";
  private drawn: readonly string[] = [];
  private made: Made | undefined;
  private proof: Proof | undefined;

  constructor(
    parts: DeskParts,
    private readonly start: Start,
    private readonly making: MakingStart,
  ) {
    super(parts);
    this.intake = new Intake(parts.platform, parts.page, parts.tell);
    this.resources = new MakingResources(making, parts.guides);
  }

  async addSource(ticket: FileTicket): Promise<SourcesAnswer> {
    const { name } = ticket;
    this.parts.tell({ doing: "fetching", name });
    const bytes = await this.parts.page.file(ticket).bytes();
    this.shownBefore.add(String(await sha256(bytes)));
    const { outcome, ofSet } = await this.intake.read({ name, bytes });
    const timeIsUp = outcome.error && TIME_IS_UP.includes(outcome.error.code);
    if (!ofSet && (outcome.result || timeIsUp)) this.intake.add(outcome);
    else if (!(await this.addSheet(ticket)) && outcome.error) this.intake.add(outcome);
    return this.sources();
  }

  async addSight(frame: ImageBitmap, once: boolean): Promise<SourcesAnswer & { readonly seen: number }> {
    const found = await readCodes(rasterOf(frame), this.parts.platform, { once });
    let texts: readonly string[] = found.map(({ text }) => text);
    if (texts.some((text) => parseRecord(text).status !== "foreign")) await this.gathering.addFrame(frame);
    else {
      frame.close();
      texts = texts.filter((text) => URI.test(text));
      const { outcome } = texts.length > 0 ? await this.intake.readText("", texts) : { outcome: undefined };
      if (outcome?.result) this.intake.add(outcome);
    }
    return { ...(await this.sources()), seen: texts.length };
  }

  async addTyped(text: string, issuer: string, account: string): Promise<SourcesAnswer> {
    if (URI.test(text)) {
      const { outcome } = await this.intake.readText("", [text.trim()]);
      if (outcome.error) throw outcome.error;
      this.intake.add(outcome);
    } else this.intake.add(typedOutcome(makeAccount({ issuer: issuer.trim(), account: account.trim(), secret: text })));
    return this.sources();
  }

  async sources(): Promise<SourcesAnswer> {
    const { run, sets: opened, recovery } = await this.findings();
    const names = new Set(opened.map(({ name }) => name));
    const { sets, problems } = await this.snapshot();
    return {
      accounts: run.accounts.map((account) => ({
        ...viewAccount(this.ids.ofAccount(account), account, [], [], this.parts.guides),
        from: shown(originOf(run, account, names).from),
        ofSet: originOf(run, account, names).ofSet,
        refused: isRefusedKey(account),
      })),
      keeps: run.keeps.map((kept) => ({
        id: this.ids.ofKeep(kept.keep),
        name: shown(kept.keep.name),
        code: kept.code,
        data: safe(kept.data),
      })),
      recovery: recovery.map((list) => viewRecovery(list, run.accounts, this.ids)),
      problems: [...problemsOf(run), ...problems],
      warnings: warningsOf(run),
      sets,
      former: opened.map(viewFormer),
    };
  }

  async addRecovery(id: number, ticket: FileTicket): Promise<SourcesAnswer & { readonly aside: readonly number[] }> {
    const account = this.ids.account(id);
    if (!account) throw new RangeError("no such account");
    const file = this.parts.page.file(ticket);
    const { codes, aside } = readRecoveryCodes({ name: ticket.name, bytes: await file.bytes() });
    file.release();
    const list = makeRecoveryCodes(account, codes);
    this.given.set(list.label, list);
    return { ...(await this.sources()), aside };
  }

  async dropRecovery(id: number): Promise<SourcesAnswer> {
    const account = this.ids.account(id);
    if (account) this.given.delete(formatLabel(account));
    return this.sources();
  }

  async drawPassphrase(): Promise<{ readonly passphrase: string; readonly ask: readonly number[] }> {
    this.passphrase = await generatePassphrase();
    this.drawn = this.passphrase.split(" ");
    return { passphrase: this.passphrase, ask: placesToAsk(this.drawn.length) };
  }

  async confirmWords(words: readonly { readonly place: number; readonly word: string }[]): Promise<readonly boolean[]> {
    return words.map(({ place, word }) => listedWords(word).join(" ") === this.drawn[place - 1]);
  }

  async choosePassphrase(passphrase: string, order: Order): Promise<MadeAnswer["warnings"]> {
    const contents = contentsOf(order, await this.ingredients(order));
    const known = knownTexts(this.resources.language(order.language), contents, order.fields);
    const { warnings } = await judgePassphrase(checkPassphraseForm(passphrase), false, known);
    this.passphrase = passphrase;
    return warnings;
  }

  async make(order: Order): Promise<MadeAnswer> {
    const ingredients = await this.ingredients(order);
    if (ingredients.accounts.length + ingredients.keeps.length === 0) throw new RangeError("nothing to make sheets of");
    if (order.kind === "sealed" && this.passphrase === "") throw new EscrowError("passphrase-empty");
    this.forgetMade();
    this.made =
      order.kind === "open"
        ? await makeOpen(order, ingredients, this.makingParts())
        : await makeSet(order, ingredients, this.passphrase, this.making.recoverSha256, this.makingParts());
    return viewMade(this.made, ingredients.replaced);
  }

  async reprint(order: Order): Promise<MadeAnswer> {
    const [set, ...others] = this.gathering.reading.sets;
    if (!set?.document || others.length > 0) {
      throw new EscrowError("reprint-nothing", { sets: this.gathering.reading.sets.length });
    }
    this.forgetMade();
    this.made = await makeAgain(order, set, this.makingParts());
    return viewMade(this.made, undefined);
  }

  async prepare(): Promise<void> {
    await this.resources.fonts();
    await preparePdfium(this.parts.platform);
  }

  async preview(file: number, page: number): Promise<PagePixels> {
    const pages = rasterisePdf(this.file(file).pdf, this.parts.platform, { dpi: PREVIEW_DPI, only: [page] });
    for await (const { raster } of pages) return { width: raster.width, height: raster.height, grey: raster.data };
    throw new RangeError("no such page");
  }

  async pdf(file: number): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(this.file(file).pdf);
  }

  async recoveryPage(): Promise<Uint8Array<ArrayBuffer>> {
    return this.resources.recoveryPage(this.start);
  }

  async proveFile(ticket: FileTicket, unixSeconds: number): Promise<ProofAnswer> {
    const file = this.parts.page.file(ticket);
    const bytes = await file.bytes();
    // The file that is printed says nothing of the print, nor does a text, nor what the sheets were made of.
    const isPicture = fileKind(bytes) !== undefined || otherPicture(bytes) !== undefined;
    const isFile = this.made?.files.some(({ pdf }) => equalBytes(pdf, bytes));
    if (!isPicture || isFile || this.shownBefore.has(String(await sha256(bytes))))
      throw new EscrowError("source-unproven");
    return this.proving().addFile(file, unixSeconds);
  }

  async proveFrame(frame: ImageBitmap, unixSeconds: number): Promise<ProofAnswer> {
    return this.proving().addFrame(frame, unixSeconds);
  }

  /** Tries a file as a sheet of a set, or a typed one. @returns whether it gave anything */
  private async addSheet(ticket: FileTicket): Promise<boolean> {
    await this.addFile(ticket);
    await this.readLines();
    const last = Math.max(...this.gathering.sources.filter(({ file }) => file).map(({ id }) => id));
    const source = this.gathering.sources.find(({ id }) => id === last);
    const { records = [], sheets = [], keeps = [], recovery = [], lines = [] } = source?.reading ?? {};
    if (records.length + sheets.length + keeps.length + recovery.length + lines.length > 0) return true;
    await this.removeSource(last);
    return false;
  }

  private findings(): Promise<Findings> {
    return findingsOf(this.intake, this.gathering, this.opened, [...this.given.values()]);
  }

  private async ingredients(order: Order): Promise<Ingredients> {
    const { run, recovery } = await this.findings();
    const accounts = order.accounts.flatMap((id): readonly Account[] => {
      const account = this.ids.account(id);
      return account ? [account] : [];
    });
    const keeps = run.keeps.filter(({ keep }) => order.keeps.includes(this.ids.ofKeep(keep)));
    const former = this.gathering.reading.sets.find(({ name }) => name === order.replaces);
    const codes = recovery.filter(({ label }) => order.recovery.includes(this.ids.ofLabel(label)));
    return { accounts, keeps, recovery: codes, replaced: former && { name: former.name, known: this.knownOf(former) } };
  }

  /** What is known of a set that is replaced. How many open it is taken from its document alone. */
  private knownOf({ name, document }: FoundSet): NonNullable<Ingredients["replaced"]>["known"] {
    if (!document) return undefined;
    const { lock } = document;
    const threshold = lock.kind === "shares" ? { k: lock.roster.k, n: lock.roster.n } : undefined;
    return { threshold, holders: this.opened.get(name)?.holders ?? [] };
  }

  private makingParts() {
    const { platform, tellMaking } = this.parts;
    return { resources: this.resources, platform, tell: tellMaking };
  }

  private forgetMade(): void {
    this.made = undefined;
    this.proof = undefined;
  }

  private file(id: number): Made["files"][number] {
    const file = this.made?.files.find(({ view }) => view.id === id);
    if (!file) throw new RangeError("no such file");
    return file;
  }

  private proving(): Proof {
    if (!this.made) throw new RangeError("nothing was made");
    const { platform, fonts, tell } = this.parts;
    this.proof ??= new Proof(platform, fonts, tell, this.made, this.passphrase, (account) =>
      this.ids.ofAccount(account),
    );
    return this.proof;
  }
}
