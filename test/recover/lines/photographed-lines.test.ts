import { describe, expect, it } from "vitest";
import { formatLine, parseLine } from "../../../src/paper/line.js";
import { encodeLines, encodeShareLines } from "../../../src/paper/lines.js";
import { encodeOpenLines } from "../../../src/paper/open-lines.js";
import { gatherPictureLines } from "../../../src/recover/lines/photographed-lines.js";
import { encodeShare } from "../../../src/share/share.js";

const payload = Uint8Array.from({ length: 200 }, (_, i) => i * 7);
const readingsOf = (lines: readonly string[]) => lines.flatMap((line) => parseLine(line) ?? []);
const setId = Uint8Array.from({ length: 10 }, (_, i) => i + 1);
const share = encodeShare({ setId, k: 2, n: 3, point: { x: 2, y: new Uint8Array(32).fill(5) } });

describe("gatherPictureLines", () => {
  it("puts a document's columns together, from several pictures, one without a heading", async () => {
    const lines = (await encodeLines("D", payload)).map(formatLine);
    const pictures = [
      { source: "b", columns: [readingsOf(lines.slice(9))] },
      { source: "a", columns: [readingsOf(lines.slice(0, 5)), readingsOf(lines.slice(5, 9))] },
    ];
    const found = await gatherPictureLines(pictures);
    expect(found.lines.map(({ source }) => source)).toEqual(["a"]);
    expect([...found.sources].sort()).toEqual(["a", "b"]);
  });

  it("leaves out a document whose hash is another", async () => {
    const lines = await encodeLines("D", payload);
    const altered = lines.map((line) => ({ ...line, bytes: line.number === 3 ? line.bytes.toReversed() : line.bytes }));
    const others = altered.filter(({ number }) => number < 15).map(formatLine);
    const found = await gatherPictureLines([{ source: "a", columns: [readingsOf(others)] }]);
    expect(found.lines).toEqual([]);
    expect(found.sources.size).toBe(0);
  });

  it("gives a share only under the heading of its own set and number", async () => {
    const own = encodeShareLines(share, setId, 2).map(formatLine);
    const other = encodeShareLines(share, setId, 3).map(formatLine);
    expect((await gatherPictureLines([{ source: "a", columns: [readingsOf(own)] }])).lines).toHaveLength(1);
    expect((await gatherPictureLines([{ source: "a", columns: [readingsOf(other)] }])).lines).toEqual([]);
  });

  it("counts no picture as read whose lines say something else than what came back", async () => {
    const lines = (await encodeLines("D", payload)).map(formatLine);
    const other = (
      await encodeLines(
        "D",
        payload.map((value) => value ^ 85),
      )
    ).map(formatLine);
    const whole = { source: "a", columns: [readingsOf(lines)] };
    const rest = { source: "b", columns: [readingsOf(other.slice(3, 5))] };
    expect([...(await gatherPictureLines([whole, rest])).sources]).toEqual(["a"]);
    expect([...(await gatherPictureLines([rest, whole])).sources]).toEqual(["a"]);
  });

  it("gives back an account beside lines of another whose heading is lost", async () => {
    const texts = ["JBSWY3DPEHPK3PXP", "KRSXG5CTMVRXEZLU"].map((secret) => `otpauth://totp/a?secret=${secret}`);
    const [own = [], other = []] = await Promise.all(texts.map(encodeOpenLines));
    const rest = { source: "a", columns: [readingsOf(other.slice(1, -1))] };
    const whole = { source: "b", columns: [readingsOf(own)] };
    const found = await gatherPictureLines([rest, whole]);
    expect(found.accounts.map(({ account }) => account.secret)).toEqual(["JBSWY3DPEHPK3PXP"]);
    expect([...found.sources]).toEqual(["b"]);
  });
});
