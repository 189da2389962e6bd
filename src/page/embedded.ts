import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import type { EngineParts } from "./engine.js";

/** What the build puts into the page beside its script. */
export interface Embedded {
  readonly version: string;
  /** In the order of their codes. */
  readonly languages: readonly Language[];
  readonly guides: readonly Guide[];
  readonly parts: EngineParts;
  /** Licences of the packages inside, as text. */
  readonly licences: string;
}

/** Reads the data blocks of the page. */
export function readEmbedded(): Embedded {
  const text = (id: string) => document.getElementById(id)?.textContent ?? "";
  const { version, languages, guides, fonts } = JSON.parse(text("embedded-data")) as Pick<
    Embedded,
    "version" | "languages" | "guides"
  > &
    Pick<EngineParts, "fonts">;
  return {
    version,
    languages,
    guides,
    parts: {
      script: text("embedded-worker"),
      zxing: text("embedded-zxing"),
      pdfium: text("embedded-pdfium"),
      guides,
      fonts,
    },
    licences: text("embedded-licences"),
  };
}
