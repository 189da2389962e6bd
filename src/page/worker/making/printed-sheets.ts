import { formatOtpauth } from "../../../account/otpauth-uri.js";
import type { FoundCode } from "../../../read/codes/found-code.js";
import { rasterisePdf } from "../../../read/pages/pdf.js";
import { type PlacedCode, showsPrinting } from "../../../read/pages/printing.js";
import type { Raster } from "../../../read/pixels/raster.js";
import type { Platform } from "../../../read/platform.js";
import { uriOf } from "../../../recover/page-states.js";
import type { CodeBox } from "../../../sheet/box.js";
import type { Made } from "./sheets.js";

/** Dots per inch of the pages that pictures are compared with. */
const COMPARED_DPI = 110;

/**
 * Which accounts' sheets pictures have shown as they are printed. A service shows the same code: a picture of that one
 * opens an app just as well, and says nothing of the paper.
 */
export class PrintedSheets {
  private readonly seen = new Set<string>();

  constructor(
    private readonly platform: Platform,
    private readonly made: Made,
  ) {}

  /** Looks at a picture around its codes. */
  async look(raster: Raster, codes: readonly FoundCode[]): Promise<void> {
    for (const { text, corners } of codes) {
      const uri = uriOf(text);
      if (uri === undefined || this.seen.has(uri)) continue;
      for await (const drawn of this.placesOf(uri)) {
        if (!showsPrinting({ raster, corners }, drawn)) continue;
        this.seen.add(uri);
        break;
      }
    }
  }

  /** Whether the sheet of an account was shown, by its Key URI. */
  shows(uri: string): boolean {
    return this.seen.has(uri);
  }

  /** Where an account's code stands on the pages that were made. */
  private async *placesOf(uri: string): AsyncGenerator<PlacedCode> {
    const { open, pages, files } = this.made;
    const account = open.findIndex((sheet) => "account" in sheet && formatOtpauth(sheet.account) === uri);
    const only = pages.flatMap(({ accounts }, i) => (accounts.includes(account) ? [i + 1] : []));
    const [file] = files;
    if (!file || only.length === 0) return;
    for await (const { page, raster, widthMm } of rasterisePdf(file.pdf, this.platform, { dpi: COMPARED_DPI, only })) {
      const boxes = pages[page - 1]?.boxes ?? [];
      const codes = boxes.filter((box): box is CodeBox => box.kind === "code" && uriOf(box.text) === uri);
      for (const { xMm, yMm, sizeMm } of codes) {
        const [x, y, size] = [xMm, yMm, sizeMm].map((mm) => (mm * raster.width) / widthMm) as [number, number, number];
        const [right, bottom] = [x + size, y + size];
        yield {
          raster,
          corners: [
            { x, y },
            { x: right, y },
            { x: right, y: bottom },
            { x, y: bottom },
          ],
        };
      }
    }
  }
}
