import type { Shot } from "../helpers/photo.js";

/** What happens to a page before it is read back, each of which every sheet must survive. */
export const CONDITIONS: Readonly<Record<string, Omit<Shot, "dpi">>> = {
  "as printed": {},
  "JPEG 40": { jpeg: 40 },
  "perspective 15 %": { perspective: 0.15 },
  "light falling by 50 %": { light: 0.5 },
  "blur of 0.15 mm": { blurMm: 0.15 },
  "perspective 10 %, light 30 %, blur 0.08 mm, JPEG 60": { perspective: 0.1, light: 0.3, blurMm: 0.08, jpeg: 60 },
};

/** Resolutions of scanners and photos. */
export const RESOLUTIONS = [150, 200, 300] as const;
/** One of these. */
export type Resolution = (typeof RESOLUTIONS)[number];
