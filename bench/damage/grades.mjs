// What each grade does to a page, and by how much. Lengths are on paper, areas of the page, σ of noise on 0 to 255.
// A pair is a range from which a value is drawn uniformly; a single figure holds exactly. What a grade does not name
// anew is as in the one before it. `null`: the grade does not have this damage.

/** From the mildest to the worst. */
export const GRADE_NAMES = ["ordinary", "bad", "wrecked"];

/** Damages of the paper, each equally likely in the grades that have it. */
export const DAMAGE_NAMES = ["folds", "crumple", "stain", "blot", "missing", "photocopies"];

/** Ways to get a page into a computer, equally likely. */
export const CAPTURE_NAMES = ["scan", "photo"];

/** Every page, in every grade. */
export const PRINT = { spreadMm: [-0.02, 0.06], paperLevel: [232, 250] };

const ordinary = {
  /** How many damages a page has. */
  damages: [0, 1],
  toner: { densityPercent: [85, 110], streaks: false, bandMm: 0 },
  scan: { dpi: [150, 300], skewDegrees: 3, noise: [0, 8], jpeg: [60, 95], bilevel: false },
  photo: {
    pageOfFrame: [0.6, 0.95],
    perspective: [0, 0.1],
    blurMm: [0, 0.1],
    motionMm: 0,
    light: [0, 0.4],
    shadow: false,
    glareOfPage: 0,
    noise: [0, 0],
    jpeg: [70, 95],
  },
  folds: { panels: "thirds", goneMm: 0.3, shiftMm: 0, throughCodes: false },
  crumple: null,
  stain: { ofPage: [0, 0.05], keep: 0.7, runMm: 0 },
  blot: null,
  missing: { kind: "holes" },
  photocopies: null,
};

const bad = {
  damages: [2, 2],
  toner: { densityPercent: [60, 85], streaks: true, bandMm: 0 },
  scan: { dpi: [150, 150], skewDegrees: 8, noise: [0, 15], jpeg: [40, 40], bilevel: true },
  photo: {
    ...ordinary.photo,
    perspective: [0, 0.2],
    blurMm: [0, 0.15],
    motionMm: 0.3,
    light: [0, 0.6],
    shadow: true,
    noise: [0, 15],
  },
  folds: { panels: "eighths", goneMm: 0.6, shiftMm: 0.2, throughCodes: false },
  crumple: { depthMm: 0.15, waveMm: 18 },
  stain: { ofPage: [0, 0.2], keep: 0.7, runMm: 0 },
  blot: { count: [1, 1], ofPage: [0, 0.03] },
  missing: { kind: "corner", ofPage: [0, 0.08] },
  photocopies: { count: 2 },
};

const wrecked = {
  damages: [2, 2],
  toner: { densityPercent: [45, 60], streaks: true, bandMm: 0.3 },
  scan: { dpi: [100, 100], skewDegrees: 180, noise: [0, 15], jpeg: [30, 30], bilevel: false },
  photo: {
    ...bad.photo,
    perspective: [0, 0.3],
    blurMm: [0, 0.22],
    motionMm: 0.5,
    glareOfPage: 0.05,
    noise: [0, 25],
    jpeg: [40, 40],
  },
  folds: { panels: "eighths", goneMm: 1, shiftMm: 0.2, throughCodes: true },
  crumple: { depthMm: 0.3, waveMm: 18 },
  stain: { ofPage: [0, 0.5], keep: 0.7, runMm: 0.15 },
  blot: { count: [2, 5], ofPage: [0.1, 0.2] },
  missing: { kind: "corner", ofPage: [0.25, 0.25] },
  photocopies: { count: 5 },
};

/** The three grades by name. */
export const GRADES = { ordinary, bad, wrecked };

/** The damages that a grade has. */
export const damagesOf = (grade) => DAMAGE_NAMES.filter((name) => GRADES[grade][name] !== null);
