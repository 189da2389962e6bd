/** Size of a sheet of paper in mm. */
export interface Paper {
  readonly widthMm: number;
  readonly heightMm: number;
}

/** The papers that sheets are made for. */
export const PAPERS = {
  a4: { widthMm: 210, heightMm: 297 },
  letter: { widthMm: 215.9, heightMm: 279.4 },
} as const satisfies Record<string, Paper>;
/** Name of a paper. */
export type PaperName = keyof typeof PAPERS;
/** Their names, the usual one of most countries first. */
export const PAPER_NAMES = Object.keys(PAPERS) as PaperName[];
