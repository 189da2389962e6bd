import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeUtf8 } from "../../../src/bytes.js";
import { ledger } from "../../../src/cli/commands/ledger.js";
import { page } from "../../../src/cli/commands/page.js";
import { print } from "../../../src/cli/commands/print.js";
import { recover } from "../../../src/cli/commands/recover.js";
import { recoveryPage } from "../../../src/cli/commands/recovery-page.js";
import { reprint } from "../../../src/cli/commands/reprint.js";
import { split } from "../../../src/cli/commands/split.js";
import { template } from "../../../src/cli/commands/template.js";
import type { Disk } from "../../../src/cli/output/disk.js";
import { writeFiles, writeFolder } from "../../../src/cli/output/output.js";
import type { Session } from "../../../src/cli/session.js";
import { EscrowError } from "../../../src/error.js";
import { loadLanguage } from "../../../src/node/resources.js";
import { FULL, some } from "../../helpers/full.js";
import { contentsOf, faultyDisk, type Way } from "../helpers/faulty-disk.js";
import { folderWith, KEY_URI, run, uriOf } from "../helpers/run.js";

// The thread that draws PDFs is started as it is built: Node does not run its source.
vi.mock("../../../src/node/drawer.js", () => import("../../../dist/node/drawer.js" as string));

const language = await loadLanguage("en");
const sessionOf = (disk?: Disk): Session => ({ language, version: "test", ...(disk === undefined ? {} : { disk }) });

let said = "";
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A run that writes, in a folder of its own. */
interface Writing {
  readonly name: string;
  /** What is in the folder before. */
  readonly before: (folder: string) => void;
  readonly write: (session: Session, folder: string) => unknown;
}

const bytesOf = (text: string) => encodeUtf8(text.repeat(50));
const files = ["a.pdf", "b.pdf", "c.pdf"].map((name) => ({ name, bytes: bytesOf(`new ${name}`) }));
const placed = (folder: string) => files.map(({ name, bytes }) => ({ path: join(folder, name), bytes }));
const old =
  (...names: string[]) =>
  (folder: string) => {
    for (const name of names) writeFileSync(join(folder, name), `old ${name}`, { mode: 0o640 });
  };

const WRITINGS: readonly Writing[] = [
  { name: "new files", before: old("other"), write: (session, folder) => writeFiles(session, placed(folder)) },
  {
    name: "files over others",
    before: old("a.pdf", "b.pdf", "c.pdf", "other"),
    write: (session, folder) => writeFiles(session, placed(folder), { force: true }),
  },
  {
    name: "files over some others",
    before: old("b.pdf"),
    write: (session, folder) => writeFiles(session, placed(folder), { force: true }),
  },
  {
    name: "a new folder",
    before: old("other"),
    write: (session, folder) => writeFolder(session, join(folder, "new"), files),
  },
  {
    name: "a new folder, and beside it a file over another",
    before: old("ledger.json"),
    write: (session, folder) => {
      const beside = [{ path: join(folder, "ledger.json"), bytes: bytesOf("new ledger"), force: true, mode: 0o640 }];
      writeFolder(session, join(folder, "new"), files.slice(0, 1), { beside });
    },
  },
];

/** Runs it once with a fault; says how it ended and what the folder held before and after, and would hold. */
async function tried({ before, write }: Writing, fails: (call: number, name: string) => boolean, way: Way = "before") {
  const folder = folderWith();
  before(folder);
  const was = contentsOf(folder);
  const { disk, calls } = faultyDisk(fails, way);
  let error: unknown;
  try {
    await write(sessionOf(disk), folder);
  } catch (thrown) {
    error = thrown;
  }
  const is = contentsOf(folder);
  rmSync(folder, { recursive: true });
  return { was, is, calls, error };
}

const never = () => false;

describe.each(WRITINGS)("$name", (writing) => {
  it.each(["before", "after"] as const)(
    "are as before or complete, whichever call fails, %s it was carried out",
    async (way) => {
      const { is: complete, was, calls, error } = await tried(writing, never);
      expect(error).toBeUndefined();
      expect(complete).not.toEqual(was);
      for (const at of calls.keys()) {
        const { is, error: first } = await tried(writing, (call) => call === at, way);
        expect(is, `${at}: ${calls[at]}`).toEqual(first === undefined ? complete : was);
        if (first !== undefined) expect(first).toMatchObject({ code: "output-unwritable", data: { reason: "EIO" } });
      }
    },
  );

  it.each(["unlinkSync", "renameSync", "rmdirSync", "linkSync", "closeSync"])(
    "keep the first error, the old bytes and the name of what is left where every later %s fails too",
    async (later) => {
      const { was, is: complete, calls } = await tried(writing, never);
      for (const at of calls.keys()) {
        const { is, error } = await tried(writing, (call, name) => call === at || (call > at && name === later));
        checkLeft({ was, is, complete, error }, `${at}: ${calls[at]}`);
      }
    },
  );

  it("lose nothing old where the disk is gone from a call on", async () => {
    const { was, is: complete, calls } = await tried(writing, never);
    for (const at of calls.keys()) {
      const { is, error } = await tried(writing, (call) => call >= at);
      checkLeft({ was, is, complete, error }, `${at}: ${calls[at]}`);
    }
  });
});

