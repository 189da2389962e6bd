import type { ErrorCode, ErrorData } from "../error.js";
import type { Guide } from "../sheet/content.js";
import type { FontOutlines } from "./outline-font.js";
import type {
  AccountsAnswer,
  CodesAnswer,
  FrameAnswer,
  Mode,
  Progress,
  RevealedAccount,
  Snapshot,
  TypedAnswer,
} from "./views.js";

/** The first message to the worker. */
export interface Start {
  readonly mode: Mode;
  /** Deflated and base64-encoded WebAssembly. */
  readonly zxing: string;
  readonly pdfium: string;
  readonly guides: readonly Guide[];
  readonly font: FontOutlines;
}

/** What the page asks of its worker. */
export interface Calls {
  ready(): Promise<void>;
  addFile(file: File): Promise<Snapshot>;
  readLines(): Promise<Snapshot>;
  addFrame(frame: ImageBitmap): Promise<FrameAnswer>;
  setTyped(lines: readonly string[]): Promise<TypedAnswer>;
  removeSource(id: number): Promise<Snapshot>;
  open(name: string, passphrase: string | undefined): Promise<Snapshot>;
  accounts(): Promise<AccountsAnswer>;
  codes(id: number, at: number | undefined, before: number, count: number): Promise<CodesAnswer>;
  reveal(id: number, counter: number | undefined): Promise<RevealedAccount>;
  revealKeep(id: number): Promise<string>;
}

/** One call on its way. */
export interface Envelope {
  readonly id: number;
  readonly name: keyof Calls;
  readonly args: readonly unknown[];
}

/** What comes back: the answer to a call, or what is being done. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly code: ErrorCode; readonly data: ErrorData } }
  | { readonly progress: Progress };
