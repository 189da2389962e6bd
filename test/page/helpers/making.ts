import { readFileSync } from "node:fs";
import { nodePlatform } from "../../../src/node/platform.js";
import type { MadeAnswer, Order, SourcesAnswer } from "../../../src/page/making/answers.js";
import type { MakingStart } from "../../../src/page/making/protocol.js";
import { PageCaller } from "../../../src/page/page-caller.js";
import type { FileTicket, Start } from "../../../src/page/protocol.js";
import { MakingDesk } from "../../../src/page/worker/making/making-desk.js";
import { encodePng, rasteriseForTest } from "../../helpers/photo.js";

/** A file that is given, or text. */
export interface Given {
  readonly name: string;
  readonly bytes: Uint8Array | string;
}

/** What the page's worker does, in this process: with the fonts, templates and sentences that the page carries. */
export class TestMaking {
  readonly desk: MakingDesk;
  private readonly files: Uint8Array[] = [];
  private readonly start = workshopStart();

  constructor() {
    const page = new PageCaller(({ id, ask, args }) => {
      const value = ask === "fileBytes" ? this.files[Number(args[0])] : undefined;
      queueMicrotask(() => page.settle({ id, value }));
    });
    const { guides, fonts, making } = this.start;
    const parts = { mode: "recover", platform: nodePlatform, guides, fonts, page } as const;
    this.desk = new MakingDesk({ ...parts, tell: () => {}, tellMaking: () => {} }, this.start, making);
  }

  /** Gives a file as the page does. */
  ticket({ name, bytes }: Given): FileTicket {
    const own = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    return { name, ticket: this.files.push(own.slice()) - 1 };
  }

  async add(...given: readonly Given[]): Promise<SourcesAnswer> {
    let sources = await this.desk.sources();
    for (const one of given) sources = await this.desk.addSource(this.ticket(one));
    return sources;
  }

  /** Orders all that was found. */
  async order(more: Partial<Order> = {}): Promise<Order> {
    const { accounts, keeps, recovery } = await this.desk.sources();
    return {
      kind: "open",
      accounts: accounts.map(({ id }) => id),
      keeps: keeps.map(({ id }) => id),
      recovery: recovery.map(({ id }) => id),
      paper: "a4",
      language: "en",
      madeOn: "2026-03-01",
      fields: {},
      title: "",
      owner: "",
      notes: [],
      names: false,
      k: 2,
      holders: ["", "", ""],
      replaces: "",
      workshopSha256: "",
      ...more,
    };
  }

  async make(more: Partial<Order> = {}): Promise<MadeAnswer> {
    return this.desk.make(await this.order(more));
  }

  /** Pages of a file that was made, as a scanner gives them. */
  async scans(file: number): Promise<Given[]> {
    const pages = await rasteriseForTest(await this.desk.pdf(file), 150);
    return Promise.all(
      pages.map(async ({ page, raster }) => ({ name: `${file}-${page}.png`, bytes: await encodePng(raster) })),
    );
  }

  prove(given: Given): ReturnType<MakingDesk["proveFile"]> {
    return this.desk.proveFile(this.ticket(given), 59);
  }
}

let embedded: (Start & { readonly making: MakingStart }) | undefined;

/** What the built page starts its worker with. */
function workshopStart(): Start & { readonly making: MakingStart } {
  if (embedded) return embedded;
  const html = readFileSync(new URL("../../../dist/paper-escrow.html", import.meta.url), "utf8");
  const part = (name: string) =>
    new RegExp(`<script type="[^"]+" id="embedded-${name}">([^<]*)`, "u").exec(html)?.[1] ?? "";
  const { version, languages, guides, fonts, making } = JSON.parse(part("data")) as Pick<
    Start & MakingStart,
    "version" | "languages" | "guides"
  > & { readonly fonts: Start["fonts"]; readonly making: Pick<MakingStart, "templates" | "program" | "recoverSha256"> };
  const own = { mono: part("font-mono"), text: part("font-text"), bold: part("font-bold") };
  embedded = {
    mode: "recover",
    zxing: part("zxing"),
    pdfium: part("pdfium"),
    guides,
    fonts,
    making: { ...making, fonts: own, recover: part("recover"), version, languages },
  };
  return embedded;
}
