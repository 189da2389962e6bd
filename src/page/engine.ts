import { bitmapOf } from "../browser/picture-bitmap.js";
import { EscrowError } from "../error.js";
import type { Guide } from "../sheet/content.js";
import type {
  AccountsAnswer,
  CodesAnswer,
  FrameAnswer,
  Mode,
  Progress,
  RevealedAccount,
  Snapshot,
  TypedAnswer,
} from "./answers.js";
import { DrawingWorkers } from "./drawing-workers.js";
import { bytesOf } from "./file-bytes.js";
import { giveTo } from "./given.js";
import type { LedgerAnswer } from "./ledger-answers.js";
import type { MakingProgress } from "./making/answers.js";
import type { Answer, Calls, Envelope, FileTicket, FromWorker, MakingStart, PageCalls, Start } from "./protocol.js";
import type { PageFonts } from "./worker/outline-font.js";

/** What an engine is made of: nothing of it is fetched. */
export interface EngineParts {
  /** The worker's script. */
  readonly script: Blob;
  /** Deflated and base64-encoded WebAssembly of the readers. */
  readonly zxing: string;
  readonly pdfium: string;
  readonly guides: readonly Guide[];
  readonly fonts: PageFonts;
  /** Where sheets are made. */
  readonly making?: MakingStart;
}

/** How an engine behaves. */
interface EngineOptions {
  readonly mode: Mode;
  /** Called as often as there is something to say. */
  readonly onProgress?: (progress: Progress) => void;
  /** Where sheets are made: the same of making, and gives the passwords of encrypted exports. */
  readonly onMaking?: (progress: MakingProgress) => void;
  readonly password?: PageCalls["password"];
}

/**
 * The library in a worker of its own: the page stays responsive, and every secret stays there until it is asked for.
 * Every method rejects with an `EscrowError`, whose sentences are under `errors`; what is imperfect is in the answers.
 * Calls are done one after another, in their order.
 */
