import { runProgram } from "./programs.js";

/** The text of a PDF, as `pdftotext` takes it off the pages. */
export function printedText(pdf: Uint8Array): string {
  return runProgram("pdftotext", ["-layout", "-", "-"], pdf).toString();
}

/** The format card's program as it is printed: its lines out of a page's text. */
export function printedProgram(text: string): string {
  const lines = text.slice(text.indexOf("import sys")).split("\n");
  const end = lines.findIndex((line) => line.startsWith("sys.exit("));
  return `${lines.slice(0, end + 1).join("\n")}\n`;
}
