import type { Box, Page } from "../sheet/box.js";
import type { Paper } from "../sheet/paper.js";

/** A page of a leaf that is laid out when its boxes are asked for: of ten thousand leaves nobody could hold all. */
export class LeafPage implements Page {
  readonly widthMm: number;
  readonly heightMm: number;

  /**
   * @param accounts the place of its account in the list, from 0
   * @param laidOut the page with its boxes
   */
  constructor(
    paper: Paper,
    readonly accounts: readonly number[],
    private readonly laidOut: () => Page | undefined,
  ) {
    this.widthMm = paper.widthMm;
    this.heightMm = paper.heightMm;
  }

  get boxes(): readonly Box[] {
    return this.laidOut()?.boxes ?? [];
  }
}

/** Has things made when they are asked for, and keeps the last of them: a leaf's pages are drawn one after the other. */
export function keepLast<T>(): (make: () => T) => () => T {
  let last: { readonly by: () => T; readonly made: T } | undefined;
  return (make) => () => {
    if (last?.by !== make) last = { by: make, made: make() };
    return last.made;
  };
}
