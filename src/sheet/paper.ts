/** Size of a sheet of paper. */
export interface Paper {
  /** Its shorter side. */
  readonly widthMm: number;
  /** Its longer side. */
  readonly heightMm: number;
}

/** Name of a paper. */
export type PaperName = "a4" | "letter";
/** The papers that sheets are made for. */
export const PAPERS: Readonly<Record<PaperName, Paper>> = {
  a4: { widthMm: 210, heightMm: 297 },
  letter: { widthMm: 215.9, heightMm: 279.4 },
};
/** Their names, the usual one of most countries first. */
export const PAPER_NAMES = Object.keys(PAPERS) as PaperName[];

/** Regions whose usual paper is Letter. @see CLDR, supplemental data, `paperSize` */
const LETTER_REGIONS = "BZ CA CL CO CR GT MX NI PA PH PR SV US VE".split(" ");

/**
 * The usual paper of a region: Letter in North America and a few more countries, else A4.
 * @param region two capitals; nothing where it is not known
 */
export function usualPaper(region: string | undefined): PaperName {
  return region !== undefined && LETTER_REGIONS.includes(region) ? "letter" : "a4";
}
