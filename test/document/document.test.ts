import { Decrypter, Encrypter } from "age-encryption";
import { gzipSync } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { makeAccount } from "../../src/account/account.js";
import { formatOtpauth } from "../../src/account/otpauth-uri.js";
import { concatBytes, encodeUtf8 } from "../../src/bytes.js";
import { decodeDocument, openDocument, sealDocument } from "../../src/document/document.js";
import { inflate } from "../../src/document/inflate.js";
import { type Contents, formatContents, parseContents } from "../../src/document/plaintext.js";
import { decodeFrame, encodeFrame, FRAME_BYTES, makeFrames } from "../../src/paper/frame.js";
import { assembleDocument } from "../../src/paper/frame-assembly.js";
import { formatRecord, parseRecord } from "../../src/paper/record.js";
import { makeRoster } from "../../src/share/roster.js";
import { splitSecret } from "../../src/share/secret-sharing.js";
import { wide } from "../helpers/full.js";

const PASSPHRASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const account = makeAccount({ issuer: "Example", account: "alice", secret: "JBSWY3DPEHPK3PXP" });
const contents: Contents = {
  accounts: [account],
  keeps: [{ name: "old app 50 %", text: "motp deadbeef" }],
  title: "Household",
  made: "2026-01-01",
  notes: ["one", "two"],
  holders: ["first", "second"],
};
const points = splitSecret(encodeUtf8(PASSPHRASE), 2, 3);
const lock = { kind: "shares", roster: await makeRoster(points, 2) } as const;

describe("documents", () => {
  test("what was sealed comes back; uncompressed text fills its last frame", async () => {
    const document = await sealDocument({ ...contents, notes: [] }, lock, PASSPHRASE, FRAME_BYTES);
    expect(await openDocument(document, PASSPHRASE)).toEqual({ ...contents, notes: [] });
    expect(document.bytes.length % FRAME_BYTES).toBe(0);
    expect(await decodeDocument(document.bytes)).toEqual(document);
    await expect(openDocument(document, `${PASSPHRASE}x`)).rejects.toMatchObject({ code: "passphrase-wrong" });
  });

  test("whose accounts they are comes back, from one line", () => {
    const text = formatContents({ ...contents, owner: "Ada\nExample" });
    expect(text).toContain("# title: Household\n# owner: Ada Example\n# made: ");
    expect(parseContents(`# owner: first\n# owner: second\n${text}`).owner).toBe("first");
    expect(parseContents(text)).toEqual({ ...contents, owner: "Ada Example" });
  });

  test("too little memory is not taken for a wrong passphrase", async () => {
    const document = await sealDocument(contents, lock, PASSPHRASE, FRAME_BYTES);
    const decrypt = vi.spyOn(Decrypter.prototype, "decrypt");
    decrypt.mockRejectedValueOnce(new RangeError("Array buffer allocation failed"));
    await expect(openDocument(document, PASSPHRASE)).rejects.toMatchObject({ code: "memory-short" });
    decrypt.mockRestore();
  });

  test("many accounts are compressed and come back", async () => {
    const accounts = Array.from({ length: 50 }, (_, i) =>
      makeAccount({ issuer: "Example", account: `user${i}`, secret: "JBSWY3DPEHPK3PXP" }),
    );
    const document = await sealDocument({ ...contents, accounts }, lock, PASSPHRASE, FRAME_BYTES);
    expect(document.bytes.length).toBeLessThan(1500);
    expect((await openDocument(document, PASSPHRASE)).accounts).toEqual(accounts);
  });

  test("each fault of the clear part has its own error", async () => {
    const { bytes } = await sealDocument(contents, lock, PASSPHRASE, FRAME_BYTES);
    const fault = (at: number, value: number) => Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));
    await expect(decodeDocument(fault(0, 1))).rejects.toMatchObject({ code: "document-version" });
    await expect(decodeDocument(fault(1, 3))).rejects.toMatchObject({ code: "document-lock" });
    await expect(decodeDocument(fault(2, 0x02))).rejects.toMatchObject({ code: "document-lock" });
    await expect(decodeDocument(bytes.slice(0, 60))).rejects.toMatchObject({ code: "age-header" });
    await expect(decodeDocument(new Uint8Array(18433))).rejects.toMatchObject({ code: "document-too-large" });
    const heavy = new Encrypter();
    heavy.setPassphrase(PASSPHRASE);
    heavy.setScryptWorkFactor(11);
    const header = bytes.slice(0, 2 + 1 + 3 * 8);
    const other = concatBytes(header, await heavy.encrypt("x"));
    await expect(decodeDocument(other)).rejects.toMatchObject({ code: "age-work-factor" });
  });

  wide("a sealed one that later programs write with more work opens", async () => {
    const later = new Encrypter();
    later.setPassphrase(PASSPHRASE);
    later.setScryptWorkFactor(20);
    const age = await later.encrypt(`${formatOtpauth(account)}\n`);
    const document = await decodeDocument(concatBytes(Uint8Array.of(0, 1), age));
    expect((await openDocument(document, PASSPHRASE)).accounts).toEqual([account]);
  });

  test("inflating stops at its limit", () => {
    const bomb = gzipSync(new Uint8Array(50_000_000));
    expect(() => inflate(bomb, 262_144)).toThrow(expect.objectContaining({ code: "document-inflates" }));
    expect(() => inflate(bomb.slice(0, 500), 262_144_000)).toThrow(expect.objectContaining({ code: "document-text" }));
    expect(inflate(gzipSync(encodeUtf8("text")), 10)).toEqual(encodeUtf8("text"));
  });

  test("contents: every field comes back, foreign comments are passed over, other lines are refused", () => {
    expect(parseContents(formatContents(contents))).toEqual(contents);
    expect(parseContents(`# later: x\n\n${formatContents(contents)}`)).toEqual(contents);
    expect(parseContents(`# note: a\r\n# keep: b c\u2028\n# Keep: x\n${formatContents(contents)}`)).toEqual(contents);
    expect(() => parseContents("hello\n")).toThrow(expect.objectContaining({ code: "contents-line" }));
    expect(() => parseContents("# title: only\n")).toThrow(expect.objectContaining({ code: "contents-empty" }));
    expect(() => parseContents("# keep: name\n")).toThrow(expect.objectContaining({ code: "contents-line" }));
  });
});

