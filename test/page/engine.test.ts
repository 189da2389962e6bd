import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codesFrom } from "../../src/account/codes.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import type {
  AccountsAnswer,
  FrameAnswer,
  Mode,
  RevealedAccount,
  Snapshot,
  TypedAnswer,
} from "../../src/page/answers.js";
import { FULL, some, wide } from "../helpers/full.js";
import { describeWith } from "../helpers/programs.js";
import type { GivenFile } from "./helpers/browser.js";
import {
  AWS,
  KINDS,
  PASSPHRASE,
  RECOVERY,
  SECRET,
  sealedSet,
  shareSet,
  type TestSet,
  UNIX_SECONDS,
} from "./helpers/fixtures.js";
import { type Harness, packed, startHarness } from "./helpers/harness.js";

interface Inside {
  start(mode: Mode): void;
  call(name: string, args: readonly unknown[]): Promise<unknown>;
  fileOf(name: string, base64: string): File;
  progress: { doing: string }[];
}

/** What a call gave, or the code and facts of its error. */
interface Outcome<T> {
  readonly value: T;
  readonly code?: string;
  readonly data?: unknown;
}

describeWith(["chromium"], () => {
  let harness: Harness;
  let shares: TestSet;
  let other: TestSet;
  let sealed: TestSet;

  beforeAll(async () => {
    shares = await shareSet(KINDS, 2, 3, "share");
    other = await shareSet(KINDS.slice(0, 1), 2, 2, "other");
    if (FULL) sealed = await sealedSet(KINDS.slice(0, 1));
    harness = await startHarness("test/page/helpers/engine-main.ts");
  });
  afterAll(() => harness.end());

  /** The engine of a page, started afresh. */
  async function engineOf(mode: Mode = "recover", page: Page = harness.page) {
    await page.evaluate((how) => (globalThis as unknown as Inside).start(how), mode);
    const call = <T>(name: string, ...args: unknown[]) =>
      page.evaluate(([what, given]) => (globalThis as unknown as Inside).call(what, given), [
        name,
        args,
      ] as const) as Promise<Outcome<T>>;
    const add = (file: GivenFile) =>
      page.evaluate(
        async ({ name, base64 }) => {
          const inside = globalThis as unknown as Inside;
          return inside.call("addFile", [inside.fileOf(name, base64)]);
        },
        packed([file])[0] as { name: string; base64: string },
      ) as Promise<Outcome<Snapshot>>;
    const frame = (file: GivenFile) =>
      page.evaluate(
        async ({ name, base64 }) => {
          const inside = globalThis as unknown as Inside;
          return inside.call("addFrame", [await createImageBitmap(inside.fileOf(name, base64))]);
        },
        packed([file])[0] as { name: string; base64: string },
      ) as Promise<Outcome<FrameAnswer>>;
    const progress = () => page.evaluate(() => (globalThis as unknown as Inside).progress);
    return { call, add, frame, progress };
  }

  it("says which keys are short or can be guessed", async () => {
    const { call, add } = await engineOf();
    const text = ["JBSWY3DP", "PASSWORD", "JBSWY3DPEHPK3PXP"].map((key) => `otpauth://totp/x?secret=${key}\n`).join("");
    await add({ name: "list.txt", bytes: new TextEncoder().encode(text) });
    const { value } = await call<AccountsAnswer>("accounts");
    expect(value.accounts.map(({ keyStrength }) => keyStrength)).toEqual(["short", "weak", "good"]);
  });

  it("gathers shares, says what is missing, opens, and keeps every secret until it is asked for", async () => {
    const { call, add, progress } = await engineOf();
    const one = await add(await shares.picture(0));
    expect(one.value.sets).toMatchObject([
      { kind: "shares", k: 2, n: 3, have: 1, complete: true, need: { what: "shares", have: 1, need: 2, more: 1 } },
    ]);
    const name = one.value.sets[0]?.name ?? "";
    expect(await call("open", name)).toMatchObject({ code: "shares-missing", data: { have: 1, need: 2 } });
    // Its codes are all there: no line of it could say more.
    expect((await call<Snapshot>("readLines")).value).toEqual(one.value);
    expect((await progress()).filter(({ doing }) => doing === "lines")).toEqual([]);
    const two = await add(await shares.picture(2));
    expect(two.value.sets[0]).toMatchObject({ have: 2, need: { what: "nothing" }, opened: undefined });
    expect(two.value.accounts).toBe(0);
    const opened = await call<Snapshot>("open", name);
    expect(opened.value.sets[0]?.opened).toMatchObject({ accounts: 5, made: "2026-03-01" });
    const accounts = await call<AccountsAnswer>("accounts");
    expect(accounts.value.accounts.map(({ issuer }) => issuer)).toEqual(KINDS.map(({ issuer }) => issuer));
    expect(accounts.value.accounts[0]).toMatchObject({ guide: "aws-root", guideAssumed: false });
    expect(accounts.value.accounts.map(({ origins }) => origins)).toEqual(
      KINDS.map(() => [{ kind: "set", set: name }]),
    );
    expect(accounts.value.warnings).toEqual([]);
    expect(JSON.stringify([one, two, opened, accounts, await progress()])).not.toMatch(
      new RegExp(`${SECRET}|1234-5678|qx8`),
    );
    for (const [i, account] of KINDS.entries()) {
      const { id } = accounts.value.accounts[i] ?? { id: -1 };
      const codes = await call("codes", id, account.type === "hotp" ? undefined : UNIX_SECONDS, { count: 3 });
      const key = account.type === "hotp" ? "counted" : "timed";
      expect(codes.value).toMatchObject({ id, [key]: codesFrom(account, UNIX_SECONDS, 3) });
      const { value } = await call<RevealedAccount>("reveal", id);
      expect(value).toMatchObject({ key: account.secret, uri: formatOtpauth(account) });
      expect(value.qr.size).toBeGreaterThanOrEqual(21);
    }
    expect(accounts.value.keeps).toEqual([{ id: 0, name: "Backup codes" }]);
    expect(await call("revealKeep", 0)).toEqual({ value: "1234-5678" });
    const bank = accounts.value.accounts.at(-1)?.id;
    expect(accounts.value.recovery).toEqual([
      { id: 0, name: "Bank: someone", count: 2, account: bank },
      { id: 1, name: "Gone: bob", count: 1, account: undefined },
    ]);
    expect(await call("revealRecovery", 0)).toEqual({ value: RECOVERY[0]?.codes });
    expect(await call("revealRecovery", 1)).toEqual({ value: RECOVERY[1]?.codes });
    expect((await progress()).map(({ doing }) => doing)).toEqual(
      expect.arrayContaining(["fetching", "loading", "reading", "opening"]),
    );
  });

  wide("keeps an account that only an open sheet gave apart from the set's, and warns of its name", async () => {
    const { call, add } = await engineOf();
    await add(await shares.picture(0));
    const { value } = await add(await shares.picture(1));
    const name = value.sets[0]?.name ?? "";
    const forged = formatOtpauth({ ...AWS, secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" });
    await add({ name: "glued.txt", bytes: new TextEncoder().encode(forged) });
    await call("open", name);
    const { accounts, warnings } = (await call<AccountsAnswer>("accounts")).value;
    expect(accounts.at(-1)?.origins).toEqual([{ kind: "sheet", source: 3, pages: [] }]);
    expect(accounts.slice(0, -1).every(({ origins }) => origins[0]?.kind === "set")).toBe(true);
    expect(warnings).toMatchObject([
      { code: "origin-open", data: { where: "glued.txt" } },
      { code: "origin-name-twice", data: { first: name, other: "glued.txt" } },
    ]);
  });

  wide("sets altered and foreign shares aside, and names the source of each", async () => {
    const { add, call } = await engineOf();
    await add(await shares.altered(1));
    await add(await other.picture(0));
    await add({ name: "blank.png", bytes: new Uint8Array([1, 2, 3]) });
    const { value } = await add(await shares.picture(0));
    expect(value.sets).toHaveLength(2);
    expect(value.sets[0]?.shares).toMatchObject([
      { x: 1, status: "in-roster", sources: [4] },
      { x: 2, status: "not-in-roster", sources: [1] },
    ]);
    expect(value.problems).toMatchObject([
      { sources: [3], source: "blank.png", code: "sheet-unknown" },
      { sources: [1], source: "altered.png", code: "share-not-in-roster" },
    ]);
    const without = await call<Snapshot>("removeSource", 1);
    expect(without.value.sources.map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(without.value.problems.map(({ code }) => code)).toEqual(["sheet-unknown"]);
  });

  wide("opens a sealed set with its passphrase alone, also as other keyboards write it", async () => {
    const { add, call } = await engineOf();
    const { value } = await add(await sealed.picture(0));
    expect(value.sets).toMatchObject([{ kind: "sealed", need: { what: "passphrase" } }]);
    const name = value.sets[0]?.name ?? "";
    expect(await call("open", name)).toMatchObject({ code: "passphrase-needed" });
    expect(await call("open", name, `${PASSPHRASE}!`)).toMatchObject({ code: "passphrase-wrong" });
    const wide = PASSPHRASE.replace("c", "\uff43");
    expect((await call<Snapshot>("open", name, wide)).value.accounts).toBe(1);
  });

  wide("judges typed lines one by one and together, and joins them with what was read", async () => {
    const { add, call } = await engineOf();
    const lines = await shares.lines();
    const wrong = (line: string) =>
      line.replace(/^(\w+ \w{3})(\w)/u, (_, before, at) => before + (at === "A" ? "B" : "A"));
    const typed = [...lines.slice(0, 4), wrong(lines[4] ?? ""), "D6 ABCD EFG", "hello", "", ...lines.slice(7, -1)];
    const { value } = await call<TypedAnswer>("setTyped", typed);
    expect(value.lines.slice(0, 8)).toMatchObject([
      ...[0, 1, 2, 3].map((number) => ({ status: "good", label: `D${number}` })),
      { status: "offer", label: "D4", corrections: [{ group: 1, number: 4 }] },
      { status: "unreadable", label: "D6", reason: "group", group: 2 },
      { status: "other" },
      { status: "empty" },
    ]);
    expect(value.rebuilt).toEqual(["D5", "D6"]);
    expect(value.corrected).toMatchObject([{ label: "D4", group: 1, number: 4 }]);
    expect(value.complete).toBe(false);
    expect(value.snapshot.sets).toMatchObject([
      { complete: true, need: { what: "shares", have: 0, need: 2, more: 2 } },
    ]);

    const contradicting = [...lines, (await other.lines())[1]];
    const against = await call<TypedAnswer>("setTyped", contradicting);
    expect(against.value.lines.at(-1)).toEqual({ status: "contradicts", label: "D1", other: 1 });

    await add(await shares.picture(0));
    const joined = await call<TypedAnswer>("setTyped", [...shares.shareLines(1).slice(0, 3)]);
    expect(joined.value.missing.map(({ code }) => code)).toContain("lines-missing");
    const done = await call<TypedAnswer>("setTyped", shares.shareLines(1).slice(0, -1));
    expect(done.value).toMatchObject({ complete: true, missing: [] });
    expect(done.value.snapshot.sets[0]).toMatchObject({ have: 2, need: { what: "nothing" } });
  });

  it("takes what a camera sees frame by frame, each code once, and keeps sheets apart", async () => {
    const { frame } = await engineOf();
    const first = await frame(await shares.picture(0));
    expect(first.value).toMatchObject({ seen: shares.codes(0).length, fresh: shares.codes(0).length, foreign: 0 });
    expect(first.value.corners[0]).toHaveLength(4);
    expect((await frame(await shares.picture(0))).value).toMatchObject({ seen: shares.codes(0).length, fresh: 0 });
    const second = await frame(await shares.picture(1));
    expect(second.value.fresh).toBe(1);
    expect(second.value.snapshot.sets[0]).toMatchObject({ have: 2, need: { what: "nothing" } });
    const third = await frame(await other.picture(0));
    // A sheet is known by its share's code: those of one set have the same document codes.
    expect(third.value.snapshot.sources.map(({ origin }) => origin)).toEqual(["camera", "camera", "camera"]);
  });

  it("gives nothing secret away where it only checks", async () => {
    const { add, call } = await engineOf("check");
    const checked = [await add(await shares.picture(0)), await add(await shares.picture(1))];
    const second = checked[1]?.value;
    expect(second?.sources[1]).toMatchObject({
      printAgain: false,
      sets: [{ shares: [2] }],
      pages: [{ state: "read" }],
    });
    expect(second?.problems).toEqual([]);
    const name = checked[1]?.value.sets[0]?.name;
    for (const [method, ...args] of [
      ["open", name],
      ["accounts"],
      ["codes", 0, 59],
      ["reveal", 0],
      ["revealKeep", 0],
      ["revealRecovery", 0],
    ] as const) {
      expect(await call(method, ...args), method).toEqual({ code: "check-only", data: {} });
    }
  });

  it("reads files on the page, one at a time, hands their bytes over, and says which cannot be read", async () => {
    const { progress } = await engineOf();
    const outcome = await harness.page.evaluate(
      async (files) => {
        const inside = globalThis as unknown as Inside;
        const given: Uint8Array[] = [];
        let now = 0;
        let most = 0;
        const calls = files.map(({ name, base64 }) => {
          const file = inside.fileOf(name, base64);
          const bytes = file.arrayBuffer.bind(file);
          file.arrayBuffer = async () => {
            now += 1;
            most = Math.max(most, now);
            const buffer = await bytes();
            now -= 1;
            given.push(new Uint8Array(buffer));
            if (name === "gone.png") throw new DOMException("", "NotReadableError");
            return buffer;
          };
          return inside.call("addFile", [file]);
        });
        const last = (await Promise.all(calls)).at(-1);
        return { last, most, left: given.map(({ byteLength }) => byteLength) };
      },
      packed([await shares.picture(0), { ...(await shares.picture(1)), name: "gone.png" }, await shares.pdf(2)]),
    );
    expect(outcome.most).toBe(1);
    // Nothing is left of what was handed over; what could not be read was not.
    expect(outcome.left).toEqual([0, expect.any(Number), 0]);
    expect(outcome.left[1]).toBeGreaterThan(0);
    const { value } = outcome.last as Outcome<Snapshot>;
    expect(value.sets[0]?.shares.map(({ x }) => x)).toEqual([1, 3]);
    expect(value.problems).toEqual([
      { sources: [2], source: "gone.png", code: "file-unreadable", data: { reason: "NotReadableError" } },
    ]);
    expect((await progress()).filter(({ doing }) => doing === "fetching")).toHaveLength(3);
  });

  it("forgets everything: what waits and what comes later is refused", async () => {
    const { call } = await engineOf();
    const waiting = call("setTyped", ["D0"]);
    await harness.page.evaluate(() => (globalThis as unknown as { engine: { forget(): void } }).engine.forget());
    expect([await waiting, await call("accounts")]).toContainEqual({ code: "forgotten", data: {} });
    await expect.poll(() => harness.page.workers().length).toBe(0);
    const fresh = await engineOf();
    expect((await fresh.call<TypedAnswer>("setTyped", [])).value.snapshot.sources).toEqual([]);
  });

  describe("served", () => {
    it.each(some(["https://sheets.test/recover.html", "http://sheets.test/recover.html"]))(
      "works from %s",
      async (address) => {
        const page = await harness.openAt(address);
        const { add, call } = await engineOf("recover", page);
        await add(await shares.picture(0));
        const { value } = await add(await (FULL ? shares.pdf(1) : shares.picture(1)));
        const opened = await call<Snapshot>("open", value.sets[0]?.name);
        // The kept secret too, and the recovery codes of an account that is not there.
        expect(opened.value.accounts).toBe(KINDS.length + 2);
        // Over plain http: browsers keep back what the hash of a document could have been made with.
        expect(await page.evaluate(() => globalThis.isSecureContext)).toBe(address.startsWith("https:"));
      },
    );
  });

  it("nothing went wrong unseen, and nothing was asked of the network", () => {
    expect(harness.troubles).toEqual([]);
  });
});
