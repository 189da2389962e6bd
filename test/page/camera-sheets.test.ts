import { describe, expect, it } from "vitest";
import { CameraSheets } from "../../src/page/camera-sheets.js";
import { formatRecord } from "../../src/paper/record.js";
import type { FoundCode } from "../../src/read/codes.js";

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
    expect(sheets.add([seen(share(1), 0.2), foreign])).toEqual({ seen: 1, fresh: 1, foreign: 1 });
    expect(sheets.add([seen(share(1), 0.9), seen(share(1), 0.4)])).toEqual({ seen: 1, fresh: 0, foreign: 0 });
    expect(sheets.add([foreign])).toEqual({ seen: 0, fresh: 0, foreign: 1 });
    const [sheet, ...others] = sheets.list();
    expect(others).toEqual([]);
    expect(sheet?.codes).toEqual([{ text: share(1), usedCorrection: expect.closeTo(0.1) }]);
    expect(sheets.add([seen("otpauth://totp/x?secret=JBSWY3DPEHPK3PXP")])).toMatchObject({ seen: 1, fresh: 1 });
  });

  it("belongs to one sheet as long as a known code is in the picture", () => {
    const sheets = newSheets();
    sheets.add([seen(share(1)), seen(frame(1))]);
    sheets.add([seen(frame(1)), seen(frame(2))]);
    sheets.add([seen(share(2))]);
    sheets.add([seen(share(2)), seen(frame(3))]);
    expect(sheets.list().map(({ id, codes }) => [id, codes.map(({ text }) => text)])).toEqual([
      [1, [share(1), frame(1), frame(2)]],
      [2, [share(2), frame(3)]],
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
