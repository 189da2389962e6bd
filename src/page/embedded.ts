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

/** The text of one of the page's data blocks. */
export function embeddedText(name: string): string {
  return document.getElementById(`embedded-${name}`)?.textContent ?? "";
}

/**
 * Reads the data blocks of the page.
 * @param script the worker's, where its block is not that itself
 */
export function readEmbedded(script: BlobPart = embeddedText("worker")): Embedded {
  const { version, languages, guides, fonts } = JSON.parse(embeddedText("data")) as Pick<
    Embedded,
    "version" | "languages" | "guides"
  > &
    Pick<EngineParts, "fonts">;
  return {
    version,
    languages,
    guides,
    parts: {
      script: new Blob([script], { type: "text/javascript" }),
      zxing: embeddedText("zxing"),
      pdfium: embeddedText("pdfium"),
      guides,
      fonts,
    },
    licences: embeddedText("licences"),
  };
}
