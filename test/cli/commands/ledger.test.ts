import { chmodSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FULL } from "../../helpers/full.js";
import { encodePng, rasteriseForTest } from "../../helpers/photo.js";
import { folderWith, KEY, KEY_URI, namesIn, run } from "../helpers/run.js";

const MADE = { SOURCE_DATE_EPOCH: "1798761600" }; // 2027-01-01
const DAY = ["--at", "1801440000"]; // 2027-02-01
const cwd = folderWith({ "key.txt": KEY_URI });
const path = (name: string) => join(cwd, name);
const text = (name = "l.json") => readFileSync(path(name), "utf8");
const ledger = (...args: string[]) => run(["ledger", "l.json", ...args], { cwd });
const json = (...args: string[]) => JSON.parse(ledger(...args, "--json").stdout);
/** Sheets on a day: the set's in the order of its shares, then the open one. A ledger has them by id, and a set's id is drawn. */
const sheetsOn = (day: string): { id: string; holder?: string; nextCheck: string; provedOn?: string }[] => {
  const { sheets } = json("--on", day);
  const open = (one: { id: string }) => one.id.startsWith("T0-");
  return [...sheets.filter((one: { id: string }) => !open(one)), ...sheets.filter(open)];
};

let set = "";
let receipts: { share: number; years: { year: number; receipt: string }[] }[] = [];
const receipt = (share: number, year: number) =>
  receipts.find((one) => one.share === share)?.years.find((one) => one.year === year)?.receipt ?? "";

/** Pictures of all pages of a PDF. */
async function pictures(file: string, pages: number): Promise<string[]> {
  const drawn = (await rasteriseForTest(new Uint8Array(readFileSync(path(file))))).slice(0, pages);
  return Promise.all(
    drawn.map(async ({ raster }, i) => {
      const name = `${file.replaceAll("/", "-")}-${i + 1}.png`;
      writeFileSync(path(name), await encodePng(raster));
      return name;
    }),
  );
}

beforeAll(() => {
  const holders = ["Aunt, 555-0100", "Bob", "Carol"].flatMap((name) => ["--holder", name]);
  const split = ["split", "key.txt", "--shares", "2-of-3", "-o", "set", ...holders, "--no-self-check", "--json"];
  const made = JSON.parse(run([...split, "--ledger", "l.json"], { cwd, env: MADE }).stdout);
  set = made.setId;
  receipts = made.receipts;
  expect(made.ledger).toEqual({ file: "l.json", sheets: [1, 2, 3].map((x) => `${set}/${x}`), collect: [] });
  const print = ["print", "key.txt", "-o", "s.pdf", "--no-self-check"];
  const env = { ...MADE, PAPER_ESCROW_LEDGER: "l.json" };
  expect(run(print, { cwd, env }).stderr).toContain("ledger l.json: sheets entered: 1");
});

