import type { Box, Page, TextBox } from "../../src/sheet/box.js";
import { runProgram } from "./programs.js";

/** The text of a PDF, as `pdftotext` takes it off the pages. */
export function printedText(pdf: Uint8Array): string {
  return runProgram("pdftotext", ["-layout", "-", "-"], pdf).toString();
}

/** Larger type is of lines and set ids. */
const MOST_PROGRAM_PT = 6;
const isProgram = (box: Box): box is TextBox =>
  box.kind === "text" && box.face === "mono" && box.role === undefined && box.pt < MOST_PROGRAM_PT;

/** The format card's program as it is printed: the left column, then the right one, each from its own left edge. */
export function printedProgram(pages: readonly Page[], pdf: Uint8Array): string {
  const page = pages.findIndex(({ boxes }) => boxes.some(isProgram));
  const printed = pages[page]?.boxes.filter(isProgram) ?? [];
  const points = (mm: number) => Math.floor((mm * 72) / 25.4);
  const top = points(Math.min(...printed.map(({ yMm }) => yMm)) - 2);
  const height = points(Math.max(...printed.map(({ yMm }) => yMm)) + 1) - top;
  const half = points((pages[page]?.widthMm ?? 0) / 2);
  const lines = [0, half].flatMap((x) => {
    const place = ["-f", page + 1, "-l", page + 1, "-x", x, "-y", top, "-W", half, "-H", height].map(String);
    const text = runProgram("pdftotext", ["-layout", ...place, "-", "-"], pdf).toString();
    const own = text.split("\n").filter((line) => line.trim() !== "");
    const edge = Math.min(...own.map((line) => line.search(/\S/u)));
    return own.map((line) => line.slice(edge));
  });
  return `${lines.join("\n")}\n`;
}
