import qrcode from "qrcode";
import { inkOf } from "../../bench/damage/print.mjs";

/** Pixels of a printed page for a millimetre. */
const PRINT_PX = 600 / 25.4;
/** Pixels of a paper for a millimetre. */
export const PX = 300 / 25.4;

/** A small page, so that tests take little time. */
export const PAGE = { widthMm: 80, heightMm: 100, codes: [{ xMm: 20, yMm: 25, sizeMm: 33 }], lines: [] };

/** Its drawing, painted by a function of places in millimetres. */
export function pageOf(isInk: (x: number, y: number) => boolean) {
  const [width, height] = [PAGE.widthMm, PAGE.heightMm].map((mm) => Math.round(mm * PRINT_PX)) as [number, number];
  const data = new Uint8Array(width * height).fill(255);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) if (isInk((x + 0.5) / PRINT_PX, (y + 0.5) / PRINT_PX)) data[at] = 0;
  }
  return inkOf({ width, height, data });
}

/** A QR code of 33 modules at 1 mm a module, where `PAGE` says. */
export function codePage(text: string) {
  const { modules } = qrcode.create(text, { version: 4, errorCorrectionLevel: "M" });
  return pageOf((x, y) => {
    const [column, row] = [Math.floor(x - 20), Math.floor(y - 25)];
    return row >= 0 && column >= 0 && row < 33 && column < 33 && modules.data[row * 33 + column] === 1;
  });
}

/** A sheet of paper that is of one grey level all over. */
export function plainPaper(level: number) {
  const [width, height] = [PAGE.widthMm, PAGE.heightMm].map((mm) => Math.round(mm * PX)) as [number, number];
  const place = ({ x, y }: { x: number; y: number }) => ({ x: x * PX, y: y * PX });
  const data = new Uint8Array(width * height).fill(level);
  return { width, height, data, paperLevel: 240, absent: undefined, place };
}

/** Pixels of which something holds, as square millimetres. */
export function areaWhere(data: Uint8Array, holds: (value: number) => boolean): number {
  let count = 0;
  for (const value of data) if (holds(value)) count++;
  return count / PX ** 2;
}
