import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { drawSheet, planReprint, planShares, type SetSheet } from "../../../src/make/set-sheets.js";
import { formatSetId } from "../../../src/share/set-id.js";
import { wide } from "../../helpers/full.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, run } from "../helpers/run.js";

const OPTIONS = { paper: "a4", version: "test" } as const;
const resources = await setResources("en");
const accounts = [makeAccount({ issuer: "Example Corp", account: "alice", secret: KEY })];
const contents = { accounts, keeps: [], notes: [], holders: ["", "", ""] };
const set = await planShares(contents, { k: 2, n: 3 }, OPTIONS, resources);
const setId = formatSetId(set.document.setId);
const shareOf = (i: number) => {
  const { share } = set.sheets[i] ?? {};
  if (!share) throw new RangeError(`no share ${i}`);
  return share;
};
/** Share 3 as someone would forge it: the set's number and document, another secret. */
const { point, ...rest } = shareOf(2);
const forged = { ...rest, point: { ...point, y: point.y.map((byte) => byte ^ 1) } };
const [forgedSheet] = (await planReprint(set.document, [forged], { made: "2026-03-01" }, OPTIONS, resources)).sheets;

const cwd = folderWith();
const write = async (name: string, sheet: SetSheet | undefined) => {
  if (sheet) writeFileSync(join(cwd, name), await drawSheet(sheet, resources));
};
await write("1.pdf", set.sheets[0]);
await write("2.pdf", set.sheets[1]);
await write("forged.pdf", forgedSheet);
for (const [i, sheet] of set.sheets.slice(0, 2).entries()) {
  const pages = sheet.pages.map((page) => ({ ...page, boxes: page.boxes.filter(({ kind }) => kind !== "code") }));
  await write(`blank-${i + 1}.pdf`, { ...sheet, pages });
}

describe("a share that is not in the roster", () => {
  const named = `share 3 does not belong to set ${setId}`;

  wide("does not count: with it and one other nothing is recovered, and both are said", () => {
    const { status, stdout, stderr } = run(["recover", "forged.pdf", "1.pdf"], { cwd });
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(named);
    expect(stderr).toContain("forged.pdf");
    expect(stderr).toContain(`1 of 2 shares of set ${setId}: 1 more needed`);
  });

  wide("is set aside and named where enough others are there", () => {
    const { status, stdout, stderr } = run(["recover", "forged.pdf", "1.pdf", "2.pdf", "--json"], { cwd });
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      accounts: [{ secret: KEY }],
      sets: [{ setId, opened: true, shares: [1, 2] }],
      problems: [{ source: "forged.pdf", code: "share-not-in-roster" }],
    });
    expect(stderr).toContain(named);
  });

  wide("is never verified, alone or beside good ones", () => {
    for (const sheets of [["forged.pdf"], ["forged.pdf", "1.pdf", "2.pdf"]]) {
      const { status, stdout, stderr } = run(["verify", ...sheets], { cwd });
      expect(status).toBe(1);
      expect(stdout).toMatch(/share 3: .*(?:not|wrong)/u);
      expect(stdout).not.toMatch(/share 3: unaltered/u);
      expect(stdout).toMatch(/NOT VERIFIED/u);
      // No code beside sheets of which one is not what it says.
      expect(stdout).not.toMatch(/^\s*\d{6}\s/mu);
      expect(stderr).toContain(named);
    }
  });

  wide("is named by inspect", () => {
    const { status, stderr } = run(["inspect", "forged.pdf"], { cwd });
    expect(status).toBe(1);
    expect(stderr).toContain(named);
  });

  wide("holds up a source until --keep-going says to do without it", () => {
    const sheets = ["forged.pdf", "1.pdf", "2.pdf", "--at", "59", "--plain"];
    const stopped = run(["codes", ...sheets], { cwd });
    expect([stopped.status, stopped.stdout]).toEqual([1, ""]);
    expect(stopped.stderr).toContain(named);
    expect(stopped.stderr).toMatch(/--keep-going/u);
    expect(run(["codes", ...sheets, "--keep-going"], { cwd })).toMatchObject({ status: 1, stdout: "287082\n" });
  });
});

describe("PDFs of a set without a code that can be read", () => {
  wide("are recovered from their lines, and that is said", () => {
    const { status, stdout, stderr } = run(["recover", "blank-1.pdf", "blank-2.pdf"], { cwd });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain(KEY);
    expect(stderr).toMatch(/warning: its codes were not enough, .* print the sheet again \(blank-1\.pdf\)/u);
    expect(run(["codes", "blank-1.pdf", "2.pdf", "--at", "59", "--plain"], { cwd }).stdout).toBe("287082\n");
  });

  wide("are verified with the same warning, and reprinted", () => {
    const verified = run(["verify", "blank-1.pdf"], { cwd });
    expect(verified.status, verified.stderr).toBe(0);
    expect(verified.stdout).toContain(`share 1: unaltered and consistent with set ${setId}`);
    expect(verified.stderr).toMatch(/its codes were not enough/u);
    const again = run(["reprint", "blank-1.pdf", "-o", "again.pdf", "--no-self-check"], { cwd });
    expect(again.status, again.stderr).toBe(0);
    expect(run(["inspect", "again.pdf"], { cwd }).stdout).toMatch(/share.* 1/iu);
  });
});
