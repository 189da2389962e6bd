import { blot } from "./blot.mjs";
import { photo } from "./capture-photo.mjs";
import { scan } from "./capture-scan.mjs";
import { crumple } from "./crumple.mjs";
import { fold } from "./folds.mjs";
import { takeAway } from "./missing.mjs";
import { photocopy } from "./photocopy.mjs";
import { printPage } from "./print.mjs";
import { stain } from "./stain.mjs";
import { layToner } from "./toner.mjs";

const DAMAGES = { folds: fold, crumple, stain, blot, missing: takeAway, photocopies: photocopy };
const CAPTURES = { scan, photo };

/**
 * Prints a page, damages it and takes its picture, as `drawDamage` drew it.
 * @param page as `drawPage` gives it
 * @returns the file's bytes, the picture's size, and `place`: where a point of the page, in mm, lies in it, in pixels
 */
export async function damagePage(page, { print, toner, damages, capture }) {
  let paper = layToner(printPage(page, print.spreadMm), toner, print.paperLevel);
  for (const { name, ...damage } of damages) paper = await DAMAGES[name](paper, damage);
  const { name, ...shot } = capture;
  return CAPTURES[name](paper, shot);
}
