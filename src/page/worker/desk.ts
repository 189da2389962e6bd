import type { Account } from "../../account/account.js";
import { codesFrom } from "../../account/codes.js";
import { distinctAccounts, formatOtpauth } from "../../account/otpauth-uri.js";
import { type Contents, distinctKeeps, type Keep } from "../../document/plaintext.js";
import { joinRecoveryCodes, type RecoveryCodes, recoveryCodesApart } from "../../document/recovery-codes.js";
import { EscrowError } from "../../error.js";
import { encodeQr } from "../../paper/qr/qr.js";
import type { Platform } from "../../read/platform.js";
import { type FoundAccount, foundAccounts, originWarnings } from "../../recover/origin.js";
import { withPageProblems } from "../../recover/page-states.js";
import { receiptsOf } from "../../recover/receipts.js";
import { openSetAsTyped } from "../../recover/sets.js";
import { readingProblems } from "../../recover/verify.js";
import type { Guide } from "../../sheet/content.js";
import { shown } from "../../showable.js";
import type {
  AccountsAnswer,
  CodesAnswer,
  FrameAnswer,
  Mode,
  Progress,
  RevealedAccount,
  Snapshot,
  TypedAnswer,
} from "../answers.js";
import type { LedgerAnswer } from "../ledger-answers.js";
import type { MakingProgress } from "../making/answers.js";
import type { PageCaller } from "../page-caller.js";
import type { Calls, FileTicket } from "../protocol.js";
import { viewAccount, viewRecovery } from "./account-views.js";
import { Gathering } from "./gathering.js";
import { LedgerBook } from "./ledger-book.js";
import type { PageFonts } from "./outline-font.js";
import { SecretIds } from "./secret-ids.js";
import { originName, viewKeepers, viewOpened, viewProblem, viewSet, viewSource } from "./sources.js";

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
  protected readonly ids = new SecretIds();

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
        viewAccount(this.ids.ofAccount(account), account, origins, sources, this.parts.guides),
      ),
      keeps: this.currentKeeps().map((keep) => ({ id: this.ids.ofKeep(keep), name: shown(keep.name) })),
      recovery: this.currentRecovery().map((list) =>
        viewRecovery(
          list,
          found.map(({ account }) => account),
          this.ids,
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
    const keep = this.ids.keep(id);
    if (!keep) throw new RangeError("no such secret");
    return shown(keep.text);
  }

  async revealRecovery(id: number): Promise<readonly string[]> {
    this.requireRecovery();
    const list = this.currentRecovery().find(({ label }) => label === this.ids.label(id));
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
    const account = this.ids.account(id);
    if (!account) throw new RangeError("no such account");
    return account;
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
