import type { QrSymbol } from "../../paper/qr/qr.js";
import { quietMm, type Setting } from "../block-setting.js";
import { Column } from "../column.js";

/** A code, and how it looks. */
interface PrintedCode {
  readonly symbol: QrSymbol;
  readonly text: string;
  readonly sizeMm: number;
}

/** A sheet's code, and beside it what is done with it, step by step. */
export function codeAndSteps(
  { symbol, text, sizeMm }: PrintedCode,
  steps: readonly string[],
  stepsPt: number,
  { fonts, widthMm }: Setting,
): Column {
  const column = new Column(fonts, widthMm);
  column.boxes.push({ kind: "code", xMm: 0, yMm: 0, sizeMm, symbol, text });
  const leftMm = sizeMm + quietMm({ symbol }, sizeMm) + 4;
  const beside = new Column(fonts, widthMm - leftMm, leftMm);
  for (const [i, step] of steps.entries()) {
    if (i > 0) beside.gap(stepsPt * 0.15);
    beside.item(`${i + 1}.`, step, { face: "text", pt: stepsPt });
  }
  column.place(beside, Math.max(0, (sizeMm - beside.yMm) / 2));
  column.gap(Math.max(sizeMm, beside.yMm));
  return column;
}
