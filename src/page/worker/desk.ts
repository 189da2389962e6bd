import type { Account } from "../../account/account.js";
import { codesFrom } from "../../account/codes.js";
import { keyStrength } from "../../account/key-strength.js";
import { distinctAccounts, formatLabel, formatOtpauth } from "../../account/otpauth-uri.js";
import { holderWords } from "../../document/holder.js";
import { type Contents, distinctKeeps, type Keep } from "../../document/plaintext.js";
import {
  joinRecoveryCodes,
  type RecoveryCodes,
  recoveryCodesApart,
  recoveryName,
} from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import { encodeQr } from "../../paper/qr.js";
import type { Platform } from "../../read/platform.js";
import { type AccountOrigin, type FoundAccount, foundAccounts, originWarnings } from "../../recover/origin.js";
import { withPageProblems } from "../../recover/page-states.js";
import { receiptsOf } from "../../recover/receipts.js";
import { openSetAsTyped } from "../../recover/sets.js";
import { readingProblems } from "../../recover/verify.js";
import type { Guide } from "../../sheet/content.js";
import { chooseGuide } from "../../sheet/guide.js";
import { shown } from "../../showable.js";
import type {
  AccountsAnswer,
  AccountView,
  CodesAnswer,
  FrameAnswer,
  Mode,
  OpenedView,
  Progress,
  RecoveryView,
  RevealedAccount,
  Snapshot,
  TypedAnswer,
} from "../answers.js";
import type { LedgerAnswer } from "../ledger-answers.js";
import type { MakingProgress } from "../making/answers.js";
import type { PageCaller } from "../page-caller.js";
import type { Calls, FileTicket } from "../protocol.js";
import { Gathering } from "./gathering.js";
import { LedgerBook } from "./ledger-book.js";
import type { PageFonts } from "./outline-font.js";
import { originName, type Source, viewKeepers, viewOrigin, viewProblem, viewSet, viewSource } from "./sources.js";

/** What a desk works with. */
export interface DeskParts {
  readonly mode: Mode;
  readonly platform: Platform;
  readonly guides: readonly Guide[];
  readonly fonts: PageFonts;
  /** Has the files. */
  readonly page: PageCaller;
  readonly tell: (progress: Progress) => void;
  readonly tellMaking: (progress: MakingProgress) => void;
}

/** Most codes of one account that are made at once. */
const MOST_CODES = 100;
/** Side of a code on a screen, for choosing its level. */
const SCREEN_CODE_MM = 60;

/** What the worker does for the page. It lives in the worker, and what it knows goes with it. */
export class Desk implements Calls {
  protected readonly gathering: Gathering;
  private readonly book = new LedgerBook();
  protected readonly opened = new Map<string, Contents>();
  /** Every account and kept secret ever seen, so that their ids stay theirs. */
  protected readonly known: Account[] = [];
  private readonly kept: Keep[] = [];
  /** Labels of all recovery codes ever seen. */
  private readonly labels: string[] = [];

  constructor(protected readonly parts: DeskParts) {
    this.gathering = new Gathering(parts.platform, parts.fonts, parts.mode, parts.tell);
  }

  async ready(): Promise<void> {}

  async addFile(ticket: FileTicket): Promise<Snapshot> {
    await this.gathering.addFile(this.parts.page.file(ticket));
    return this.snapshot();
  }

  async readLines(): Promise<Snapshot> {
    await this.gathering.readLines();
    return this.snapshot();
  }

  async addFrame(frame: ImageBitmap): Promise<FrameAnswer> {
    return { ...(await this.gathering.addFrame(frame)), snapshot: await this.snapshot() };
  }

  async setTyped(lines: readonly string[]): Promise<TypedAnswer> {
    return { ...(await this.gathering.setTyped(lines)), snapshot: await this.snapshot() };
  }

  async removeSource(id: number): Promise<Snapshot> {
    await this.gathering.remove(id);
    return this.snapshot();
  }

  async open(name: string, passphrase: string | undefined): Promise<Snapshot> {
    this.requireRecovery();
    const set = this.gathering.reading.sets.find((one) => one.name === name);
    if (!set) throw new RangeError("no such set");
    this.parts.tell({ doing: "opening", name });
    this.opened.set(name, await openSetAsTyped(set, passphrase));
    return this.snapshot();
  }

