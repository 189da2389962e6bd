import { describe, expect, it } from "vitest";
import { CameraSheets } from "../../../src/page/worker/camera-sheets.js";
import { formatRecord } from "../../../src/paper/record.js";
import type { FoundCode } from "../../../src/read/codes/found-code.js";

const at = { x: 0, y: 0 };
const seen = (text: string, unusedCorrection = 1): FoundCode => ({
  text,
  unusedCorrection,
  corners: [at, at, at, at],
  version: 6,
  level: "H",
  pass: "plain",
});
const share = (byte: number) => formatRecord({ kind: "share", bytes: new Uint8Array(45).fill(byte) });
const frame = (byte: number) => formatRecord({ kind: "document", bytes: new Uint8Array(135).fill(byte) });

function newSheets(): CameraSheets {
  let last = 0;
  return new CameraSheets(() => ++last);
}

describe("what a camera sees", () => {
  it("is counted once, keeps its best sight, and leaves foreign codes alone", () => {
    const sheets = newSheets();
    const foreign = seen("https://example.com/");
    expect(sheets.add([seen(share(1), 0.2), foreign])).toEqual({ seen: 1, fresh: 1, foreign: 1, changed: true });
    expect(sheets.add([seen(share(1), 0.9), seen(share(1), 0.4)])).toEqual({
      seen: 1,
      fresh: 0,
      foreign: 0,
      changed: false,
    });
    expect(sheets.add([foreign])).toEqual({ seen: 0, fresh: 0, foreign: 1, changed: false });
    const [sheet, ...others] = sheets.list();
    expect(others).toEqual([]);
    expect(sheet?.codes).toEqual([{ text: share(1), usedCorrection: expect.closeTo(0.1) }]);
    expect(sheets.add([seen("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP")])).toMatchObject({ seen: 1, fresh: 1 });
  });

  const textsOf = (sheets: CameraSheets) => sheets.list().map(({ codes }) => codes.map(({ text }) => text));

  it("is of the sheet whose share's code is in the same picture", () => {
    const sheets = newSheets();
    sheets.add([seen(share(1)), seen(frame(1))]);
    sheets.add([seen(frame(1)), seen(frame(2))]);
    sheets.add([seen(share(2))]);
    sheets.add([seen(share(2)), seen(frame(3))]);
    expect(textsOf(sheets)).toEqual([
      [share(1), frame(1)],
      [frame(1), frame(2)],
      [share(2), frame(3)],
    ]);
    sheets.add([seen(share(1)), seen(frame(2))]);
    expect(textsOf(sheets)).toEqual([
      [share(1), frame(1), frame(2)],
      [share(2), frame(3)],
    ]);
  });

  it("is of a page of its own without a share's code, or with two, and goes on from picture to picture", () => {
    const sheets = newSheets();
    sheets.add([seen(frame(1)), seen(frame(2))]);
    sheets.add([seen(frame(2)), seen(frame(3))]);
    sheets.add([seen(share(1)), seen(share(2)), seen(frame(3)), seen(frame(4))]);
    sheets.add([seen(frame(9))]);
    sheets.add([seen(frame(1))]);
    expect(textsOf(sheets)).toEqual([[frame(1), frame(2), frame(3), frame(4)], [share(1)], [share(2)], [frame(9)]]);
  });

  it("is not mixed with a forged sheet that was held up first and shows true codes too", () => {
    const placed = (index: number, byte: number) => {
      const bytes = new Uint8Array(135).fill(byte);
      bytes.set([...new Uint8Array(10).fill(7), index]);
      return formatRecord({ kind: "document", bytes });
    };
    const [truth, lie] = [[0, 1, 2].map((i) => placed(i, 1)), [0, 1, 2].map((i) => placed(i, 2))];
    const sheets = newSheets();
    const show = (...texts: (string | undefined)[]) => sheets.add(texts.map((text) => seen(text ?? "")));
    show(share(8), truth[0], lie[1], lie[2]);
    show(truth[0], lie[1], lie[2]);
    show(truth[0], truth[1]);
    expect(show(share(3), ...truth)).toMatchObject({ fresh: 2, changed: true });
    expect(textsOf(sheets)).toEqual([
      [share(8), truth[0], lie[1], lie[2]],
      [share(3), ...truth],
    ]);
  });

  it("can be set aside and seen anew", () => {
    const sheets = newSheets();
    sheets.add([seen(share(1))]);
    sheets.remove(1);
    expect(sheets.list()).toEqual([]);
    expect(sheets.add([seen(share(1))])).toMatchObject({ fresh: 1 });
  });
});
