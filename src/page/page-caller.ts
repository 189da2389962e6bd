import { EscrowError } from "../error.js";
import type { Answer, FileTicket, PageCalls, PageEnvelope } from "./protocol.js";

/** A file that was given. Its bytes are fetched each time they are read: none are kept between. */
export interface GivenFile {
  readonly name: string;
  /** @throws EscrowError `file-too-large`, `file-unreadable` */
  readonly bytes: () => Promise<Uint8Array>;
  /** Says that it is not wanted any more. */
  readonly release: () => void;
}

/** The worker's end of what it asks of the page. */
export class PageCaller implements PageCalls {
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: EscrowError): void }>();
  private last = 0;

  /** @param post sends to the page, handing over what can be */
  constructor(private readonly post: (envelope: PageEnvelope, transfer: Transferable[]) => void) {}

  fileBytes(ticket: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.ask("fileBytes", [ticket]);
  }

  /** @param bytes are handed over */
  bitmap(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<ImageBitmap> {
    return this.ask("bitmap", [bytes, type], [bytes.buffer]);
  }

  releaseFile(ticket: number): Promise<void> {
    return this.ask("releaseFile", [ticket]);
  }

  /** @param port is handed over */
  startDrawer(drawer: number, port: MessagePort): Promise<void> {
    return this.ask("startDrawer", [drawer, port], [port]);
  }

  endDrawer(drawer: number): Promise<void> {
    return this.ask("endDrawer", [drawer]);
  }

  password(source: string, format: string, wrong: boolean): Promise<string | undefined> {
    return this.ask("password", [source, format, wrong]);
  }

  /** A file by its ticket. */
  file({ ticket, name }: FileTicket): GivenFile {
    return { name, bytes: () => this.fileBytes(ticket), release: () => void this.releaseFile(ticket) };
  }

  /** Takes the answer to what was asked. */
  settle(answer: Answer): void {
    const call = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("error" in answer) call?.reject(new EscrowError(answer.error.code, answer.error.data));
    else call?.resolve(answer.value);
  }

  private ask<K extends keyof PageCalls>(
    ask: K,
    args: Parameters<PageCalls[K]>,
    transfer: Transferable[] = [],
  ): ReturnType<PageCalls[K]> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.post({ id, ask, args }, transfer);
    }) as ReturnType<PageCalls[K]>;
  }
}