  async accounts(): Promise<AccountsAnswer> {
    this.requireRecovery();
    const { sources } = this.gathering;
    const found = this.foundAccounts();
    return {
      accounts: found.map(({ account, origins }) =>
        viewAccount(this.idOf(account), account, origins, sources, this.parts.guides),
      ),
      keeps: this.currentKeeps().map((keep) => ({ id: this.idOfKeep(keep), name: shown(keep.name) })),
      recovery: this.currentRecovery().map((list) =>
        this.viewRecovery(
          list,
          found.map(({ account }) => account),
        ),
      ),
      warnings: originWarnings(found, (origin) => originName(origin, sources)),
    };
  }

  async codes(id: number, at: number | undefined, before: number, count: number): Promise<CodesAnswer> {
    const account = this.account(id);
    if (!(count >= 1 && count <= MOST_CODES)) throw new RangeError("count out of range");
    if (account.type === "hotp") {
      const counter = Math.max(0, (at ?? account.counter) - before);
      return { id, timed: [], counted: codesFrom({ ...account, counter }, 0, count) };
    }
    if (at === undefined) throw new RangeError("a time is needed");
    return { id, timed: codesFrom(account, Math.max(0, at - before * account.period), count), counted: [] };
  }

  async reveal(id: number, counter: number | undefined): Promise<RevealedAccount> {
    const known = this.account(id);
    const account = known.type === "hotp" && counter !== undefined ? { ...known, counter } : known;
    const uri = formatOtpauth(account);
    const groups = account.secret.match(/.{1,4}/gu) ?? [];
    return { id, key: account.secret, groups, uri, qr: encodeQr(uri, SCREEN_CODE_MM) };
  }

  async revealKeep(id: number): Promise<string> {
    this.requireRecovery();
    const keep = this.kept[id];
    if (!keep) throw new RangeError("no such secret");
    return shown(keep.text);
  }

  async revealRecovery(id: number): Promise<readonly string[]> {
    this.requireRecovery();
    const list = this.currentRecovery().find(({ label }) => label === this.labels[id]);
    if (!list) throw new RangeError("no such recovery codes");
    return list.codes.map(shown);
  }

  async loadLedger(ticket: FileTicket, on: string): Promise<LedgerAnswer> {
    const file = this.parts.page.file(ticket);
    try {
      this.book.load(await file.bytes(), file.name, on);
    } finally {
      file.release();
    }
    return this.ledger();
  }

  async beginLedger(name: string, on: string): Promise<LedgerAnswer> {
    this.book.begin(name, on);
    return this.ledger();
  }

  async takeUnknown(): Promise<LedgerAnswer> {
    this.book.takeUnknown();
    return this.ledger();
  }

  async tellReceipt(text: string): Promise<LedgerAnswer> {
    await this.book.tell(text, this.gathering.reading);
    return this.ledger();
  }

  ledger(): Promise<LedgerAnswer> {
    return this.book.answer(this.gathering.reading);
  }

  ledgerFile(): Promise<Uint8Array<ArrayBuffer>> {
    return this.book.bytes(this.gathering.reading);
  }

  private requireRecovery(): void {
    if (this.parts.mode === "check") throw new EscrowError("check-only");
  }

  private account(id: number): Account {
    this.requireRecovery();
    const account = this.known[id];
    if (!account) throw new RangeError("no such account");
    return account;
  }

  protected idOf(account: Account): number {
    const uri = formatOtpauth(account);
    const at = this.known.findIndex((one) => formatOtpauth(one) === uri);
    return at >= 0 ? at : this.known.push(account) - 1;
  }

  protected idOfKeep({ name, text }: Keep): number {
    const at = this.kept.findIndex((one) => one.name === name && one.text === text);
    return at >= 0 ? at : this.kept.push({ name, text }) - 1;
  }

  protected idOfLabel(label: string): number {
    const at = this.labels.indexOf(label);
    return at >= 0 ? at : this.labels.push(label) - 1;
  }