/** Nothing old is lost; what is there and neither belongs there nor was there before is named. */
function checkLeft(
  { was, is, complete, error }: { was: object; is: object; complete: object; error: unknown },
  where: string,
): void {
  const held = (state: object) => Object.values(state) as string[];
  if (error === undefined) {
    expect(is, where).toMatchObject(complete);
    for (const name of Object.keys(is).filter((one) => !(one in complete))) expect(said, where).toContain(name);
    return;
  }
  for (const one of held(was)) expect(held(is), where).toContain(one);
  if (!(error instanceof EscrowError)) throw error;
  expect(error.data.reason, where).toBe("EIO");
  const left = String(error.data.left ?? "");
  for (const [name, state] of Object.entries(is)) {
    if ((was as Record<string, string>)[name] !== state && !name.includes("new/"))
      expect(left, where).toContain(name.replace(/\/$/u, ""));
  }
}

const sources = folderWith({
  "one.txt": KEY_URI,
  "two.txt": `${KEY_URI}\n${uriOf("Other Corp", "bob", "MFRGGZDFMZTWQ2LK")}\n`,
});
const one = join(sources, "one.txt");
const two = join(sources, "two.txt");
const set = join(sources, "set");
const kept = join(sources, "ledger.json");
let setId = "";
let year = 0;
let receipt = "";
const quick = { selfCheck: false } as const;
{
  const made = ["split", one, "--shares", "2-of-2", "-o", set, "--no-self-check", "--ledger", kept, "--json"];
  const { status, stdout, stderr } = run(made);
  if (status !== 0) throw new Error(stderr);
  const told = JSON.parse(stdout);
  setId = `${told.setId}/1`;
  ({ year, receipt } = told.receipts[0].years[0]);
  run(["print", one, "-o", join(sources, "other.pdf"), "--no-self-check", "--ledger", join(sources, "other.json")]);
}
const shares = [join(set, "share-1-of-2.pdf"), join(set, "share-2-of-2.pdf")];

/** What commands write, and over what. */
const COMMANDS: readonly (readonly [
  name: string,
  names: readonly string[],
  write: (session: Session, folder: string, force: boolean) => unknown,
])[] = [
  [
    "print",
    ["sheet.pdf"],
    (s, folder, force) => print(s, [one], { output: join(folder, "sheet.pdf"), force, ...quick }),
  ],
  [
    "print -o FOLDER/",
    ["out/sheet-001.pdf", "out/sheet-002.pdf"],
    (s, folder, force) => print(s, [two], { output: `${join(folder, "out")}/`, force, ...quick }),
  ],
  [
    "print --seal",
    ["sealed.pdf", "recover.html"],
    (s, folder, force) =>
      print(s, [one], {
        seal: true,
        passphraseFile: join(sources, "pass"),
        output: join(folder, "sealed.pdf"),
        force,
        ...quick,
      }),
  ],
  [
    "split",
    ["out/share-1-of-2.pdf", "out/share-2-of-2.pdf", "out/keeper.pdf", "out/recover.html"],
    (s, folder, force) => split(s, [one], { shares: "2-of-2", output: join(folder, "out"), force, ...quick }),
  ],
  ["recover -o", ["uris.txt"], (s, folder, force) => recover(s, shares, { output: join(folder, "uris.txt"), force })],
  [
    "reprint",
    ["out/share-1-of-2.pdf", "out/share-2-of-2.pdf"],
    (s, folder, force) => reprint(s, shares, { output: `${join(folder, "out")}/`, force, ...quick }),
  ],
  ["template", ["a.jsonc"], (s, folder, force) => template(s, "open", { output: join(folder, "a.jsonc"), force })],
  [
    "template -o FOLDER/",
    ["out/open.jsonc"],
    (s, folder, force) => template(s, "open", { output: `${join(folder, "out")}/`, force }),
  ],
  ["recovery-page", ["a.html"], (s, folder, force) => recoveryPage(s, { output: join(folder, "a.html"), force })],
  [
    "recovery-page -o FOLDER/",
    ["out/recover.html"],
    (s, folder, force) => recoveryPage(s, { output: `${join(folder, "out")}/`, force }),
  ],
  ["page", ["b.html"], (s, folder, force) => page(s, { output: join(folder, "b.html"), force })],
  [
    "ledger --ics",
    ["due.ics"],
    (s, folder, force) => ledger(s, kept, { ics: true, output: join(folder, "due.ics"), force }),
  ],
  [
    "ledger --pdf",
    ["binder.pdf"],
    (s, folder, force) => ledger(s, kept, { pdf: true, paper: "a4", output: join(folder, "binder.pdf"), force }),
  ],
];
writeFileSync(join(sources, "pass"), "seven hidden otters balance teapots beside 41 volcanoes\n");

