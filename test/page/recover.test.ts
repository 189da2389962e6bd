import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { codeAt } from "../../src/account/codes.js";
import { nodePlatform } from "../../src/node/platform.js";
import { readCodes } from "../../src/read/codes/codes.js";
import { FULL, wide } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { atStep, choose, drop, type GivenFile, shownCode, startBrowser, type TestBrowser } from "./helpers/browser.js";
import {
  AWS,
  KINDS,
  openFile,
  openPicture,
  PASSPHRASE,
  photosOf,
  SECRET,
  sealedSet,
  shareSet,
  type TestSet,
  THIRTY,
  UNIX_SECONDS,
} from "./helpers/fixtures.js";

const oathtool = (unixSeconds = UNIX_SECONDS) =>
  runProgram("oathtool", ["--totp", "-b", "-N", `@${unixSeconds}`, "-"], SECRET)
    .toString()
    .trim();

describeWith(["chromium", "oathtool"], () => {
  let browser: TestBrowser;
  let family: TestSet;
  let various: TestSet;
  let one: GivenFile[];
  let kinds: GivenFile[];
  let sealed: GivenFile;
  const open = () => browser.open({ unixSeconds: UNIX_SECONDS });
  const main = (page: Page) => page.locator("main").innerText();

  beforeAll(async () => {
    family = await shareSet([AWS], 3, 5, "share");
    one = await Promise.all([0, 1, 2, 3, 4].map(family.picture));
    // What only wide tests look at.
    if (FULL) {
      various = await shareSet(KINDS, 2, 3, "kinds");
      kinds = await Promise.all([0, 1, 2].map(various.picture));
      sealed = await (await sealedSet(THIRTY)).picture(0);
    }
    browser = await startBrowser();
  });
  afterAll(() => browser.end());

  it("gets from photos of three printed shares, dropped with the network off, to oathtool's code", async () => {
    const taken = [0, 2, 4].map(async (i) => photosOf(await family.pdf(i), i === 0 ? 2 : 1, FULL ? 200 : 150));
    const photos = (await Promise.all(taken)).flat();
    const page = await open();
    await drop(page, ...photos);
    await atStep(page, "Amazon Web Services");
    expect(await shownCode(page)).toBe(oathtool());
    expect(await page.locator(".next .digits [aria-hidden]").textContent()).toBe(oathtool(UNIX_SECONDS + 30));
    expect(await main(page)).toContain("20 seconds left");
  });

  it("says so when its engine stops, and begins anew with what comes next", async () => {
    const page = await open();
    await page.evaluate(() => {
      const post = Worker.prototype.postMessage;
      // The first file meets an engine that breaks down.
      Worker.prototype.postMessage = function (this: Worker, ...message: unknown[]) {
        if ((message[0] as { name?: string }).name !== "addFile") return Reflect.apply(post, this, message);
        Worker.prototype.postMessage = post;
        this.dispatchEvent(new ErrorEvent("error"));
      } as typeof post;
    });
    const front = await openPicture();
    await drop(page, front);
    expect(await page.getByRole("alert").innerText()).toContain("Something went wrong inside this page");
    await drop(page, front);
    await atStep(page, "Amazon Web Services");
    expect(await shownCode(page)).toBe(oathtool());
  });

  wide("says which shares are here and how many are missing, and takes the next ones", async () => {
    const page = await open();
    await choose(page, one[0]!);
    await atStep(page, "2 more sheets are needed");
    const sheets = await page.locator(".sheet .hidden-visually").allTextContents();
    expect(sheets).toEqual(["Sheet 1: here", ...[2, 3, 4, 5].map((x) => `Sheet ${x}: not here`)]);
    await choose(page, one[3]!);
    await atStep(page, "1 more sheet is needed");
    await choose(page, one[3]!);
    await atStep(page, "1 more sheet is needed");
    await choose(page, one[1]!);
    expect(await shownCode(page)).toBe(oathtool());
  });

  wide(
    "reads what is dropped while others are being read, and keeps what is typed when the language changes",
    async () => {
      const page = await open();
      await Promise.all([drop(page, one[0]!), drop(page, one[1]!)]);
      await atStep(page, "1 more sheet is needed");
      await choose(page, sealed);
      await atStep(page, "Now the passphrase");
      await page.getByLabel("Passphrase", { exact: true }).fill("half");
      await page.locator("header select").selectOption("ja");
      await atStep(page, "次はパスフレーズです");
      expect(await page.locator("input[type=password]").inputValue()).toBe("half");
    },
  );

  wide("names sheets of another set, and what is no sheet at all", async () => {
    const page = await open();
    const letter = {
      name: "letter.txt",
      bytes: new TextEncoder().encode("Dear daughter,\nthe key is in the drawer.\n"),
    };
    await choose(page, one[0]!, kinds[1]!, letter);
    await page.getByText("These belong to different sets").waitFor();
    const mixed = await page.locator(".care li").allTextContents();
    expect(mixed.map((row) => row.replace(/: .*/u, ""))).toEqual(["share-1.png", "kinds-2.png"]);
    expect(await page.locator(".problems").innerText()).toContain("letter.txt");
    await choose(page, kinds[0]!);
    // One set opens; the other stays where it is, and is said.
    await atStep(page, "Everything needed is here");
    // Four, a kept secret, and the recovery codes of an account that is not there.
    await page.getByRole("button", { name: "Show 6 accounts" }).click();
    await atStep(page, "Your 4 accounts are here");
  });

  wide("sets an altered share aside, and opens with the others", async () => {
    const page = await open();
    await choose(page, await family.altered(0), one[1]!, one[2]!);
    await atStep(page, "1 more sheet is needed");
    expect(await page.locator(".sheet.wrong .hidden-visually").textContent()).toBe("Sheet 1: set aside");
    expect(await page.locator(".problems").innerText()).toMatch(/altered\.png[\s\S]*does not belong to set/iu);
    await choose(page, one[3]!);
    await atStep(page, "Everything needed is here");
    await page.getByRole("button", { name: "Show the account" }).click();
    await page.getByRole("button", { name: /Amazon Web Services/u }).click();
    expect(await shownCode(page)).toBe(oathtool());
  });

  wide("asks for a passphrase, says calmly that it was wrong, and finds one account among thirty", async () => {
    const page = await open();
    await choose(page, sealed);
    await atStep(page, "Now the passphrase");
    const field = page.getByLabel("Passphrase", { exact: true });
    await field.fill(PASSPHRASE.toUpperCase());
    await page.keyboard.press("Enter");
    await page.getByText("That did not open it. Nothing is lost").waitFor();
    expect(await main(page)).toMatch(/Capitals:.*Keyboard:/su);
    expect(await field.getAttribute("type")).toBe("password");
    await page.getByLabel("Show what I type").check();
    expect(await field.getAttribute("type")).toBe("text");
    await field.fill(PASSPHRASE);
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await atStep(page, "Your 30 accounts are here");
    await page.getByLabel("Search").fill("ＧＩＴＨＵＢ person-27");
    expect(await page.locator(".accounts li:visible").count()).toBe(1);
    await page.locator(".accounts li:visible button").click();
    await atStep(page, "GitHub");
    expect(await shownCode(page)).toBe(oathtool());
  });

  wide(
    "takes a generated passphrase a word a box, names the word that is none, and spreads what is pasted",
    async () => {
      const words = "defense gravity tuna orbit canyon jungle frost acid basket ribbon olive zebra".split(" ");
      const page = await open();
      await page.setViewportSize({ width: 320, height: 640 });
      await choose(page, await (await sealedSet([AWS], words.join(" "))).picture(0));
      await atStep(page, "Now the passphrase");
      await page.getByLabel("Passphrase", { exact: true }).fill(["defence", ...words.slice(1, -1)].join(" "));
      await page.keyboard.press("Enter");
      await page.getByText("Did you mean defense?").waitFor();
      expect(await main(page)).toMatch(/11 of 12 words/u);
      await page.getByLabel("It is twelve words").check();
      const box = (place: number) => page.getByLabel(`Word ${place}`, { exact: true });
      await box(1).pressSequentially("defe grav");
      expect(await box(1).inputValue()).toBe("defense");
      await box(3).fill(words.slice(2, -1).join("  "));
      await box(12).fill("zerba");
      await page.keyboard.press("Tab");
      expect(await page.locator(".word-boxes [aria-invalid=true]").count()).toBe(1);
      expect(await page.locator(".word-boxes").innerText()).toContain("Did you mean zebra?");
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      await box(5).fill(words.join(" ").toUpperCase());
      expect(await box(12).inputValue()).toBe("zebra");
      await page.getByRole("button", { name: "Open", exact: true }).click();
      expect(await shownCode(page)).toBe(oathtool());
    },
  );

  wide("shows codes of every kind as the library derives them, and what no code is made of", async () => {
    const page = await open();
    await choose(page, kinds[0]!, kinds[2]!);
    await atStep(page, "Your 4 accounts are here");
    expect(await main(page)).not.toContain("1234-5678");
    await page.getByRole("button", { name: "Show Backup codes" }).click();
    await page.getByText("1234-5678").waitFor();
    await page.getByRole("button", { name: /^Show .*recovery codes? of Gone: bob$/u }).click();
    await page.getByText("qx83-99cc").waitFor();
    await page.getByRole("button", { name: "Bank" }).first().click();
    await atStep(page, "Bank");
    expect(await main(page)).not.toContain("qx8");
    await page.getByRole("button", { name: /^Show .*recovery codes? of Bank: someone$/u }).click();
    await page.getByText("qx82-88bb").waitFor();
    await page.getByRole("button", { name: "All accounts" }).click();
    await atStep(page, "Your 4 accounts are here");
    for (const account of KINDS) {
      await page.getByRole("button", { name: account.issuer }).click();
      await atStep(page, account.issuer);
      if (account.type === "hotp") {
        const counted = (counter: number) =>
          runProgram("oathtool", ["--hotp", "-b", "-c", String(counter), "-"], SECRET)
            .toString()
            .trim();
        expect(await shownCode(page)).toBe(counted(42));
        await page.getByRole("button", { name: "Next code" }).click();
        await page.getByText("Code number 43").first().waitFor();
        expect(await shownCode(page)).toBe(counted(43));
        await page.getByText("The next ten codes").click();
        expect(await page.locator(".times .digits [aria-hidden]").allTextContents()).toEqual(
          Array.from({ length: 10 }, (_, i) => counted(44 + i)),
        );
        await page.getByText("Put it on a phone again").click();
        // An app goes on where this page has come to.
        expect(await page.locator("a[href^='otpauth:']").getAttribute("href")).toContain("counter=43");
      } else expect(await shownCode(page)).toBe(codeAt(account, UNIX_SECONDS));
      await page.getByRole("button", { name: "All accounts" }).click();
    }
  });

  wide("gives an account to another phone: a link, a code to scan, a key, two codes in a row", async () => {
    const page = await open();
    await choose(page, await openFile());
    await atStep(page, "Amazon Web Services");
    expect(await page.content()).not.toContain(SECRET);
    await page.getByText("Put it on a phone again").click();
    const link = page.getByRole("link", { name: /authenticator app/u });
    const uri = (await link.getAttribute("href")) ?? "";
    expect(uri).toContain(`secret=${SECRET}`);
    const picture = await page.getByRole("img", { name: "QR code for an authenticator app" }).screenshot();
    const [code] = await readCodes(await nodePlatform.decodePicture(picture), nodePlatform, { exact: false });
    expect(code?.text).toBe(uri);
    expect((await page.locator(".key").innerText()).replace(/\s/gu, "")).toBe(SECRET);
    await page.locator("summary", { hasText: "two codes in a row" }).click();
    await page.getByRole("button", { name: "Show two codes in a row" }).click();
    const pair = page.locator(".pair .digits [aria-hidden]");
    expect(await pair.allTextContents()).toEqual([oathtool(), oathtool(UNIX_SECONDS + 30)]);
    await page.getByText("Type the first one now.").waitFor();
    await page.clock.setFixedTime((UNIX_SECONDS + 31) * 1000);
    await page.getByText("Now type the second one.").waitFor();
    expect(await pair.allTextContents()).toEqual([oathtool(), oathtool(UNIX_SECONDS + 30)]);
    expect(await shownCode(page)).toBe(oathtool(UNIX_SECONDS + 30));
  });

  wide("shows the time it uses, and lets a wrong clock be set right", async () => {
    const page = await browser.open({ unixSeconds: UNIX_SECONDS - 3600 });
    await choose(page, await openPicture());
    expect(await shownCode(page)).toBe(oathtool(UNIX_SECONDS - 3600));
    await page.locator("summary", { hasText: "The code is refused?" }).click();
    await page.getByText(/28 February 2026.*23:00:10/u).waitFor();
    await page.getByLabel("The right time now").fill("2026-03-01T00:00:10");
    await page.getByRole("button", { name: "Use this time" }).click();
    await page.locator("main").getByText("From the time that you set.").waitFor();
    await expect.poll(() => shownCode(page)).toBe(oathtool());
    const around = [-60, -30, 0, 30, 60].map((seconds) => oathtool(UNIX_SECONDS + seconds));
    await expect.poll(() => page.locator(".times .digits [aria-hidden]").allTextContents()).toEqual(around);
    await page.getByRole("button", { name: "Use the device's clock" }).click();
    await expect.poll(() => shownCode(page)).toBe(oathtool(UNIX_SECONDS - 3600));
  });

  wide("takes typed lines with errors, and corrects nothing without asking", async () => {
    const document = await various.lines();
    const shares = [0, 1].flatMap(various.shareLines);
    const page = await open();
    await page.getByRole("button", { name: "Type from the paper" }).click();
    const field = page.getByLabel("Next line");
    const type = async (line: string) => {
      await field.fill(line);
      await page.keyboard.press("Enter");
    };
    const [heading = "", first = "", second = "", third = "", ...others] = document;
    await type(heading.toLowerCase().replaceAll(" ", "").replace(/^d0/u, "d0 "));
    await page.locator(".lines li").first().waitFor();
    expect(await field.inputValue()).toBe("D1 ");
    // One wrong character: offered, marked, and taken only when someone says so.
    const wrong = first.replace(/^(D1 .)./u, (_, start) => `${start}${first.charAt(4) === "A" ? "B" : "A"}`);
    await type(wrong);
    await page.getByText("D1 is not quite right").waitFor();
    expect(await page.locator("mark").allTextContents()).toEqual([wrong.charAt(4)]);
    expect(await page.locator(".lines li").count()).toBe(1);
    await page.getByRole("button", { name: "Yes, correct it so" }).click();
    await expect.poll(() => page.locator(".lines li").count()).toBe(2);
    expect((await page.locator(".lines .line").first().innerText()).replace(/\s+/gu, " ")).toBe(first);
    // Too much unread: nothing is offered, and the line stays in its field.
    await type(second.replace(/^(D2 ).{4}/u, "$1????"));
    await page.getByText("D2 does not check").waitFor();
    await type(second.slice(0, -1));
    await page.getByText("D2: group 7 does not have four characters.").waitFor();
    await type("the key is in the drawer");
    await page.getByText("This is no line of a sheet").waitFor();
    // An unreadable character; then two lines that nobody can read are left out.
    await type(second.replace(/^(D2 .)./u, "$1?"));
    await page.getByRole("button", { name: "Yes, correct it so" }).click();
    await expect.poll(() => page.locator(".lines li").count()).toBe(3);
    expect(third).toMatch(/^D3 /u);
    let count = 3;
    for (const line of [...others.slice(1, -1), ...shares]) {
      await type(line);
      count += 1;
      await expect.poll(() => page.locator(".lines li").count()).toBe(count);
    }
    await page.getByText("That is enough").waitFor();
    expect(await main(page)).toMatch(/Worked out from the others: D3 D4/u);
    await page.getByRole("button", { name: "Go on" }).click();
    await atStep(page, "Your 4 accounts are here");
  });

  wide(
    "asks before it is left with lines that were typed, wherever it stands, and not once they are forgotten",
    async () => {
      const page = await open();
      await page.getByRole("button", { name: "Type from the paper" }).click();
      await page.locator("textarea").fill("D3 FVSW 4Y3S PFYH I2LP NYXG 64TH JG67");
      await page.getByRole("button", { name: "Check this line" }).click();
      await page.getByText("Typed so far").waitFor();
      await page.getByRole("button", { name: "Stop typing for now" }).click();
      await page.locator("textarea").waitFor({ state: "detached" });
      const asked = page.waitForEvent("dialog");
      await page.close({ runBeforeUnload: true });
      const dialog = await asked;
      expect(dialog.type()).toBe("beforeunload");
      await dialog.dismiss();
      await page.getByRole("button", { name: "Forget everything" }).first().click();
      const closed = page.waitForEvent("close");
      await page.close({ runBeforeUnload: true });
      await closed;
    },
  );

  wide("takes a typed key, but not against its test value", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Type from the paper" }).click();
    await page.getByRole("button", { name: "There is only a key on my paper" }).click();
    await page.getByLabel("Key", { exact: true }).fill("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJ0");
    await page.getByRole("button", { name: "Make the codes" }).click();
    await page.getByText(/the key cannot contain “0” \(character 32\)/iu).waitFor();
    await page.getByLabel("Key", { exact: true }).fill("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJA");
    await page.getByLabel("Test value").fill("755224");
    await page.getByRole("button", { name: "Make the codes" }).click();
    await page.getByText(/does not give the test value/u).waitFor();
    await page.getByLabel("Key", { exact: true }).fill(SECRET.toLowerCase());
    await page.getByLabel("Service").fill("Example");
    await page.getByRole("button", { name: "Make the codes" }).click();
    await atStep(page, "Example");
    expect(await shownCode(page)).toBe(oathtool());
  });

  it("checks a sheet, promises no more than was checked, and shows nothing secret", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Check a sheet without opening it" }).click();
    await choose(page, one[1]!, await openPicture());
    await atStep(page, "What you showed is in order");
    const words = await main(page);
    expect(words).toMatch(/Share 2: unaltered and consistent with set \w{4}-\w{4}-\w{4}-\w{4}/u);
    expect(words).toMatch(/share-2\.png \d+ codes read/u);
    expect(words).not.toMatch(/genuine|authentic/iu);
    const year = new Date().getUTCFullYear();
    expect(words).toContain(`Receipt of share 2 for ${year}: ${family.receipt(1, year)}. Tell it to the keeper`);
    expect(await page.content()).not.toContain(oathtool());
    expect(await page.content()).not.toContain(SECRET);
    await choose(page, await family.altered(0));
    await atStep(page, "Please read what was found");
    expect(await main(page)).toMatch(/Share 1 does not belong to set/u);
    expect(await main(page)).not.toContain("Receipt");
  });

  wide(
    "says how to know whose checked sheets are: nothing of an open one, the keeper's page, or that it was shown",
    async () => {
      const page = await open();
      await page.getByRole("button", { name: "Check a sheet without opening it" }).click();
      await choose(page, await openPicture());
      await atStep(page, "What you showed is in order");
      expect(await main(page)).not.toContain("16 characters");
      await choose(page, one[1]!);
      await page.getByText("compare all 16 characters of its number with the keeper's page").waitFor();
      await choose(page, await family.pdf(5));
      await page.getByText("The keeper's page that was shown is of set").waitFor();
      expect(await main(page)).not.toContain("compare all 16 characters");
      await page.close();
    },
  );

  it("forgets everything when told to, when reloaded, and when someone comes back to it", async () => {
    const page = await open();
    const secrets = [oathtool(), "Amazon", "share-", AWS.account];
    const expectNothing = async () => {
      const content = await page.evaluate(() => document.body.querySelector("#page")?.outerHTML ?? "");
      for (const secret of secrets) expect(content).not.toContain(secret);
      expect(
        await page.evaluate(() => [...document.querySelectorAll("input")].map(({ value }) => value).join("")),
      ).toBe("");
      const kept = await page.evaluate(async () => [
        document.cookie,
        Object.keys(localStorage).length + Object.keys(sessionStorage).length,
        (await indexedDB.databases()).length,
        history.state,
      ]);
      expect(kept).toEqual(["", 0, 0, null]);
    };
    const fill = async () => {
      await choose(page, ...one.slice(0, 3));
      await shownCode(page);
    };
    await fill();
    await page.getByRole("button", { name: "Forget everything" }).first().click();
    await atStep(page, "Everything is forgotten");
    await expectNothing();
    await page.getByRole("button", { name: "Undo" }).click();
    await shownCode(page);
    await page.getByRole("button", { name: "Forget everything" }).first().click();
    await atStep(page, "Everything is forgotten");
    await expectNothing();
    if (!FULL) return;
    await page.getByText("knows nothing any more").waitFor();
    await page.getByRole("button", { name: "Undo" }).waitFor({ state: "hidden", timeout: 15_000 });
    await page.getByRole("button", { name: "Begin again" }).click();
    await fill();
    await page.reload();
    await atStep(page, "Get back into your accounts");
    await expectNothing();
    await fill();
    await page.goto("about:blank");
    await page.goBack();
    await atStep(page, "Get back into your accounts");
    await expectNothing();
  });

  it("asked the network for nothing, and nothing went wrong unseen", () => {
    expect(browser.requests).toEqual([]);
    expect(browser.errors).toEqual([]);
  });
});
