import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as fontkit from "@cantoo/fontkit";
import { PDFDocument, type PDFFont, setTextRenderingMode, TextRenderingMode } from "pdf-lib";
import type { PdfPage } from "../../../src/read/pages/pdf.js";
import { rasteriseForTest } from "../../helpers/photo.js";

const { resolve } = createRequire(import.meta.url);
const FILES = {
  mono: "@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf",
  monoBold: "@expo-google-fonts/jetbrains-mono/700Bold/JetBrainsMono_700Bold.ttf",
  text: "@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
  bold: "@expo-google-fonts/noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf",
} as const;

/** A font of the tests, from the raw file. */
export type TestFace = keyof typeof FILES;

/** The font as fontkit parses it. */
export function testFont(face: TestFace): fontkit.Font {
  return fontkit.create(readFileSync(resolve(FILES[face]))) as fontkit.Font;
}

/** A text at a place, in points from the page's top left to its pen position. */
export interface TypedText {
  text: string;
  x: number;
  y: number;
  pt: number;
  face?: TestFace;
  invisible?: boolean;
}

const OPTIONS = { subset: true, features: { liga: false, calt: false, kern: false } };

/** fontkit as pdf-lib wants it: its subsets encode themselves at once, not as a stream. */
const subsetting = {
  create: (data: Uint8Array) =>
    Object.create(fontkit.create(data) as fontkit.Font, {
      createSubset: {
        value(this: fontkit.Font) {
          const subset = Object.getPrototypeOf(this).createSubset() as { encode(): Uint8Array };
          const stream = {
            on(event: string, listener: (bytes?: Uint8Array) => void) {
              if (event === "data") listener(subset.encode());
              if (event === "end") listener();
              return stream;
            },
          };
          return Object.assign(subset, { encodeStream: () => stream });
        },
      },
    }),
};

/** An A4 page with texts, drawn by pdf-lib and rasterised; and pixels for a point. */
export async function typedPage(texts: readonly TypedText[], dpi = 200): Promise<PdfPage & { pxPerPt: number }> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.registerFontkit(subsetting as never);
  const page = document.addPage([595.28, 841.89]);
  const fonts = new Map<TestFace, PDFFont>();
  for (const { text, x, y, pt, face = "mono", invisible } of texts) {
    const font = fonts.get(face) ?? (await document.embedFont(readFileSync(resolve(FILES[face])), OPTIONS));
    fonts.set(face, font);
    page.pushOperators(setTextRenderingMode(invisible ? TextRenderingMode.Invisible : TextRenderingMode.Fill));
    page.drawText(text, { x, y: 841.89 - y, size: pt, font });
  }
  const [drawn] = await rasteriseForTest(await document.save(), dpi);
  return { ...drawn!, pxPerPt: (drawn!.raster.width / drawn!.widthMm) * (25.4 / 72) };
}