/** What commands enter into a ledger that is there, and what they write with it. */
const ENTERING: readonly (readonly [
  name: string,
  names: readonly string[],
  write: (session: Session, folder: string, file: string) => unknown,
])[] = [
  ["ledger --set", [], (s, _, file) => ledger(s, file, { set: [setId], holder: "Carol" })],
  ["ledger --receipt", [], (s, _, file) => ledger(s, file, { receipt: [receipt], on: `${year}-06-01` })],
  ["ledger --merge", [], (s, _, file) => ledger(s, file, { merge: [join(sources, "other.json")] })],
  [
    "print --ledger",
    ["sheet.pdf"],
    (s, folder, file) => print(s, [one], { output: join(folder, "sheet.pdf"), ledger: file, ...quick }),
  ],
  [
    "print --seal --ledger",
    ["sealed.pdf", "recover.html"],
    (s, folder, file) =>
      print(s, [one], {
        seal: true,
        passphraseFile: join(sources, "pass"),
        output: join(folder, "sealed.pdf"),
        ledger: file,
        ...quick,
      }),
  ],
  [
    "split --ledger",
    ["out/share-1-of-2.pdf", "out/share-2-of-2.pdf"],
    (s, folder, file) => split(s, [one], { shares: "2-of-2", output: join(folder, "out"), ledger: file, ...quick }),
  ],
  [
    "reprint --ledger",
    ["out/share-1-of-2.pdf", "out/share-2-of-2.pdf"],
    (s, folder, file) => reprint(s, shares, { output: `${join(folder, "out")}/`, ledger: file, ...quick }),
  ],
];

describe.each(some(ENTERING, 3))("%s", (name, names, write) => {
  const writing: Writing = {
    name,
    before: (folder) => copyFileSync(kept, join(folder, "ledger.json")),
    write: (session, folder) => write(session, folder, join(folder, "ledger.json")),
  };

  it("leaves ledger and sheets as before or complete, whichever call fails", { timeout: 1_200_000 }, async () => {
    const { calls, is: complete, was, error } = await tried(writing, never);
    expect(error).toBeUndefined();
    expect(Object.keys(complete)).toEqual(expect.arrayContaining(["ledger.json", ...names]));
    expect(complete["ledger.json"]).not.toBe(was["ledger.json"]);
    for (const at of calls.keys()) {
      const { is, error: first } = await tried(writing, (call) => call === at);
      if (first !== undefined) expect(is, `${at}: ${calls[at]}`).toEqual(was);
      else {
        expect(Object.keys(is), `${at}: ${calls[at]}`).toEqual(Object.keys(complete));
        expect(is["ledger.json"], `${at}: ${calls[at]}`).not.toBe(was["ledger.json"]);
      }
    }
  });
});

describe.each(some(COMMANDS))("%s", (name, names, write) => {
  /** The command in a folder where something is. */
  const writingOf = (force: boolean): Writing => ({
    name,
    before: (folder) => {
      writeFileSync(join(folder, "other"), "other");
      if (!force) return;
      if (names[0]?.includes("/")) mkdirSync(join(folder, "out"));
      for (const path of names) writeFileSync(join(folder, path), `old ${path}`);
    },
    write: (session, folder) => write(session, folder, force),
  });

  it.each(some([false, true]))(
    "leaves the folder as before where syncing it fails at last (--force: %s)",
    async (force) => {
      const done: string[] = [];
      const { was, is, error } = await tried(writingOf(force), (_, call) => {
        done.push(call);
        return call === "fsyncSync" && (done.includes("renameSync") || done.includes("linkSync"));
      });
      expect(is).toEqual(was);
      expect(error).toMatchObject({ code: "output-unwritable", data: { reason: "EIO" } });
    },
  );

  it.runIf(FULL).each([false, true])(
    "leaves it as before or complete, whichever call fails (--force: %s)",
    { timeout: 1_200_000 },
    async (force) => {
      const writing = writingOf(force);
      const { calls, is: complete, was, error } = await tried(writing, never);
      expect(error).toBeUndefined();
      expect(Object.keys(complete)).toEqual(expect.arrayContaining([...names]));
      for (const at of calls.keys()) {
        const { is, error: first } = await tried(writing, (call) => call === at);
        if (first !== undefined) expect(is, `${at}: ${calls[at]}`).toEqual(was);
        // Sheets of a set are others each time.
        else expect(Object.keys(is), `${at}: ${calls[at]}`).toEqual(Object.keys(complete));
      }
    },
  );
});
