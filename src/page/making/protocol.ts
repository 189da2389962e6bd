import type { Calls, FileTicket } from "../protocol.js";
import type { MadeAnswer, Order, PagePixels, ProofAnswer, SourcesAnswer } from "./answers.js";

/** What the page asks of the worker that makes sheets, beside what it asks for recovery. */
export interface MakingCalls extends Calls {
  /** Reads a source of any kind: a picture of a code, an export, one of our sheets. */
  addSource(file: FileTicket): Promise<SourcesAnswer>;
  /**
   * Looks at a picture of the camera or of a shared screen.
   * @param once whether another one comes at once: then a quick look is enough
   */
  addSight(frame: ImageBitmap, once: boolean): Promise<SourcesAnswer & { readonly seen: number }>;
  /**
   * Takes a key that was typed, or a Key URI. Rejects with what is wrong with it.
   * @param issuer name of the service; a Key URI has its own
   */
  addTyped(text: string, issuer: string, account: string): Promise<SourcesAnswer>;
  /**
   * Takes recovery codes that a service gave for an account, in place of those that it had.
   * Rejects with `recovery-codes-none`, `recovery-codes-key`, `recovery-codes-many`, `recovery-code-long`.
   * @param file the list as it was saved or pasted
   * @returns `aside`: lines, from 1, on which something stands that is like a code, but not like these
   */
  addRecovery(account: number, file: FileTicket): Promise<SourcesAnswer & { readonly aside: readonly number[] }>;
  /** Sets those aside again. */
  dropRecovery(account: number): Promise<SourcesAnswer>;
  /** Everything that was found. */
  sources(): Promise<SourcesAnswer>;
  /** Draws a passphrase of words, to be shown once, and says which of them are asked back. */
  drawPassphrase(): Promise<{ readonly passphrase: string; readonly ask: readonly number[] }>;
  /** Whether words are those of the passphrase that was drawn, by their places. */
  confirmWords(words: readonly { readonly place: number; readonly word: string }[]): Promise<readonly boolean[]>;
  /** Judges a passphrase that someone chose, and keeps it. Rejects with `passphrase-weak`, `passphrase-form`. */
  choosePassphrase(passphrase: string, order: Order): Promise<MadeAnswer["warnings"]>;
  /** Gets ready what making needs, while someone still decides. */
  prepare(): Promise<void>;
  /** Makes sheets and reads them back. Rejects with `self-check-failed` and what making rejects with. */
  make(order: Order): Promise<MadeAnswer>;
  /** Makes sheets of a set again from those that were shown; nothing is opened. */
  reprint(order: Order): Promise<MadeAnswer>;
  /** A page of a file that was made. */
  preview(file: number, page: number): Promise<PagePixels>;
  /** A file that was made, to be saved. */
  pdf(file: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The recovery page, to be given along. */
  recoveryPage(): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a photo or scan of the paper. */
  proveFile(file: FileTicket, unixSeconds: number): Promise<ProofAnswer>;
  /** Looks at a frame of the camera, which sees the paper. */
  proveFrame(frame: ImageBitmap, unixSeconds: number): Promise<ProofAnswer>;
}
