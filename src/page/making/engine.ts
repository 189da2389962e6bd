import { Engine } from "../engine.js";
import type { MadeAnswer, Order, PagePixels, ProofAnswer, SourcesAnswer } from "./answers.js";
import type { MakingCalls } from "./protocol.js";

/** The library in a worker that makes sheets too. Every method rejects with an `EscrowError`. */
export class MakingEngine extends Engine {
  /** Reads a source: a picture of a code, an export, one of our sheets. */
  addSource(file: File): Promise<SourcesAnswer> {
    return this.do("addSource", [this.give(file)]);
  }

  /** Looks at a picture of the camera or of a shared screen, which is handed over. See `MakingCalls`. */
  addSight(frame: ImageBitmap, once: boolean): Promise<SourcesAnswer & { readonly seen: number }> {
    return this.do("addSight", [frame, once], [frame]);
  }

  /** Takes a key that was typed, or a Key URI. */
  addTyped(text: string, issuer: string, account: string): Promise<SourcesAnswer> {
    return this.do("addTyped", [text, issuer, account]);
  }

  /** Takes recovery codes of an account. See `MakingCalls`. */
  addRecovery(account: number, file: File): ReturnType<MakingCalls["addRecovery"]> {
    return this.do("addRecovery", [account, this.give(file)]);
  }

  /** Sets recovery codes that were given for an account aside again. */
  dropRecovery(account: number): Promise<SourcesAnswer> {
    return this.do("dropRecovery", [account]);
  }

  /** Everything that was found. */
  sources(): Promise<SourcesAnswer> {
    return this.do("sources", []);
  }

  /** Draws a passphrase of words, to be shown once. */
  drawPassphrase(): ReturnType<MakingCalls["drawPassphrase"]> {
    return this.do("drawPassphrase", []);
  }

  /** Whether words are those of the passphrase that was drawn. */
  confirmWords(words: readonly { readonly place: number; readonly word: string }[]): Promise<readonly boolean[]> {
    return this.do("confirmWords", [words]);
  }

  /** Judges a passphrase that someone chose, and keeps it. */
  choosePassphrase(passphrase: string, order: Order): Promise<MadeAnswer["warnings"]> {
    return this.do("choosePassphrase", [passphrase, order]);
  }

  /** Gets ready what making needs, while someone still decides. */
  prepare(): Promise<void> {
    return this.do("prepare", []);
  }

  /** Makes sheets and reads them back. */
  make(order: Order): Promise<MadeAnswer> {
    return this.do("make", [order]);
  }

  /** Makes sheets of a set again from those that were shown. */
  reprint(order: Order): Promise<MadeAnswer> {
    return this.do("reprint", [order]);
  }

  /** A page of a file that was made, from 1. */
  preview(file: number, page: number): Promise<PagePixels> {
    return this.do("preview", [file, page]);
  }

  /** A file that was made, to be saved. */
  pdf(file: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.do("pdf", [file]);
  }

  /** The recovery page, to be given along. */
  recoveryPage(): Promise<Uint8Array<ArrayBuffer>> {
    return this.do("recoveryPage", []);
  }

  /** Reads a photo or scan of the paper. */
  proveFile(file: File, unixSeconds: number): Promise<ProofAnswer> {
    return this.do("proveFile", [this.give(file), unixSeconds]);
  }

  /** Looks at a frame of the camera, which is handed over. */
  proveFrame(frame: ImageBitmap, unixSeconds: number): Promise<ProofAnswer> {
    return this.do("proveFrame", [frame, unixSeconds], [frame]);
  }

  private do<K extends keyof MakingCalls>(
    name: K,
    args: Parameters<MakingCalls[K]>,
    transfer: Transferable[] = [],
  ): Promise<Awaited<ReturnType<MakingCalls[K]>>> {
    return this.ask(name, args, transfer) as Promise<Awaited<ReturnType<MakingCalls[K]>>>;
  }
}
