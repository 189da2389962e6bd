// What the recovery page knows of sheets' fonts: outlines of the few characters that it reads.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fontkit from "@cantoo/fontkit";

/** The font of check lines, and what stands in them and their labels. */
const LINE_FONT = "node_modules/@expo-google-fonts/jetbrains-mono/400Regular/JetBrainsMono_400Regular.ttf";
const LINE_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The font of the feet of pages, and the sentences that stand there. */
const FOOT_FONT = "node_modules/@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf";
const FOOT_SENTENCES = {
  sheet: ["ruler", "page", "format", "cards-here", "trial"],
  set: ["foot-share", "foot-sealed", "foot-keeper"],
};

/** The files that outlines are taken from. */
export const FONT_FILES = [LINE_FONT, FOOT_FONT];

const here = join(dirname(fileURLToPath(import.meta.url)), "..");

/**
 * What the page knows of sheets' fonts.
 * @param root the project's folder
 * @param languages folder of the languages' files
 */
export function pageFonts(root = here, languages = join(root, "templates", "lang")) {
  return { lines: outlinesOf(join(root, LINE_FONT), LINE_CHARACTERS), feet: feetOf(root, languages) };
}

/** What feet of pages are read with: their sentences in every language, and outlines of what stands in them. */
function feetOf(root, folder) {
  const languages = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const all = JSON.parse(readFileSync(join(folder, name), "utf8"));
      const sentences = Object.entries(FOOT_SENTENCES).map(([section, keys]) => [
        section,
        Object.fromEntries(keys.map((key) => [key, all[section][key]])),
      ]);
      return { code: name.slice(0, -".json".length), sentences: Object.fromEntries(sentences) };
    });
  const words = languages.flatMap(({ sentences }) =>
    Object.values(sentences).flatMap((section) => Object.values(section)),
  );
  // With what stands in their places: numbers, and names of the format such as PE1.
  const characters = new Set([...words.join("").replace(/\{\w+\}/gu, ""), ..."0123456789 ·PE"]);
  return { font: outlinesOf(join(root, FOOT_FONT), [...characters].sort().join("")), languages };
}

/** Outlines of some characters: a tenth of a font, and no parser is needed. */
function outlinesOf(file, characters) {
  const font = fontkit.create(readFileSync(file));
  const glyphs = [...characters].map((character) => {
    const { advanceWidth, path, bbox } = font.glyphForCodePoint(character.codePointAt(0));
    return [
      character,
      {
        advanceWidth,
        bbox: { minX: bbox.minX, maxX: bbox.maxX },
        path: { commands: path.commands.map(({ command, args }) => ({ command, args })) },
      },
    ];
  });
  return { unitsPerEm: font.unitsPerEm, glyphs: Object.fromEntries(glyphs) };
}
