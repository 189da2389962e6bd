import { CAPTURE_NAMES, damagesOf, GRADES, PRINT } from "./grades.mjs";
import { drawer } from "./random.mjs";

/**
 * Draws what happens to one page: plain data that tells all of it.
 * @param {number} seed
 * @param {"ordinary" | "bad" | "wrecked"} grade
 * @param {{widthMm: number, heightMm: number, codes: {xMm: number, yMm: number, sizeMm: number}[]}} page in millimetres
 * @param {string} [only] this damage and no other, or `none`; the grade draws when it is left out
 */
export function drawDamage(seed, grade, page, only) {
  const draw = drawer(seed);
  const table = GRADES[grade];
  const range = ([least, most]) => draw.between(least, most);
  const print = { spreadMm: range(PRINT.spreadMm), paperLevel: Math.round(range(PRINT.paperLevel)) };
  const toner = drawToner(table.toner, page, draw);
  const names = only === undefined ? drawNames(table, damagesOf(grade), draw) : only === "none" ? [] : [only];
  const damages = names.map((name) => ({ name, ...DRAW[name](table[name], page, draw) }));
  const name = draw.one(CAPTURE_NAMES);
  const capture = { name, ...DRAW[name](table[name], page, draw) };
  return { seed, grade, print, toner, damages, capture };
}

/** So many different damages as the grade has, in any order. */
function drawNames({ damages }, names, draw) {
  const left = [...names];
  return Array.from(
    { length: draw.whole(...damages) },
    () => left.splice(Math.floor(draw.random() * left.length), 1)[0],
  );
}

/** Streaks run along the paper's way through the printer; bands, where the drum has a fault, across it. */
function drawToner({ densityPercent, streaks, bandMm }, { widthMm, heightMm }, draw) {
  const density = draw.between(...densityPercent) / 100;
  const lines = streaks
    ? Array.from({ length: draw.whole(2, 6) }, () => ({
        xMm: draw.between(0, widthMm),
        widthMm: draw.between(1, 5),
        keep: draw.between(0.35, 0.75),
      }))
    : [];
  const everyMm = draw.between(20, 75);
  const firstMm = draw.between(0, everyMm);
  const bands =
    bandMm > 0 ? Array.from({ length: 16 }, (_, i) => firstMm + i * everyMm).filter((y) => y < heightMm) : [];
  return { density, streaks: lines, bands, bandMm };
}

/** A disc of an area that lies on the page wherever it can. */
function discOnPage(area, { widthMm, heightMm }, draw) {
  const radiusMm = Math.sqrt(area / Math.PI);
  const place = (size) => (size > 2 * radiusMm ? draw.between(radiusMm, size - radiusMm) : size / 2);
  return { xMm: place(widthMm), yMm: place(heightMm), radiusMm };
}

