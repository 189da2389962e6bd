import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPage } from "../../scripts/page.mjs";
import { FULL } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import { dashesPdf, tilingPdf } from "../read/helpers/hostile-pdf.js";
import type { GivenFile } from "./helpers/browser.js";
import { awaited, awaitWords, codeOfNow, type DrivenPage, pressWhere } from "./helpers/driven-page.js";
import { startFirefox } from "./helpers/firefox.js";
import { AWS, photosOf, SECRET, shareSet, type TestSet } from "./helpers/fixtures.js";
import { startWebKit } from "./helpers/webkit.js";

const ENTER = "\uE007";
/** Two PDFs take their whole time, and then there is the sheet beside them: in milliseconds. */
const HOSTILE_PATIENCE_MS = 150_000;
const FILES = "input[type=file][multiple]";

const ENGINES = [
  { engine: "Firefox", programs: ["firefox-esr", "oathtool"], start: startFirefox },
  { engine: "WebKitGTK", programs: ["WebKitWebDriver", "Xvfb", "oathtool"], start: startWebKit },
] as const;

/** The path of someone who never saw the page, opened from a file, in engines that Playwright does not drive. */
function newcomersPath(start: () => Promise<DrivenPage>): void {
  let folder: string;
  let page: DrivenPage;
  let set: TestSet;
  let paths: { photo: string; pdf: string; picture: string };
  const says = (words: RegExp, patienceMs?: number) => awaitWords(page, words, patienceMs);
  const press = (label: string) => pressWhere(page, `one.textContent.includes(${JSON.stringify(label)})`);
  /** Waits until the code that is shown is the one of now. */
  const showsCode = () =>
    awaited("the code of now", async () => {
      const shown = await page.evaluate<string>("document.querySelector('.code .digits [aria-hidden]').textContent");
      if (shown !== codeOfNow(SECRET)) throw new Error(`${shown} is shown`);
      return shown;
    });
  /** Hands files over as the browser does, by an event of the page. */
  const handOver = async (event: string, chosen: readonly string[]) => {
    await page.evaluate(`(() => {
      const field = document.createElement("input");
      Object.assign(field, { type: "file", multiple: true, id: "aside" });
      document.body.append(field);
    })()`);
    await page.giveFiles("#aside", chosen);
    await page.evaluate(`(() => {
      const field = document.querySelector("#aside");
      const given = new DataTransfer();
      for (const file of field.files) given.items.add(file);
      field.remove();
      document.body.dispatchEvent(${event});
    })()`);
  };
  const write = ({ name, bytes }: GivenFile): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "paper-escrow-engines-"));
    const address = write({ name: "recover.html", bytes: Buffer.from((await buildPage()).html) });
    set = await shareSet([AWS], 2, 3, "share");
    const pdf = await set.pdf(1);
    const [photo] = await photosOf(await set.pdf(0), 1);
    paths = { photo: write(photo!), pdf: write(pdf), picture: write(await set.picture(2)) };
    page = await start();
    await page.open(pathToFileURL(address).href);
    expect(await page.evaluate("location.protocol")).toBe("file:");
    await says(/Get back into your accounts/u);
  });
  afterAll(async () => {
    await page?.end();
    rmSync(folder, { recursive: true });
  });

  it("gets from a photo and a PDF file to oathtool's code", async () => {
    await page.giveFiles(FILES, [paths.photo]);
    await says(/1 more sheet is needed/u);
    await page.giveFiles(FILES, [paths.pdf]);
    await showsCode();
    await press("Copy");
    await says(/Copied/u);
    await press("Forget everything");
    await says(/Everything is forgotten/u);
    await press("Begin again");
  });

  it("reads what is dropped and what is pasted", async () => {
    await handOver('new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true })', [paths.picture]);
    await says(/1 more sheet is needed/u);
    // Not a ClipboardEvent: Firefox lets a script give that no files.
    await handOver('Object.assign(new Event("paste", { bubbles: true }), { clipboardData: given })', [paths.pdf]);
    await showsCode();
    await press("Forget everything");
    await press("Begin again");
  });

  it("takes typed lines in place of a sheet, keys going where the page puts the focus", async () => {
    await page.giveFiles(FILES, [paths.picture]);
    await says(/1 more sheet is needed/u);
    await press("Type from the paper");
    await says(/Next line/u);
    const lines = set.shareLines(0);
    for (const [i, line] of lines.slice(0, -1).entries()) {
      // What the page has put there already need not be typed.
      const begun = await page.evaluate<string>("document.activeElement.value");
      await page.type(`${line.slice(begun.length)}${ENTER}`);
      await awaited(`line ${i + 1}`, async () =>
        (await page.evaluate<number>("document.querySelectorAll('.lines li').length")) > i ? true : undefined,
      );
    }
    await says(/That is enough/u);
    await press("Go on");
    await showsCode();
    await press("Forget everything");
    await press("Begin again");
  });

  it("looks through the camera", async () => {
    await press("Hold sheets up to the camera");
    await says(/Let the square codes fill most of the picture/u);
    await page.evaluate("void (globalThis.tracks = document.querySelector('video').srcObject.getTracks())");
    await press("Done");
    await says(/Get back into your accounts/u);
    expect(await page.evaluate("tracks.map(({ readyState }) => readyState)")).toEqual(["ended"]);
  });

  it("asks for photos first where there is no camera", async () => {
    await page.evaluate(
      "void Object.defineProperty(navigator, 'mediaDevices', { value: undefined, configurable: true })",
    );
    await press("Hold sheets up to the camera");
    await says(/There is no camera that this page can use/u);
    await says(/Take photos with the camera app/u);
    expect(await page.evaluate("document.querySelector('.ways > button').innerText")).toBe(
      "Choose photos or PDF files",
    );
    await press("Back");
    await says(/Get back into your accounts/u);
  });

  it("sets PDFs aside that are made to harm, and reads the sheet beside them", async () => {
    const harmful = [
      { name: "tiles.pdf", bytes: tilingPdf(0.001) },
      { name: "dashes.pdf", bytes: dashesPdf() },
    ];
    await page.giveFiles(FILES, [...harmful.map(write), paths.pdf]);
    const text = await says(/1 more sheet is needed/u, HOSTILE_PATIENCE_MS);
    for (const { name } of harmful)
      expect(text).toMatch(new RegExp(`${name}\\s+This page takes longer than 20 s`, "u"));
    await page.giveFiles(FILES, [paths.picture]);
    await says(/Something was set aside on the way/u, HOSTILE_PATIENCE_MS);
    await press("Show the account");
    await press("Amazon Web Services");
    await showsCode();
    await press("Forget everything");
    await press("Begin again");
  });

  it("asked the network for nothing, and would have been seen to", async () => {
    expect(page.requests()).toEqual([]);
    await page.open("http://sheets.test/").catch(() => undefined);
    expect(page.requests()).toContain("http://sheets.test/");
  });
}

for (const { engine, programs, start } of ENGINES) {
  if (FULL) describeWith(programs, () => newcomersPath(start));
  else describe.skip(`${engine} (in full only)`, () => it.skip("is driven"));
}