export class Engine {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: EscrowError): void }>();
  /** Files that the worker may still want, by ticket. */
  private readonly files = new Map<number, File>();
  private readonly drawers: DrawingWorkers;
  private readonly pageCalls: Partial<PageCalls> = {
    fileBytes: async (ticket) => {
      const file = this.files.get(ticket);
      if (!file) throw new EscrowError("file-unreadable", { reason: "" });
      return bytesOf(file);
    },
    bitmap: bitmapOf,
    releaseFile: async (ticket) => void this.files.delete(ticket),
    startDrawer: (drawer, port) => this.drawers.start(drawer, port),
    endDrawer: async (drawer) => this.drawers.end(drawer),
  };
  private last = 0;
  private ended = false;

  constructor(
    private readonly parts: EngineParts,
    private readonly options: EngineOptions,
  ) {
    const { password } = options;
    if (password) this.pageCalls.password = password;
    this.drawers = new DrawingWorkers(parts.script);
  }

  /** Starts the worker, so that the first call need not wait for it. */
  start(): void {
    if (this.worker || this.ended) return;
    const { onProgress = () => {}, onMaking = () => {}, mode } = this.options;
    const { script, zxing, pdfium, guides, fonts, making } = this.parts;
    const url = URL.createObjectURL(script);
    const worker = new Worker(url);
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if ("progress" in data) onProgress(data.progress);
      else if ("making" in data) onMaking(data.making);
      else if ("ask" in data) void giveTo(worker, data, this.pageCalls);
      else this.settle(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.stop("internal");
    };
    const start: Start = { mode, zxing, pdfium, guides, fonts, ...(making ? { making } : {}) };
    worker.postMessage(start);
    // The worker has its script by then: an address that stays valid would keep it for as long as the page lives.
    const revoke = () => URL.revokeObjectURL(url);
    void this.call("ready", []).then(revoke, revoke);
  }

  /** Reads a file of any kind: PDF, picture, typed text. A file that cannot be read is a problem in the answer. */
  addFile(file: File): Promise<Snapshot> {
    return this.call("addFile", [this.give(file)]);
  }

  /** Reads the printed lines in files whose codes were not enough: seconds a page, and at once where there is none. */
  readLines(): Promise<Snapshot> {
    return this.call("readLines", []);
  }

  /** Looks once and fast at a frame of the camera. The frame is handed over and closed. */
  addFrame(frame: ImageBitmap): Promise<FrameAnswer> {
    return this.call("addFrame", [frame], [frame]);
  }

  /** All lines typed so far: replaces what was typed before. */
  setTyped(lines: readonly string[]): Promise<TypedAnswer> {
    return this.call("setTyped", [lines]);
  }

  /** Sets a source aside again. */
  removeSource(id: number): Promise<Snapshot> {
    return this.call("removeSource", [id]);
  }

  /**
   * Opens a set: by its shares, or with a passphrase. Rejects with `passphrase-wrong`, `passphrase-needed`,
   * `shares-missing`, `frames-missing`, `memory-short`, the set's fault; always with `check-only` in check mode.
   * @param name as in its view
   */
  open(name: string, passphrase?: string): Promise<Snapshot> {
    return this.call("open", [name, passphrase]);
  }

  /** Accounts of opened sets and open sheets, without secrets. */
  accounts(): Promise<AccountsAnswer> {
    return this.call("accounts", []);
  }

  /**
   * Codes in a row. Time-based: of the period that holds a time, `before` earlier ones first. HOTP: from a counter.
   * @param at Unix seconds by the clock to be used, or the counter to begin with (left out: the sheet's)
   * @param count how many in all, at most 100
   */
  codes(id: number, at: number | undefined, { before = 0, count = 1 } = {}): Promise<CodesAnswer> {
    return this.call("codes", [id, at, before, count]);
  }

  /**
   * The secret of an account, to be shown.
   * @param counter that an app is to go on from; HOTP only, left out: the sheet's
   */
  reveal(id: number, counter?: number): Promise<RevealedAccount> {
    return this.call("reveal", [id, counter]);
  }

  /** The text of a kept secret, to be shown. */
  revealKeep(id: number): Promise<string> {
    return this.call("revealKeep", [id]);
  }

  /** Recovery codes, to be shown. */
  revealRecovery(id: number): Promise<readonly string[]> {
    return this.call("revealRecovery", [id]);
  }

  /**
   * Takes a ledger's file, or another copy of the one that is here. Rejects with `ledger-foreign`, `ledger-version`,
   * `ledger-broken`, as for any file.
   * @param on today, `YYYY-MM-DD`
   */
  loadLedger(file: File, on: string): Promise<LedgerAnswer> {
    return this.call("loadLedger", [this.give(file), on]);
  }

  /** Begins a new ledger, in which every sheet that is shown is entered. */
  beginLedger(name: string, on: string): Promise<LedgerAnswer> {
    return this.call("beginLedger", [name, on]);
  }

  /** Enters sheets that the ledger does not know, too. */
  takeUnknown(): Promise<LedgerAnswer> {
    return this.call("takeUnknown", []);
  }

  /** Enters a receipt that was told. Rejects with `receipt-form`, `receipt-unknown`, `receipt-other-year`. */
  tellReceipt(text: string): Promise<LedgerAnswer> {
    return this.call("tellReceipt", [text]);
  }

  /** The ledger with all that was shown and told. */
  ledger(): Promise<LedgerAnswer> {
    return this.call("ledger", []);
  }

  /** The ledger's file, to be given back. */
  ledgerFile(): Promise<Uint8Array<ArrayBuffer>> {
    return this.call("ledgerFile", []);
  }

  /** Ends the worker and with it everything it knows. What waits is rejected with `forgotten`. */
  forget(): void {
    this.stop("forgotten");
  }

  private call<K extends keyof Calls>(
    name: K,
    args: Parameters<Calls[K]>,
    transfer: Transferable[] = [],
  ): Promise<Awaited<ReturnType<Calls[K]>>> {
    return this.ask(name, args, transfer) as Promise<Awaited<ReturnType<Calls[K]>>>;
  }

  /** Asks the worker something of what it can do. */
  protected ask(name: string, args: readonly unknown[], transfer: Transferable[] = []): Promise<unknown> {
    if (this.ended) return Promise.reject(new EscrowError("forgotten"));
    this.start();
    const id = ++this.last;
    const call: Envelope = { id, name, args };
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker?.postMessage(call, transfer);
    });
  }

  /** A ticket by which the worker asks for a file's bytes. */
  protected give(file: File): FileTicket {
    const ticket = ++this.last;
    this.files.set(ticket, file);
    return { ticket, name: file.name };
  }

  private settle(answer: Answer): void {
    const call = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("error" in answer) call?.reject(new EscrowError(answer.error.code, answer.error.data));
    else call?.resolve(answer.value);
  }

  private stop(code: "internal" | "forgotten"): void {
    this.ended = true;
    this.worker?.terminate();
    this.drawers.endAll();
    for (const { reject } of this.waiting.values()) reject(new EscrowError(code));
    this.waiting.clear();
    this.files.clear();
  }
}