const DRAW = {
  scan({ dpi, skewDegrees, noise, jpeg, bilevel }, _page, draw) {
    const two = bilevel && draw.random() < 0.5;
    return {
      dpi: draw.between(...dpi),
      skewDegrees: draw.between(-skewDegrees, skewDegrees),
      noise: draw.between(...noise),
      bilevel: two,
      jpeg: two ? null : Math.round(draw.between(...jpeg)),
      seed: draw.seed(),
    };
  },

  photo(table, _page, draw) {
    const motion = table.motionMm > 0 && draw.random() < 0.5;
    return {
      pageOfFrame: draw.between(...table.pageOfFrame),
      turnDegrees: draw.between(0, 360),
      perspective: draw.between(...table.perspective),
      tiltDegrees: draw.between(0, 360),
      xOfRoom: draw.random(),
      yOfRoom: draw.random(),
      blurMm: motion ? 0 : draw.between(...table.blurMm),
      motionMm: motion ? table.motionMm : 0,
      motionDegrees: draw.between(0, 180),
      light: draw.between(...table.light),
      lightDegrees: draw.between(0, 360),
      shadow: table.shadow
        ? { degrees: draw.between(0, 360), at: draw.between(0.2, 0.8), keep: draw.between(0.4, 0.65), edgeMm: 2 }
        : null,
      glareOfPage: table.glareOfPage,
      glareX: draw.between(0.15, 0.85),
      glareY: draw.between(0.15, 0.85),
      table: Math.round(draw.between(30, 200)),
      noise: draw.between(...table.noise),
      jpeg: Math.round(draw.between(...table.jpeg)),
      seed: draw.seed(),
    };
  },

  folds({ panels, goneMm, shiftMm, throughCodes }, { widthMm, heightMm, codes }, draw) {
    const across = panels === "thirds" ? [1 / 3, 2 / 3] : [1 / 4, 1 / 2, 3 / 4];
    const down = panels === "thirds" ? [] : [1 / 2];
    const place = (shares, size, begin, length) =>
      shares.map((share) => {
        // A sheet that is folded by hand; where it must hit codes, to the middle half of one that lies near.
        const mm = share * size + draw.between(-2, 2);
        if (!throughCodes || codes.length === 0) return mm;
        const near = codes.toSorted(
          (a, b) => Math.abs(begin(a) + length(a) / 2 - mm) - Math.abs(begin(b) + length(b) / 2 - mm),
        );
        const code = draw.one(near.slice(0, 2));
        return begin(code) + length(code) * draw.between(0.25, 0.75);
      });
    return {
      acrossMm: place(
        across,
        heightMm,
        ({ yMm }) => yMm,
        ({ sizeMm }) => sizeMm,
      ).sort((a, b) => a - b),
      downMm: place(
        down,
        widthMm,
        ({ xMm }) => xMm,
        ({ sizeMm }) => sizeMm,
      ).sort((a, b) => a - b),
      goneMm,
      shiftMm,
      seed: draw.seed(),
    };
  },

  crumple({ depthMm, waveMm }, _page, draw) {
    const wave = () => ({ degrees: draw.between(0, 360), phase: draw.between(0, 2 * Math.PI) });
    return { depthMm, waveMm, x: wave(), y: wave() };
  },

  stain({ ofPage, keep, runMm }, page, draw) {
    const area = draw.between(...ofPage) * page.widthMm * page.heightMm;
    return { ...discOnPage(area, page, draw), keep, runMm, phases: [draw.between(0, 6.3), draw.between(0, 6.3)] };
  },

  blot({ count, ofPage }, page, draw) {
    const total = draw.between(...ofPage) * page.widthMm * page.heightMm;
    const shares = Array.from({ length: draw.whole(...count) }, () => draw.between(0.3, 1));
    const sum = shares.reduce((all, share) => all + share, 0);
    return {
      discs: shares.map((share) => discOnPage((total * share) / sum, page, draw)),
      level: Math.round(draw.between(15, 70)),
    };
  },

  missing({ kind, ofPage }, { widthMm, heightMm }, draw) {
    if (kind === "corner") {
      const legMm = Math.sqrt(2 * draw.between(...ofPage) * widthMm * heightMm);
      return { corner: { right: draw.random() < 0.5, bottom: draw.random() < 0.5, legMm }, holes: [] };
    }
    // ISO 838: 6 mm wide, 80 mm apart, 12 mm from the edge; four holes continue the row.
    const xMm = draw.random() < 0.5 ? 12 : widthMm - 12;
    const places = draw.random() < 0.5 ? [-40, 40] : [-120, -40, 40, 120];
    return { corner: null, holes: places.map((yMm) => ({ xMm, yMm: heightMm / 2 + yMm, radiusMm: 3 })) };
  },

  photocopies({ count }, _page, draw) {
    const copies = Array.from({ length: count }, () => ({
      turnDegrees: draw.between(-0.5, 0.5),
      scale: draw.between(0.995, 1.005),
      xMm: draw.between(-1, 1),
      yMm: draw.between(-1, 1),
      blurMm: draw.between(0.04, 0.07),
      density: draw.between(0.8, 1),
      specks: draw.whole(100, 600),
      seed: draw.seed(),
    }));
    return { copies };
  },
};
