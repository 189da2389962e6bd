import type { SetSheet } from "./set-sheets.js";

/** `share-1-of-5.pdf`: no name of a holder or an account stands in the name of a file. */
export function sheetFileName({ kind, share }: Pick<SetSheet, "kind" | "share">): string {
  if (share) return `share-${share.point.x}-of-${share.n}.pdf`;
  return kind === "keeper" ? "keeper.pdf" : "sealed-sheet.pdf";
}
