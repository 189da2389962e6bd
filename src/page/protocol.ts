import type { Fault } from "../error.js";
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
import type { LedgerAnswer } from "./ledger-answers.js";
import type { MakingProgress } from "./making/answers.js";
import type { PageFonts } from "./worker/outline-font.js";

/** The first message to the worker. */
export interface Start {
  readonly mode: Mode;
  /** Deflated and base64-encoded WebAssembly. */
  readonly zxing: string;
  readonly pdfium: string;
  readonly guides: readonly Guide[];
  readonly fonts: PageFonts;
  /** Where sheets are made. */
  readonly making?: MakingStart;
}

/** What the worker needs to make sheets, beside what reading needs. */
export interface MakingStart {
  /** Deflated and base64-encoded fonts. */
  readonly fonts: Readonly<Record<"mono" | "text" | "bold", string>>;
  /** Deflated and base64-encoded recovery page, without its readers. */
  readonly recover: string;
  readonly recoverSha256: string;
  /** Templates, by their names. */
  readonly templates: Readonly<Record<"open" | "keep" | "recovery" | "sealed" | "share" | "keeper", string>>;
  /** Source text of the format card's program. */
  readonly program: string;
  readonly version: string;
  readonly languages: readonly { readonly code: string; readonly sentences: object }[];
}

/** A file as the worker knows it: its bytes stay with the page until they are read. */
export interface FileTicket {
  /** Names it among the page's files. */
  readonly ticket: number;
  readonly name: string;
}

/**
 * What the worker asks of the page: WebKit lets no worker read a file, nor any `Blob`, where the page itself was opened
 * from a file.
 */
export interface PageCalls {
  /** What a file holds now. Rejects with `file-too-large`, `file-unreadable`. */
  fileBytes(ticket: number): Promise<Uint8Array<ArrayBuffer>>;
  /** A decoded picture. Rejects with `picture-unreadable`. */
  bitmap(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<ImageBitmap>;
  /** Says that a file is not wanted any more. */
  releaseFile(ticket: number): Promise<void>;
  /**
   * Starts a worker that draws PDFs: WebKit lets no worker start another where the page was opened from a file.
   * Settles when that worker has ended, by itself or not.
   * @param drawer its number
   * @param port it takes the reader's WebAssembly there and says that it is ready; then a drawer's questions, one at a time
   */
  startDrawer(drawer: number, port: MessagePort): Promise<void>;
  endDrawer(drawer: number): Promise<void>;
  /**
   * The password of an encrypted export; nothing where someone gives up.
   * @param wrong whether the last one was
   */
  password(source: string, format: string, wrong: boolean): Promise<string | undefined>;
}

/** The first message to a worker that only draws PDFs. */
export interface DrawStart {
  /** See `startDrawer`. */
  readonly port: MessagePort;
}

/** What the page asks of its worker. */
export interface Calls {
  ready(): Promise<void>;
  addFile(file: FileTicket): Promise<Snapshot>;
  readLines(): Promise<Snapshot>;
  addFrame(frame: ImageBitmap): Promise<FrameAnswer>;
  setTyped(lines: readonly string[]): Promise<TypedAnswer>;
  removeSource(id: number): Promise<Snapshot>;
  open(name: string, passphrase: string | undefined): Promise<Snapshot>;
  accounts(): Promise<AccountsAnswer>;
  codes(id: number, at: number | undefined, before: number, count: number): Promise<CodesAnswer>;
  reveal(id: number, counter: number | undefined): Promise<RevealedAccount>;
  revealKeep(id: number): Promise<string>;
  revealRecovery(id: number): Promise<readonly string[]>;
  loadLedger(file: FileTicket, on: string): Promise<LedgerAnswer>;
  beginLedger(name: string, on: string): Promise<LedgerAnswer>;
  takeUnknown(): Promise<LedgerAnswer>;
  tellReceipt(text: string): Promise<LedgerAnswer>;
  ledger(): Promise<LedgerAnswer>;
  ledgerFile(): Promise<Uint8Array<ArrayBuffer>>;
}

/** One call on its way. */
export interface Envelope {
  readonly id: number;
  /** A name of `Calls`, or of what a worker does beside. */
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The answer to a call. */
export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: Fault };

/** A call of the worker on its way to the page. */
export interface PageEnvelope {
  readonly id: number;
  readonly ask: keyof PageCalls;
  readonly args: readonly unknown[];
}

/** What comes from the page: how to start, a call, or the answer to one of the worker's. */
export type ToWorker = Start | Envelope | { readonly given: Answer };

/** What comes from the worker: the answer to a call, what is being done, or a call of its own. */
export type FromWorker = Answer | { readonly progress: Progress } | { readonly making: MakingProgress } | PageEnvelope;
