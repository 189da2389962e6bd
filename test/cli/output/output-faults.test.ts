import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeUtf8 } from "../../../src/bytes.js";
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
const quick = { selfCheck: false } as const;
{
  const { status, stderr } = run(["split", one, "--shares", "2-of-2", "-o", set, "--no-self-check"]);
  if (status !== 0) throw new Error(stderr);
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
];
writeFileSync(join(sources, "pass"), "seven hidden otters balance teapots beside 41 volcanoes\n");

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
