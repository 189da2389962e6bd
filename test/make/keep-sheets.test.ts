import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatKeep, type Keep } from "../../src/document/plaintext.js";
import { checkSheets } from "../../src/make/check-open.js";
import { type KeptSecret, makeOpenSheets } from "../../src/make/open-sheets.js";
import { nodePlatform } from "../../src/node/platform.js";
import { loadTemplate } from "../../src/node/resources.js";
import { verifySheets } from "../../src/recover/verify.js";
import { drawPdf } from "../../src/sheet/pdf.js";
import { some } from "../helpers/full.js";
import { describeWith, runProgram } from "../helpers/programs.js";
import { fonts, MADE_ON, OPEN, readFiles, resourcesOf, VERSION } from "../helpers/sheets.js";

const MOTP: KeptSecret = {
  name: "Arbeits-VPN: carol",
  text: "a5f3cb12a5f3cb12 type=motp digits=6 period=10 pin=1234",
  reason: "It is of the kind mOTP.",
};
const MD5: KeptSecret = {
  name: "旧銀行: 太郎",
  text: "otpauth://totp/%E6%97%A7:%E5%A4%AA?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5&digits=8",
  reason: "It is of the kind MD5.",
};
const account = makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXP" });

async function made(keeps: readonly KeptSecret[], language: "en" | "ja" = "en", copies = 1) {
  const resources = { ...(await resourcesOf({ ...OPEN, language })), keepTemplate: await loadTemplate("keep") };
  return makeOpenSheets([account], { paper: "a4", madeOn: MADE_ON, version: VERSION, copies }, resources, keeps);
}

describe("sheets of kept secrets", () => {
  it.each(some(["ja", "en"] as const))("stand after those of accounts and read back whole (%s)", async (language) => {
    const sheets = await made([MOTP, MD5], language);
    expect(sheets.pages.map(({ keep }) => keep)).toEqual([undefined, undefined, 0, 1]);
    const checked = await checkSheets(sheets, [account], fonts, nodePlatform, undefined, [MOTP, MD5]);
    // The account's three, and one for each kept secret.
    expect(checked.codes).toBe(5);
    const reading = await readFiles({ name: "a.pdf", bytes: sheets.pdf });
    expect(reading.keeps.map(({ page, keep }) => [page, keep])).toEqual([
      [3, { name: MOTP.name, text: MOTP.text }],
      [4, { name: MD5.name, text: MD5.text }],
    ]);
    expect(reading.problems).toEqual([]);
  });

  it("come in as many copies as were asked for", async () => {
    expect((await made([MOTP], "en", 3)).pages.map(({ keep }) => keep)).toEqual([...Array(6).fill(undefined), 0, 0, 0]);
  });

  it("hold every character in ink, blanks marked", async () => {
    const [page] = (await made([MOTP])).pages.slice(-1);
    const words = page?.boxes.flatMap((box) => (box.kind === "text" && box.face === "mono" ? [box.text] : []));
    expect(words?.join("").replaceAll("·", " ")).toBe(MOTP.text);
  });

  it.each<[string, Partial<Keep>]>([
    ["text", { text: `${MOTP.text}5` }],
    ["name", { name: "Arbeits-VPN: carola" }],
  ])("fail the self-check where the code has another %s", async (_, other) => {
    const sheets = await made([MOTP]);
    const check = checkSheets(sheets, [account], fonts, nodePlatform, undefined, [{ ...MOTP, ...other }]);
    await expect(check).rejects.toMatchObject({ code: "self-check-failed", data: { what: "account", page: 3 } });
  });

  it("fail the self-check where a character is not in ink", async () => {
    const sheets = await made([MOTP]);
    const pages = sheets.pages.map((page) => ({
      ...page,
      boxes: page.boxes.map((box) =>
        page.keep === 0 && box.kind === "text" && box.text.startsWith("a5f3")
          ? { ...box, text: ` ${box.text.slice(1)}` }
          : box,
      ),
    }));
    const pdf = await drawPdf(pages, fonts);
    const check = checkSheets({ pdf, pages: sheets.pages }, [account], fonts, nodePlatform, undefined, [MOTP]);
    await expect(check).rejects.toMatchObject({ code: "self-check-failed", data: { what: "text", page: 3 } });
  });

  it("are compared with what was expected", async () => {
    const reading = await readFiles({ name: "a.pdf", bytes: (await made([MOTP])).pdf });
    const verify = (keeps: readonly Keep[]) => verifySheets(reading, { accounts: [account], keeps, unixSeconds: 0 });
    expect(verify([MOTP])).toMatchObject({ verified: true, problems: [] });
    expect(verify([]).problems).toMatchObject([{ code: "sheet-not-expected", data: { name: MOTP.name } }]);
    expect(verify([MOTP, MD5]).problems).toMatchObject([{ code: "expected-missing", data: { name: MD5.name } }]);
  });

  it("are refused without their template: a caller's mistake", async () => {
    const options = { paper: "a4", madeOn: MADE_ON, version: VERSION } as const;
    await expect(makeOpenSheets([], options, await resourcesOf(OPEN), [MOTP])).rejects.toThrow(TypeError);
  });
});

describeWith(["pdftoppm", "zbarimg"], () => {
  it("zbarimg finds the line of a document in the code of a kept secret", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paper-escrow-keep-"));
    try {
      writeFileSync(join(folder, "a.pdf"), (await made([MD5])).pdf);
      runProgram("pdftoppm", ["-r", "150", "-f", "3", "-png", join(folder, "a.pdf"), join(folder, "p")]);
      const { stdout } = spawnSync("zbarimg", ["-q", "--raw", join(folder, "p-3.png")]);
      expect(stdout.toString().trim()).toBe(formatKeep(MD5));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
