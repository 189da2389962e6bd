import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import type { Fields } from "../sheet/fields.js";
import type { Fonts } from "../sheet/fonts.js";
import type { PaperName } from "../sheet/paper.js";
import type { Pack } from "../sheet/pdf/packed.js";
import type { Template } from "../sheet/template.js";

/** What sheets are made with, loaded once a run. */
export interface SheetResources {
  /** Fonts of the sheet. */
  readonly fonts: Fonts;
  /** Language of the sheet. */
  readonly language: Language;
  /** What stands on the sheet, and where. */
  readonly template: Template;
  /** For secrets that are kept as they are; only these need it. */
  readonly keepTemplate?: Template;
  /** For recovery codes; only these need it. */
  readonly recoveryTemplate?: Template;
  /** What to do at which service. */
  readonly guides: readonly Guide[];
  /**
   * Packs what is drawn, as a thread does; left out, it is done where the library runs.
   * @internal
   */
  readonly pack?: Pack;
}

/** How sheets are made. */
export interface OpenSheetOptions {
  /** Paper to print on. */
  readonly paper: PaperName;
  /** Day of making, `YYYY-MM-DD`; *check again by* is a year on. */
  readonly madeOn: string;
  /** Version of the program, printed on the sheet. */
  readonly version: string;
  /** How many of each, marked *copy i of N*; 1 leaves the mark out. */
  readonly copies?: number;
  /** Texts for blanks of the sheet, by their names. */
  readonly fields?: Fields;
  /** Name of a guide; left out, it is told from each account. */
  readonly guide?: string;
}
