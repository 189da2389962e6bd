import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument } from "pdf-lib";
import { describe, expect, it } from "vitest";
import { makeAccount } from "../../../src/account/account.js";
import { drawSheet, planShares } from "../../../src/make/set-sheets.js";
import { some, wide } from "../../helpers/full.js";
import { setResources } from "../../helpers/set-sheets.js";
import { folderWith, KEY, KEY_URI, run, uriOf } from "../helpers/run.js";

const FALSE_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const resources = await setResources("en");
const account = makeAccount({ issuer: "GitHub", account: "alice", secret: KEY });
const contents = { accounts: [account], keeps: [], notes: [], holders: ["", "", ""] };
const OPTIONS = { paper: "a4", version: "test" } as const;
const [set, other] = await Promise.all([
  planShares(contents, { k: 2, n: 3 }, OPTIONS, resources),
  planShares(
    { ...contents, accounts: [makeAccount({ ...account, secret: FALSE_KEY })] },
    { k: 2, n: 2 },
    OPTIONS,
    resources,
  ),
]);
const falseUri = uriOf("GitHub", "alice", FALSE_KEY);
const cwd = folderWith({ "false.txt": falseUri, "key.txt": KEY_URI });
for (const [i, sheet] of set.sheets.slice(0, 3).entries()) {
  writeFileSync(join(cwd, `share-${i + 1}.pdf`), await drawSheet(sheet, resources));
}
for (const [i, sheet] of other.sheets.slice(0, 2).entries()) {
  writeFileSync(join(cwd, `other-${i + 1}.pdf`), await drawSheet(sheet, resources));
}
run(["print", "false.txt", "-o", "open.pdf"], { cwd });

/** Pages of several PDFs in one, as someone scans them. */
async function glue(to: string, ...files: readonly string[]): Promise<void> {
  const { readFileSync } = await import("node:fs");
  const whole = await PDFDocument.create();
  for (const file of files) {
    const part = await PDFDocument.load(readFileSync(join(cwd, file)));
    for (const page of await whole.copyPages(part, part.getPageIndices())) whole.addPage(page);
  }
  writeFileSync(join(cwd, to), await whole.save());
}
await glue("glued.pdf", "share-2.pdf", "open.pdf");

describe("an open sheet glued onto a share", () => {
  wide("is shown apart from the set, with its file and pages, and warned of", () => {
    const { status, stdout, stderr } = run(["recover", "share-1.pdf", "glued.pdf", "--json"], { cwd });
    expect(status, stderr).toBe(0);
    const { accounts, warnings } = JSON.parse(stdout);
    const name = set.document && accounts[0].origins[0].set;
    expect(accounts.map(({ origins }: { origins: unknown }) => origins)).toEqual([
      [{ set: name }],
      [{ source: "glued.pdf", pages: [3, 4] }],
    ]);
    expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["origin-open", "origin-name-twice"]);
    expect(stderr).toContain("an open sheet gave it (glued.pdf, pages 3, 4)");
    expect(stderr).toMatch(
      /two different keys bear the name GitHub: alice: one from set .{19}, the other from glued\.pdf/u,
    );
    expect(stderr).not.toContain(FALSE_KEY);
  });

  it.each(
    some([
      ["print", ["-o", "new.pdf"]],
      ["split", ["--shares", "2-of-3", "-o", "new"]],
      ["print", ["--seal", "--yes", "-o", "new.pdf"]],
    ]),
  )("is not mixed into new sheets by %s %j", (command, options) => {
    const before = readdirSync(cwd);
    const { status, stderr } = run([command, "share-1.pdf", "glued.pdf", ...options], { cwd });
    expect(status).toBe(1);
    expect(stderr).toMatch(/error: these accounts come from several places: set .{19}; glued\.pdf\n/u);
    expect(stderr).toContain("--from-all");
    expect(readdirSync(cwd)).toEqual(before);
  });

  wide("is taken where it is asked for", () => {
    const { status, stdout } = run(
      ["split", "share-1.pdf", "glued.pdf", "--shares", "2-of-3", "-o", "all", "--from-all", "--json"],
      { cwd },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).accounts).toHaveLength(2);
  });
});

describe("sheets of two sets", () => {
  const both = ["share-1.pdf", "share-2.pdf", "other-1.pdf", "other-2.pdf"];

  wide("come back apart, both sets named", () => {
    const { stdout, stderr } = run(["recover", ...both, "--json"], { cwd });
    const { accounts, warnings } = JSON.parse(stdout);
    expect(new Set(accounts.map(({ origins }: { origins: { set: string }[] }) => origins[0]?.set)).size).toBe(2);
    expect(warnings.map(({ code }: { code: string }) => code)).toEqual(["origins-sets", "origin-name-twice"]);
    expect(stderr).toContain("these accounts are of several sets");
  });

  wide("are not split together unless it is asked for", () => {
    const split = ["split", ...both, "--shares", "2-of-3", "-o"];
    expect(run([...split, "two"], { cwd })).toMatchObject({ status: 1 });
    expect(run([...split, "two", "--from-all"], { cwd })).toMatchObject({ status: 0 });
  });
});

wide("one set with a source that holds the same accounts is one origin", () => {
  writeFileSync(join(cwd, "same.txt"), uriOf("GitHub", "alice"));
  const made = run(["split", "share-1.pdf", "share-2.pdf", "same.txt", "--shares", "2-of-3", "-o", "same"], { cwd });
  expect(made.status, made.stderr).toBe(0);
});
