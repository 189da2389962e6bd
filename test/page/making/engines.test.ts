import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../helpers/full.js";
import { describeWith } from "../../helpers/programs.js";
import { type GivenFile, workshopPage } from "../helpers/browser.js";
import { awaited, awaitWords, codeOfNow, type DrivenPage, pressWhere } from "../helpers/driven-page.js";
import { startFirefox } from "../helpers/firefox.js";
import { openPicture, photosOf, SECRET } from "../helpers/fixtures.js";
import { startWebKit } from "../helpers/webkit.js";

/** Making takes longer than reading where an engine has little to itself, in milliseconds. */
const MAKING_PATIENCE_MS = 120_000;
const FILES = "input[type=file][multiple]";

const ENGINES = [
  { engine: "Firefox", programs: ["firefox-esr", "oathtool"], start: startFirefox },
  { engine: "WebKitGTK", programs: ["WebKitWebDriver", "Xvfb", "oathtool"], start: startWebKit },
] as const;

/** The way of someone who makes a first sheet, opened from a file, in engines that Playwright does not drive. */
function makersPath(start: () => Promise<DrivenPage>): void {
  let folder: string;
  let page: DrivenPage;
  const says = (words: RegExp, patienceMs?: number) => awaitWords(page, words, patienceMs);
  const press = (label: string) => pressWhere(page, `one.textContent === ${JSON.stringify(label)}`);
  const write = ({ name, bytes }: GivenFile): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "paper-escrow-engines-"));
    const address = write({ name: "paper-escrow.html", bytes: Buffer.from(await workshopPage()) });
    page = await start();
    await page.open(pathToFileURL(address).href);
    await says(/What would you like to do/u);
  });
  afterAll(async () => {
    await page?.end();
    rmSync(folder, { recursive: true });
  });

  it("gets from a picture of a code to oathtool's", async () => {
    await press("Make a sheet");
    await says(/The code that the service shows/u);
    await page.giveFiles(FILES, [write(await openPicture())]);
    await says(/Found\s+Amazon Web Services/u);
    await press("Go on");
    await says(/Type these two codes/u);
    await awaited("the code of now", async () => {
      const shown = await page.evaluate<string>("document.querySelector('.code .digits [aria-hidden]').textContent");
      if (shown !== codeOfNow(SECRET)) throw new Error(`${shown} is shown`);
      return shown;
    });
    await press("Go on");
  });

  it("makes a sheet, and reads it back from its paper", async () => {
    await says(/What kind of sheet/u);
    await page.click("input[name=kind]");
    await says(/Paper/u);
    await press("Go on");
    await says(/Read back as a scanner sees it/u, MAKING_PATIENCE_MS);
    await awaited("a page as a picture", async () =>
      (await page.evaluate<boolean>("[...document.querySelectorAll('canvas')].some(({ width }) => width > 300)"))
        ? true
        : undefined,
    );
    await press("Go on to printing");
    await says(/Print the sheets/u);
    // What is saved is caught on its way: no browser says to every driver where it put it.
    await page.evaluate(`(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        blob.arrayBuffer().then((buffer) => { globalThis.saved = [...new Uint8Array(buffer)]; });
        return make.call(URL, blob);
      };
    })()`);
    await page.evaluate("void document.querySelector('.files button').click()");
    await says(/✓ saved/u);
    const bytes = await awaited(
      "the file",
      async () => (await page.evaluate<number[] | null>("globalThis.saved")) ?? undefined,
    );
    const paper = await photosOf({ name: "paper.pdf", bytes: Uint8Array.from(bytes) }, 1);
    await press("It is printed: prove the paper");
    await says(/Prove the paper/u);
    await page.giveFiles(FILES, paper.map(write));
    expect(await says(/This paper works/u, MAKING_PATIENCE_MS)).toMatch(/Amazon Web Services.*\d{3}.?\d{3}/u);
    await press("Done");
    await says(/What is left to do/u);
    await press("Forget everything");
    await says(/Everything is about to be forgotten/u);
  });

  it("asked the network for nothing", () => {
    expect(page.requests()).toEqual([]);
  });
}

for (const { engine, programs, start } of ENGINES) {
  if (FULL) describeWith(programs, () => makersPath(start));
  else describe.skip(`${engine} (in full only)`, () => it.skip("is driven"));
}
