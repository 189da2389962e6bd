import { encodeUtf8 } from "../../../bytes.js";
import type { Language, Sentences } from "../../../language.js";
import type { SheetResources } from "../../../make/open-options.js";
import type { SetResources } from "../../../make/set-codes.js";
import type { Guide } from "../../../sheet/content.js";
import { type Fonts, parseFonts } from "../../../sheet/fonts.js";
import { parseTemplate } from "../../../sheet/template.js";
import type { MakingStart, Start } from "../../protocol.js";
import { unpack } from "../../unpack.js";

/** What sheets are made with: unpacked when it is first asked for, and kept. */
export class MakingResources {
  private parsed: Promise<Fonts> | undefined;

  constructor(
    private readonly start: MakingStart,
    private readonly guides: readonly Guide[],
  ) {}

  get version(): string {
    return this.start.version;
  }

  fonts(): Promise<Fonts> {
    this.parsed ??= unpackFonts(this.start.fonts);
    return this.parsed;
  }

  /** @throws RangeError for a language that the page lacks */
  language(code: string): Language {
    const found = this.start.languages.find((one) => one.code === code);
    if (!found) throw new RangeError("no such language");
    return { code, sentences: found.sentences as Sentences };
  }

  async open(language: string): Promise<SheetResources> {
    return {
      fonts: await this.fonts(),
      language: this.language(language),
      template: this.template("open"),
      keepTemplate: this.template("keep"),
      recoveryTemplate: this.template("recovery"),
      guides: this.guides,
    };
  }

  async set(language: string): Promise<SetResources> {
    const [sealed, share, keeper] = [this.template("sealed"), this.template("share"), this.template("keeper")];
    const { program } = this.start;
    return {
      fonts: await this.fonts(),
      language: this.language(language),
      templates: { sealed, share, keeper },
      program,
    };
  }

  /**
   * The recovery page, put together again from what this one has of it.
   * @param readers as the page was started with
   */
  async recoveryPage({ zxing, pdfium }: Pick<Start, "zxing" | "pdfium">): Promise<Uint8Array<ArrayBuffer>> {
    const text = new TextDecoder().decode(await unpack(this.start.recover));
    const whole = text.replace("{{zxing}}", () => zxing).replace("{{pdfium}}", () => pdfium);
    return new Uint8Array(encodeUtf8(whole));
  }

  private template(name: keyof MakingStart["templates"]) {
    return parseTemplate(this.start.templates[name], name);
  }
}

async function unpackFonts({ mono, text, bold }: MakingStart["fonts"]): Promise<Fonts> {
  return parseFonts({ mono: await unpack(mono), text: await unpack(text), bold: await unpack(bold) });
}