  /** Contents of opened sets of which something is still there. */
  private openContents(): Contents[] {
    return this.gathering.reading.sets.flatMap(({ name }) => this.opened.get(name) ?? []);
  }

  protected foundAccounts(): FoundAccount[] {
    const { sets, sheets } = this.gathering.reading;
    const opened = sets.flatMap(({ name }) => {
      const contents = this.opened.get(name);
      return contents ? [{ set: name, contents }] : [];
    });
    return foundAccounts(opened, sheets);
  }

  protected currentKeeps(): Keep[] {
    const sheets = this.gathering.reading.keeps.map(({ keep }) => keep);
    return distinctKeeps([...this.openContents().flatMap(({ keeps }) => keeps), ...sheets]);
  }

  private currentRecovery(): RecoveryCodes[] {
    const sheets = (this.gathering.reading.recovery ?? []).map(({ recovery }) => recovery);
    return joinRecoveryCodes([...this.openContents().flatMap(({ recovery = [] }) => recovery), ...sheets]);
  }

  /** @param found accounts of which one may have the label */
  protected viewRecovery({ label, codes }: RecoveryCodes, found: readonly Account[]): RecoveryView {
    const owner = found.find((account) => formatLabel(account) === label);
    const account = owner && this.idOf(owner);
    return { id: this.idOfLabel(label), name: shown(recoveryName(label)), count: codes.length, account };
  }

  protected async snapshot(): Promise<Snapshot> {
    const { sources, reading } = this.gathering;
    const { problems, pages } = reading;
    const open = distinctAccounts(reading.sheets.map(({ account }) => account));
    const codes = joinRecoveryCodes((reading.recovery ?? []).map(({ recovery }) => recovery));
    const found = this.foundAccounts().map(({ account }) => account);
    const checks = this.parts.mode === "check";
    const told = checks ? readingProblems(reading) : withPageProblems(problems, pages);
    const sets = reading.sets.map((set) => viewSet(set, viewOpened(this.opened.get(set.name)), sources));
    const provable = checks && told.length === 0 ? reading.sets : [];
    const all = {
      sources: sources.map((source) => viewSource(source, reading)),
      keepers: viewKeepers(reading),
      openSheets:
        open.length +
        recoveryCodesApart(codes, open).length +
        distinctKeeps(reading.keeps.map(({ keep }) => keep)).length,
      accounts: found.length + this.currentKeeps().length + recoveryCodesApart(this.currentRecovery(), found).length,
      problems: told.map((problem) => viewProblem(problem, sources)),
    };
    // At last: what is read meanwhile is in the next snapshot, whole.
    const receipts = await Promise.all(provable.map((set) => receiptsOf(set, Date.now() / 1000)));
    return { ...all, sets: sets.map((set, i) => ({ ...set, receipts: receipts[i] ?? [] })) };
  }
}

export function viewAccount(
  id: number,
  account: Account,
  origins: readonly AccountOrigin[],
  sources: readonly Source[],
  guides: readonly Guide[],
): AccountView {
  const { type, algorithm, digits } = account;
  const { guide, assumed } = chooseGuide(account, guides, undefined);
  return {
    id,
    issuer: shown(account.issuer),
    account: shown(account.account),
    type,
    algorithm,
    digits,
    period: account.type === "hotp" ? undefined : account.period,
    counter: account.type === "hotp" ? account.counter : undefined,
    guide: guide.name,
    guideAssumed: assumed,
    origins: origins.map((origin) => viewOrigin(origin, sources)),
    keyStrength: keyStrength(account.secret),
  };
}

function viewOpened(contents: Contents | undefined): OpenedView | undefined {
  if (!contents) return undefined;
  const { accounts, keeps, title, owner, made, replaces, notes, holders } = contents;
  return {
    accounts: accounts.length + keeps.length,
    title: title === undefined ? undefined : shown(title),
    owner: owner === undefined ? undefined : shown(owner),
    made: made === undefined ? undefined : shown(made),
    replaces: replaces === undefined ? undefined : shown(replaces.match(/.{1,4}/gu)?.join("-") ?? ""),
    notes: notes.map(shown),
    holders: holders.map((holder) => shown(holderWords(holder))),
  };
}