describe("a ledger", () => {
  it("says what an opened envelope of an open sheet asks for, with commands that such a sheet knows", () => {
    const id = sheetsOn("2027-01-02").at(-1)?.id ?? "";
    writeFileSync(path("copy.json"), text());
    const { stderr } = run(["ledger", "copy.json", "--set", id, "--opened"], { cwd });
    expect(stderr).toContain(`--set ${id} --destroyed`);
    expect(stderr).not.toContain("--replaces");
  });

  it("holds what was made, and neither key nor account", () => {
    const sheets = sheetsOn("2027-01-02");
    expect(sheets.map(({ id, holder }) => [id, holder])).toEqual([
      [`${set}/1`, "Aunt (555-0100)"],
      [`${set}/2`, "Bob"],
      [`${set}/3`, "Carol"],
      [expect.stringMatching(/^T0-/u), undefined],
    ]);
    expect(sheets.map(({ nextCheck }) => nextCheck)).toEqual(["2027-12-16", "2027-12-24", "2028-01-01", "2028-01-01"]);
    for (const secret of [KEY, "Example Corp", "alice", "otpauth"]) expect(text()).not.toContain(secret);
  });

  it("enters what pictures prove, and nothing that a program drew", async () => {
    const before = text();
    const file = run(["verify", "--ledger", "l.json", "set/share-1-of-3.pdf", "s.pdf", ...DAY], { cwd });
    expect([file.status, text()]).toEqual([0, before]);
    expect(file.stdout).toContain("proved: 0, poor: 0, unknown: 0, missing: 4");
    const photos = [...(await pictures("set/share-1-of-3.pdf", 2)), ...(await pictures("s.pdf", 1))];
    const seen = run(["verify", "--ledger", "l.json", ...photos, ...DAY], { cwd });
    expect(seen.status).toBe(0);
    expect(seen.stdout).toContain("proved: 2, poor: 0, unknown: 0, missing: 2");
    expect(seen.stdout).toMatch(new RegExp(`missing +${set}/2 +Bob`, "u"));
    const proved = sheetsOn("2027-02-02").map(({ provedOn }) => provedOn);
    expect(proved).toEqual(["2027-02-01", undefined, undefined, "2027-02-01"]);
    const after = text();
    run(["verify", "--ledger", "l.json", ...photos.slice(2), ...DAY], { cwd });
    expect(text()).toBe(after);
    // The share's back alone proves no whole sheet: the document's codes are on its front. Its lines are read for long.
    if (!FULL) return;
    const part = run(["verify", "--ledger", "l.json", photos[1] ?? "", "--json", ...DAY], { cwd });
    expect(JSON.parse(part.stdout).ledger.proved).toEqual([]);
  });

  it("begins with what is on paper already, where that is asked for", () => {
    const photos = namesIn(cwd).filter((name) => name.startsWith("set-share-1") && name.endsWith(".png"));
    const verify = ["verify", ...photos, "--ledger", "new.json", ...DAY];
    expect(run(verify, { cwd }).stderr).toContain("there is no ledger new.json");
    expect(run([...verify, "--add-unknown"], { cwd }).stdout).toContain("proved: 1, poor: 0, unknown: 0, missing: 0");
    const told = run(["ledger", "new.json", "--receipt", receipt(1, 2027), "--on", "2027-02-03"], { cwd });
    expect([told.status, told.stderr]).toEqual([0, expect.stringContaining(`${set}/1`)]);
    writeFileSync(path("none.json"), `{"format":"paper-escrow ledger","version":1,"sheets":[]}`);
    const unknown = run(["verify", ...photos, "--ledger", "none.json", "--json", ...DAY], { cwd });
    expect(JSON.parse(unknown.stdout).ledger.unknown).toEqual([`${set}/1`]);
  });

  it("says what is due, a line a sheet, and ends with 1", () => {
    expect(ledger("--due", "--on", "2027-12-15")).toMatchObject({ status: 0, stdout: "" });
    const due = ledger("--due", "--on", "2027-12-31");
    expect(due.status).toBe(1);
    expect(due.stdout.trim().split("\n")).toHaveLength(1);
    expect(due.stdout).toMatch(new RegExp(`^2027-12-24  ${set}/2  Bob: `, "u"));
    expect(ledger("--due", "--on", "31.12.2027").status).toBe(2);
  });

  it("takes receipts, and says which is wrong and why", () => {
    const right = ledger("--receipt", receipt(2, 2027).toLowerCase().replace("-", " "), "--on", "2027-03-01");
    expect([right.status, right.stderr]).toEqual([0, expect.stringContaining(`sheet ${set}/2 (Bob), 2027`)]);
    const before = text();
    const other = ledger("--receipt", receipt(3, 2029), "--on", "2027-03-01");
    expect([other.status, other.stderr]).toEqual([1, expect.stringContaining(`sheet ${set}/3 for 2029, not for 2027`)]);
    expect(ledger("--receipt", "AAAA-AAAA", "--on", "2027-03-01").status).toBe(1);
    expect(ledger("--receipt", "AAAA").status).toBe(2);
    expect(text()).toBe(before);
  });

  it("follows sheets from hand to hand, and what becomes of a set that was replaced", () => {
    const moved = ledger(
      "--set",
      `${set.slice(0, 4)}/3`,
      "--moved",
      "--holder",
      "Dave",
      "--seal",
      "A 17",
      "--by",
      "AB",
      "--on",
      "2027-04-01",
    );
    expect([moved.status, moved.stderr]).toEqual([0, expect.stringContaining("Dave")]);
    expect(ledger("--set", set.slice(0, 6), "--destroyed").stderr).toContain("several sheets");
    expect(ledger("--set", "AAAA", "--destroyed").status).toBe(2);
    expect(ledger("--destroyed").stderr).toContain("--set");
    expect(ledger("--set", `${set}/1`, "--opened", "--on", "2027-04-02").stderr).toMatch(
      new RegExp(`Enrol a new authenticator.*\nThen make a new set .*--replaces ${set} `, "u"),
    );
    const split = ["split", "key.txt", "--shares", "2-of-2", "-o", "set2", "--no-self-check", "--ledger", "l.json"];
    const next = run([...split, "--replaces", set], { cwd, env: { SOURCE_DATE_EPOCH: "1806796800" } });
    expect(next.stderr).toContain(`collect and destroy ${set}/3: Dave`);
    const due = ledger("--due", "--on", "2027-04-05").stdout.trim().split("\n");
    expect(due.filter((line) => line.includes("collect and destroy"))).toHaveLength(3);
    for (const x of [1, 2, 3]) ledger("--set", `${set}/${x}`, "--destroyed", "--on", "2027-05-01");
    expect(ledger("--due", "--on", "2027-05-02").status).toBe(0);
    expect(ledger("--set", `${set}/3`, "--destroyed", "--on", "2027-05-01").stderr).toContain(
      "every sheet that the ledger knows is destroyed",
    );
    const told = ledger("--receipt", receipt(2, 2027), "--on", "2027-06-01");
    expect(told.stderr).toContain("somebody has it, or a copy of it");
  });

  it("is checked as often as somebody says", () => {
    expect(ledger("--check-every", "90d", "--on", "2027-05-03").status).toBe(0);
    expect(ledger("--check-every", "often").status).toBe(2);
    const every = json("--on", "2027-05-04").sheets.map((one: { checkEvery: string }) => one.checkEvery);
    expect(new Set(every)).toEqual(new Set(["90d", "1y"]));
  });
});