describe("frames", () => {
  const document = crypto.getRandomValues(new Uint8Array(1000));
  const hash = async () => new Uint8Array(await crypto.subtle.digest("SHA-256", document)).slice(0, 10);

  test("any m of them give the document, from any sheets", async () => {
    const frames = makeFrames(document, await hash(), false);
    expect(frames.length).toBe(9 + 3);
    for (const lost of [
      [0, 1, 2],
      [3, 7, 11],
      [9, 10, 11],
    ]) {
      const kept = frames
        .filter(({ index }) => !lost.includes(index))
        .map((frame) => ({ frame, source: `s${frame.index % 2}` }));
      expect(await assembleDocument(kept)).toEqual({ document, wrongPages: [] });
    }
    const few = frames.slice(0, 8).map((frame) => ({ frame, source: "s" }));
    await expect(assembleDocument(few)).rejects.toMatchObject({ code: "frames-missing", data: { have: 8, need: 9 } });
  });

  test("one sheet's wrong frames cannot lock out the others, and are named", async () => {
    const setId = await hash();
    const frames = makeFrames(document, setId, false);
    const forged = makeFrames(crypto.getRandomValues(new Uint8Array(1000)), setId, false);
    const all = [
      ...forged.map((frame) => ({ frame, source: "bad" })),
      ...frames.map((frame) => ({ frame, source: "good" })),
    ];
    expect(await assembleDocument(all)).toEqual({ document, wrongPages: [{ source: "bad" }] });
    const mixed = [
      ...forged.slice(0, 2).map((frame) => ({ frame, source: "bad" })),
      ...frames.slice(1, 10).map((frame) => ({ frame, source: "good" })),
    ];
    expect(await assembleDocument(mixed)).toEqual({ document, wrongPages: [{ source: "bad" }] });
  });

  test("encode, decode, and one fault each", async () => {
    const [frame] = makeFrames(document, await hash(), false);
    if (!frame) throw new Error("no frame");
    const bytes = encodeFrame(frame);
    expect(decodeFrame(bytes)).toEqual(frame);
    expect(formatRecord({ kind: "document", bytes })).toMatch(/^PE1D[A-Z2-7]{216}$/u);
    expect(parseRecord(formatRecord({ kind: "document", bytes }))).toEqual({
      status: "record",
      record: { kind: "document", format: "PE1", bytes },
    });
    const old = { kind: "document", format: "PE0", bytes } as const;
    expect(parseRecord(formatRecord(old))).toEqual({ status: "record", record: old });
    expect(parseRecord("PE2DAAAAAAAA")).toEqual({ status: "unknown-version" });
    expect(parseRecord("PE1DAAAAAAA")).toEqual({ status: "broken" });
    expect(parseRecord("otpauth://totp/x")).toEqual({ status: "foreign" });
    for (let at = 0; at < bytes.length; at += 7) {
      const altered = Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(() => decodeFrame(altered)).toThrow(expect.objectContaining({ code: "frame-check" }));
    }
    expect(() => decodeFrame(bytes.slice(1))).toThrow(expect.objectContaining({ code: "frame-length" }));
    expect(() => decodeFrame(encodeFrame({ ...frame, index: 200 }))).toThrow(
      expect.objectContaining({ code: "frame-numbers" }),
    );
    expect(() => decodeFrame(encodeFrame({ ...frame, dataCount: 3 }))).toThrow(
      expect.objectContaining({ code: "frame-numbers" }),
    );
  });
});
