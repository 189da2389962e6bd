import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { formatOtpauth } from "../../../src/account/otpauth-uri.js";
import { drawSheet, planSealed } from "../../../src/make/set-sheets.js";
import type { Raster } from "../../../src/read/pixels/raster.js";
import { FULL, wide } from "../../helpers/full.js";
import { drawnPages, emptyBack, letterPage, type Scan, scanned, scannedPdf } from "../../helpers/scan.js";
import { setResources } from "../../helpers/set-sheets.js";
import { sheetsOf } from "../../helpers/sheets.js";
import { folderWith, run } from "../helpers/run.js";

/** Sheets in the binder: 30 where all is tested. */
const SHEETS = FULL ? 30 : 5;

const PASSPHRASE = "staple outdoor mango violet";
const account = (i: number) =>
  makeAccount({
    issuer: `Service ${i}`,
    account: "alice@example.com",
    secret: `GEZDGNBVGY3TQOJQGEZDGNBVGY3TQO${"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[i]}A`,
  });
/** All but the foot, so that nothing is left to read. */
const ILLEGIBLE: Scan = { painted: [{ x: 0, y: 0, width: 1, height: 0.93, level: 255 }] };
/** A stain on the second code of an open sheet's front. */
const STAINED: Scan = { painted: [{ x: 0.56, y: 0.74, width: 0.4, height: 0.18, level: 110 }] };

/** What the pages are, in their order, as `verify` must tell it. */
const meant: string[] = [];
const cwd = folderWith({ passphrase: PASSPHRASE });
const verify = (...args: string[]) =>
  run(["verify", ...args, "--expect", "expected.txt", "--passphrase-file", "passphrase", "--at", "59"], { cwd });

beforeAll(async () => {
  const shots: Promise<Uint8Array>[] = [];
  const add = (state: string, page: Raster, scan: Scan = {}) => {
    meant.push(state);
    shots.push(scanned(page, { seed: shots.length + 1, ...scan }));
  };
  const kinds = ["plain", "illegible", "stained", "upside down"];
  for (let i = 0; i < SHEETS - 2; i++) {
    const kind = kinds[i] ?? "plain";
    const [front, back] = await drawnPages((await sheetsOf([account(i)])).pdf);
    if (!front || !back) throw new Error("a leaf of two pages");
    if (kind === "illegible") {
      add("unread", front, ILLEGIBLE);
      add("unread", back, ILLEGIBLE);
    } else if (kind === "stained") {
      add("partly-read", front, STAINED);
      add("read", back);
    } else {
      const angle = kind === "upside down" ? 180.5 : 0.6;
      add("read", front, { angle });
      add("read", back, { angle });
    }
    if (i === 0) add("foreign", await letterPage(front));
    add("blank", emptyBack(back));
  }
  const contents = { accounts: [account(SHEETS - 2)], keeps: [], notes: [], holders: [], made: "2026-03-01" };
  const resources = await setResources("en");
  const sealed = await planSealed(contents, PASSPHRASE, { paper: "a4", version: "0.1.0" }, resources);
  const [sheet] = sealed.sheets;
  if (!sheet) throw new Error("one sealed sheet");
  const states = ["read", "read", "back"];
  for (const [i, page] of (await drawnPages(await drawSheet(sheet, resources))).entries())
    add(states[i] ?? "back", page);

  const pages = await Promise.all(shots);
  mkdirSync(join(cwd, "binder"));
  for (const [i, bytes] of pages.entries()) writeFileSync(join(cwd, "binder", `${i + 1}.jpg`), bytes);
  writeFileSync(join(cwd, "binder.pdf"), await scannedPdf(pages));
  // The last one is nowhere in the binder.
  const expected = Array.from({ length: SHEETS }, (_, i) => `${formatOtpauth(account(i))}\n`);
  writeFileSync(join(cwd, "expected.txt"), expected.join(""));
}, 900_000);

describe("a binder, as one scanned PDF and as pictures", () => {
  const forms = [
    ["a PDF", "binder.pdf", (i: number) => ({ source: "binder.pdf", page: i + 1 })],
    ["pictures", "binder", (i: number) => ({ source: join("binder", `${i + 1}.jpg`) })],
  ] as const;

  wide.each(forms)(
    "accounts for every page of %s, and is no success",
    (_, path, place) => {
      const { status, stdout } = verify(path, "--json");
      expect(status).toBe(1);
      const { verified, pages, problems, warnings, accounts, sets } = JSON.parse(stdout);
      expect(verified).toBe(false);
      const told = pages.map(({ source, page, state }: Record<string, unknown>) => ({
        source,
        ...(page === undefined ? {} : { page }),
        state,
      }));
      expect(told).toEqual(meant.map((state, i) => ({ ...place(i), state })));
      const where = (i: number) => expect.objectContaining(place(i));
      const lost = meant.flatMap((state, i) => (state === "unread" ? [i] : []));
      const unread = problems.filter(({ code }: { code: string }) => code === "page-unread");
      expect(unread).toEqual(lost.map(where));
      // The illegible sheet's account, and the one that is not there.
      const missing = problems.filter(({ code }: { code: string }) => code === "expected-missing");
      expect(missing.map(({ name, message }: Record<string, string>) => name ?? message)).toHaveLength(2);
      expect(problems).toHaveLength(lost.length + 2);
      const stained = meant.indexOf("partly-read");
      expect(warnings).toEqual([
        expect.objectContaining({ code: "front-code-gone", ...place(stained), read: 1, expected: 2 }),
      ]);
      const open = new Set(accounts.flatMap(({ issuer, setId }: Record<string, string>) => (setId ? [] : [issuer])));
      expect([open.size, sets.length]).toEqual([SHEETS - 3, 1]);
    },
    400_000,
  );

  wide(
    "has a line a sheet, names what was lost in the last line, and tells no scan to be printed",
    () => {
      const { stdout, stderr } = verify("binder.pdf");
      const lines = stdout.trimEnd().split("\n");
      expect(lines.filter((line) => /^Service \d+: alice.*; QR codes \d/u.test(line))).toHaveLength(SHEETS - 3);
      expect(lines.filter((line) => /^Sealed sheet, set .*binder\.pdf, pages/u.test(line))).toHaveLength(1);
      expect(lines.filter((line) => line.endsWith("works, print it again"))).toEqual([
        expect.stringMatching(/^Service 2:/u),
      ]);
      const lost = meant.flatMap((state, i) => (state === "unread" ? [i + 1] : []));
      expect(lines.at(-1)).toBe(`NOT VERIFIED. Pages that could not be read: binder.pdf, pages ${lost.join(", ")}`);
      expect(stdout).toMatch(/^ {2}no page of a sheet: binder\.pdf, page 3$/mu);
      expect(stdout).not.toMatch(/print it, photograph/u);
      expect(stderr).toMatch(/Service \d+: alice@example\.com/u);
    },
    400_000,
  );
});