describe("a set that replaces another", () => {
  it("is checked as often", () => {
    writeFileSync(path("often.json"), text());
    const [{ id = "" } = {}] = json().sheets.filter((one: { id: string }) => !one.id.startsWith("T0-"));
    const old = id.slice(0, id.indexOf("/"));
    const often = (...args: string[]) => run(["ledger", "often.json", ...args], { cwd });
    expect(often("--set", old, "--check-every", "6w").status).toBe(0);
    const split = ["split", "key.txt", "--shares", "2-of-2", "-o", "set3", "--no-self-check", "--json"];
    const made = run([...split, "--ledger", "often.json", "--replaces", old], { cwd });
    expect(made.status, made.stderr).toBe(0);
    const { sheets } = JSON.parse(often("--json").stdout) as { sheets: { id: string; checkEvery: string }[] };
    const set = (JSON.parse(made.stdout) as { setId: string }).setId;
    expect(sheets.filter((one) => one.id.startsWith(set)).map(({ checkEvery }) => checkEvery)).toEqual(["6w", "6w"]);
  });
});

describe("a ledger's file", () => {
  it.each([
    ["damaged", (good: string) => good.slice(0, -20)],
    ["of another program", () => `{"format":"another"}`],
    ["newer", (good: string) => good.replace(`"version": 1`, `"version": 2`)],
  ])("that is %s is left byte for byte, by every command", (_, spoil) => {
    const bad = spoil(text());
    writeFileSync(path("bad.json"), bad);
    for (const args of [
      ["ledger", "bad.json", "--due"],
      ["ledger", "bad.json", "--check-every", "1y"],
      ["verify", "s.pdf", "--ledger", "bad.json", "--add-unknown"],
      ["print", "key.txt", "-o", "never.pdf", "--ledger", "bad.json"],
    ]) {
      const { status, stderr } = run(args, { cwd });
      expect([status, stderr]).toEqual([1, expect.stringMatching(/bad\.json.*left as it is/u)]);
    }
    expect(text("bad.json")).toBe(bad);
    expect(namesIn(cwd)).not.toContain("never.pdf");
  });

  it("keeps its permissions, and is written behind a link", () => {
    writeFileSync(path("real.json"), text());
    chmodSync(path("real.json"), 0o640);
    symlinkSync("real.json", path("link.json"));
    expect(run(["ledger", "link.json", "--check-every", "6w"], { cwd }).status).toBe(0);
    expect(text("real.json")).toContain(`"checkEvery":"6w"`);
    expect(statSync(path("real.json")).mode & 0o777).toBe(0o640);
    rmSync(path("link.json"));
  });

  it("takes over what another copy knows", () => {
    writeFileSync(path("copy.json"), text());
    run(["ledger", "copy.json", "--set", `${set.slice(0, 4)}/1`, "--seal", "B 1"], { cwd });
    ledger("--set", `${set}/2`, "--seal", "B 2");
    expect(ledger("--merge", "copy.json").status).toBe(0);
    expect(text()).toMatch(/"B 1".*"B 2"/su);
  });
});
