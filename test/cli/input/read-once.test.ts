import { PDFDocument, StandardFonts } from "pdf-lib";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { inspect } from "../../../src/cli/commands/inspect.js";
import { loadAccounts } from "../../../src/cli/input/sources.js";
import type { Session } from "../../../src/cli/session.js";
import { loadLanguage } from "../../../src/node/resources.js";
import type { RasteriseOptions } from "../../../src/read/pages/pdf.js";
import { folderWith } from "../helpers/run.js";

/** Pages that are wanted, each time that a PDF is drawn; nothing where all are. */
const drawn = vi.hoisted(() => [] as (readonly number[] | undefined)[]);

// The threads that draw and read are started as they are built: Node does not run their source.
vi.mock("../../../src/node/drawer.js", () => import("../../../dist/node/drawer.js" as string));
vi.mock("../../../src/node/reading-threads.js", async () => {
  const { boundedPlatform } = await import("../../../src/node/platform.js");
  return { threadedPlatform: boundedPlatform };
});
vi.mock("../../../src/read/pages/drawn-pages.js", async (original) => {
  const { drawPdf } = await original<typeof import("../../../src/read/pages/drawn-pages.js")>();
  const noted: typeof drawPdf = (bytes, platform, options: RasteriseOptions = {}, time) => {
    drawn.push(options.only);
    return drawPdf(bytes, platform, options, time);
  };
  return { drawPdf: noted };
});

const session: Session = { language: await loadLanguage("en"), version: "test" };

/** A PDF that looks like no sheet: what reads it knows no sooner than at its end. */
async function letter(): Promise<string> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (const words of ["Dear reader", "Yours"])
    pdf.addPage([595, 842]).drawText(words, { x: 50, y: 700, size: 12, font });
  const folder = folderWith({ "letter.pdf": Buffer.from(await pdf.save()) });
  return `${folder}/letter.pdf`;
}

describe("a file without a code", () => {
  beforeEach(() => {
    drawn.length = 0;
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  it("is looked through once by what takes sources and sheets, as its time is bounded once", async () => {
    await expect(loadAccounts(session, [await letter()], { all: true })).rejects.toMatchObject({
      unread: [{ code: "picture-no-code" }],
    });
    expect(drawn.filter((only) => only === undefined)).toHaveLength(1);
  });

  it("is looked through once by inspect", async () => {
    expect(await inspect(session, [await letter()], {})).toBe(1);
    expect(drawn.filter((only) => only === undefined)).toHaveLength(1);
  });
});
