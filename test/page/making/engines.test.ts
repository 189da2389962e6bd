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
/** A click shows what it does within this, in milliseconds, or it was lost. */
const CLICK_PATIENCE_MS = 8_000;
const FILES = "input[type=file][multiple]";

const ENGINES = [
  { engine: "Firefox", programs: ["firefox-esr", "oathtool"], start: startFirefox },
  { engine: "WebKitGTK", programs: ["WebKitWebDriver", "Xvfb", "oathtool"], start: startWebKit },
] as const;

/** Kinds of sheets as the page lists them, and how many are made of each. */
const KINDS = [
  ["open", 1],
  ["sealed", 1],
  ["split", 2],
] as const;

/** The way of someone who makes a first sheet, opened from a file, in engines that Playwright does not drive. */
function makersPath(start: () => Promise<DrivenPage>): void {
  let folder: string;
  let page: DrivenPage;
  const says = (words: RegExp, patienceMs?: number) => awaitWords(page, words, patienceMs);
  const press = (label: string) => pressWhere(page, `one.textContent === ${JSON.stringify(label)}`);
  /** Presses until that shows: where codes of another half minute are drawn meanwhile, WebKit's driver loses a click. */
  const pressUntil = (label: string, words: RegExp) =>
    awaited(String(words), async () => {
      if (!words.test(await page.evaluate<string>("document.querySelector('main').innerText"))) await press(label);
      return says(words, CLICK_PATIENCE_MS);
    });
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

  /** From all tasks to the kinds of sheets, by a picture of a code. */
  const bringCode = async () => {
    await press("Make a sheet");
    await says(/The code that the service shows/u);
    await page.giveFiles(FILES, [write(await openPicture())]);
    await says(/Found\s+Amazon Web Services/u);
    await press("Go on");
    await says(/Type these two codes/u);
  };

  /** Twelve words, of which two are typed again. */
  const drawPassphrase = async () => {
    await press("Draw twelve words");
    await says(/Write them down in their order/u);
    const words = await page.evaluate<string[]>(
      "[...document.querySelectorAll('.words li')].map((one) => one.innerText)",
    );
    await press("I have written them down");
    const asked = await says(/from your paper/u);
    const [first, second] = [...asked.matchAll(/Word (\d+)/gu)].map(([, place]) => words[Number(place) - 1] ?? "");
    await page.type(`${first}\uE004${second}\uE007`);
  };

  /** Photos of the first page of each sheet, from the files that the page gives. */
  const paperOf = async (sheets: number): Promise<GivenFile[]> => {
    // What is saved is caught on its way: no browser says to every driver where it put it.
    await page.evaluate(`(() => {
      const make = globalThis.make ??= URL.createObjectURL;
      globalThis.saved = [];
      URL.createObjectURL = (blob) => {
        blob.arrayBuffer().then((buffer) => globalThis.saved.push([...new Uint8Array(buffer)]));
        return make.call(URL, blob);
      };
    })()`);
    const paper: GivenFile[] = [];
    for (let i = 0; i < sheets; i++) {
      await page.evaluate(`void document.querySelectorAll('.files button')[${i}].click()`);
      const bytes = await awaited(
        "the file",
        async () => (await page.evaluate<number[] | null>(`globalThis.saved[${i}]`)) ?? undefined,
      );
      paper.push(...(await photosOf({ name: `paper-${i}.pdf`, bytes: Uint8Array.from(bytes) }, 1)));
    }
    await says(/✓ saved/u);
    return paper;
  };

  it("gets from a picture of a code to oathtool's", async () => {
    await bringCode();
    await awaited("the code of now", async () => {
      const shown = await page.evaluate<string>("document.querySelector('.code .digits [aria-hidden]').textContent");
      if (shown !== codeOfNow(SECRET)) throw new Error(`${shown} is shown`);
      return shown;
    });
    await press("Forget everything");
    await says(/Everything is about to be forgotten/u);
    await press("Begin again");
  });

  it.each(KINDS)("makes sheets that are %s, and reads them back from their paper", async (kind, sheets) => {
    await bringCode();
    await pressUntil("Go on", /What kind of sheet/u);
    await page.click(`fieldset label:nth-of-type(${KINDS.findIndex(([one]) => one === kind) + 1}) input`);
    await says(/Paper/u);
    if (kind === "split") await press("One holder less");
    await press("Go on");
    if (kind === "sealed") await drawPassphrase();
    await says(/Read back as a scanner sees it/u, MAKING_PATIENCE_MS);
    await awaited("a page as a picture", async () =>
      (await page.evaluate<boolean>("[...document.querySelectorAll('canvas')].some(({ width }) => width > 300)"))
        ? true
        : undefined,
    );
    await press("Go on to printing");
    await says(/Print the sheets/u);
    const paper = await paperOf(sheets);
    await press("It is printed: prove the paper");
    await says(/Prove the paper/u);
    await page.giveFiles(FILES, paper.map(write));
    expect(await says(/Every sheet's own paper/u, MAKING_PATIENCE_MS)).toMatch(/Amazon Web Services.*\d{3}.?\d{3}/u);
    await press("Done");
    await says(/What is left to do/u);
    await press("Forget everything");
    await says(/Everything is about to be forgotten/u);
    await press("Begin again");
  });

  it("asked the network for nothing", () => {
    expect(page.requests()).toEqual([]);
  });
}

for (const { engine, programs, start } of ENGINES) {
  if (FULL) describeWith(programs, () => makersPath(start));
  else describe.skip(`${engine} (in full only)`, () => it.skip("is driven"));
}
