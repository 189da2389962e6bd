import { encodeUtf8 } from "../../../bytes.js";
import type { Language, Sentences } from "../../../language.js";
import type { SheetResources } from "../../../make/open-sheets.js";
import type { SetResources } from "../../../make/set-content.js";
import type { Guide } from "../../../sheet/content.js";
import { type Fonts, parseFonts } from "../../../sheet/fonts.js";
import { parseTemplate } from "../../../sheet/template.js";
import type { MakingStart } from "../../making/protocol.js";
import type { Start } from "../../protocol.js";
import { unpack } from "../platform.js";

/** What sheets are made with: unpacked when it is first asked for, and kept. */
export class MakingResources {
  private parsed: Fonts | undefined;

  constructor(
    private readonly start: MakingStart,
    private readonly guides: readonly Guide[],
  ) {}

  get version(): string {
    return this.start.version;
  }

  get fonts(): Fonts {
    const { mono, text, bold } = this.start.fonts;
    this.parsed ??= parseFonts({ mono: unpack(mono), text: unpack(text), bold: unpack(bold) });
    return this.parsed;
  }

  /** @throws RangeError for a language that the page lacks */
  language(code: string): Language {
    const found = this.start.languages.find((one) => one.code === code);
    if (!found) throw new RangeError("no such language");
    return { code, sentences: found.sentences as Sentences };
  }

  open(language: string): SheetResources {
    return {
      fonts: this.fonts,
      language: this.language(language),
      template: this.template("open"),
      keepTemplate: this.template("keep"),
      recoveryTemplate: this.template("recovery"),
      guides: this.guides,
    };
  }

  set(language: string): SetResources {
    const [sealed, share, keeper] = [this.template("sealed"), this.template("share"), this.template("keeper")];
    const { program } = this.start;
    return { fonts: this.fonts, language: this.language(language), templates: { sealed, share, keeper }, program };
  }

  /**
   * The recovery page, put together again from what this one has of it.
   * @param readers as the page was started with
   */
  recoveryPage({ zxing, pdfium }: Pick<Start, "zxing" | "pdfium">): Uint8Array<ArrayBuffer> {
    const text = new TextDecoder().decode(unpack(this.start.recover));
    const whole = text.replace("{{zxing}}", () => zxing).replace("{{pdfium}}", () => pdfium);
    return new Uint8Array(encodeUtf8(whole));
  }

  private template(name: keyof MakingStart["templates"]) {
    return parseTemplate(this.start.templates[name], name);
  }
}
