// Cuts the fonts of sheets down to what the page that makes sheets can carry: characters of JIS X 0208, of names, and
// all that is not Chinese. A cut font draws the same bytes: glyphs keep their numbers, and what is left out is empty.
import * as fontkit from "@cantoo/fontkit";

/** Tables that drawing and reading back ask for. */
const TABLES = ["OS/2", "cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post", "prep"];

/** Where Chinese characters begin and end; all before and after them is kept. */
const CHINESE = [
  [0x3400, 0x9fff],
  [0x20000, 0x3ffff],
];

/** Of the kanji for names and of everyday ones, those that JIS X 0208 has in another form or lacks. */
const NAMES =
  "俱剝塡頰𠮟𠮷德濵瀨瀧增寬晴曆橫每氣步歷渚滋瑤祐禮穗綠緖緣郞鄕都隆靑黃黑萊榮淸漣侮巢彌惠戰卷眞薰逸祥祿陽島條澁";

/** Every character of JIS X 0208 with the rows of makers that Japanese names need. @see WHATWG Encoding, index jis0208 */
function jisCharacters() {
  const decoder = new TextDecoder("euc-jp");
  const bytes = [];
  for (let row = 0xa1; row <= 0xfe; row++) for (let cell = 0xa1; cell <= 0xfe; cell++) bytes.push(row, cell);
  return decoder.decode(Uint8Array.from(bytes));
}

/** Whether a character is kept, by its code point. */
export function keptCharacters() {
  const kanji = new Set([...jisCharacters(), ...NAMES].map((character) => character.codePointAt(0)));
  return (point) => kanji.has(point) || !CHINESE.some(([first, last]) => point >= first && point <= last);
}

/**
 * A font with some of its characters.
 * @param file TrueType
 * @param keep whether a character is kept, by its code point
 */
export function cutFont(file, keep) {
  const font = fontkit.create(file);
  const tables = readTables(file);
  const points = font.characterSet.filter(keep).sort((a, b) => a - b);
  const pairs = points.map((point) => [point, font.glyphForCodePoint(point).id]);
  const glyphs = withParts(tables, new Set([0, ...pairs.map(([, id]) => id)]));
  const { glyf, loca } = emptied(tables, glyphs);
  const made = { ...tables, cmap: cmapOf(pairs), glyf, loca };
  return writeTables(TABLES.filter((tag) => made[tag]).map((tag) => [tag, made[tag]]));
}

/**
 * A font with all its characters, and without what sets text in other scripts and from top to bottom: nothing here asks
 * for it.
 * @param file TrueType
 */
export function plainFont(file) {
  const tables = readTables(file);
  return writeTables(TABLES.filter((tag) => tables[tag]).map((tag) => [tag, tables[tag]]));
}

function readTables(file) {
  const view = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const count = view.readUInt16BE(4);
  return Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const at = 12 + 16 * i;
      const [offset, length] = [view.readUInt32BE(at + 8), view.readUInt32BE(at + 12)];
      return [view.toString("latin1", at, at + 4), view.subarray(offset, offset + length)];
    }),
  );
}

/** Offsets of glyphs in `glyf`. @see OpenType, loca */
function offsetsOf({ head, loca, maxp }) {
  const long = head.readInt16BE(50) === 1;
  const count = maxp.readUInt16BE(4) + 1;
  return Array.from({ length: count }, (_, i) => (long ? loca.readUInt32BE(4 * i) : 2 * loca.readUInt16BE(2 * i)));
}

/** Glyphs with those that they are composed of. @see OpenType, glyf, composite glyphs */
function withParts(tables, glyphs) {
  const offsets = offsetsOf(tables);
  const all = new Set(glyphs);
  for (const id of all) {
    const glyph = tables.glyf.subarray(offsets[id], offsets[id + 1]);
    if (glyph.length === 0 || glyph.readInt16BE(0) >= 0) continue;
    for (let at = 10, more = true; more; ) {
      const flags = glyph.readUInt16BE(at);
      all.add(glyph.readUInt16BE(at + 2));
      at += 4 + (flags & 1 ? 4 : 2) + (flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0);
      more = (flags & 32) !== 0;
    }
  }
  return all;
}

/** Outlines without those of other glyphs: the format of the offsets stays, for files that are made name it. */
function emptied(tables, glyphs) {
  const offsets = offsetsOf(tables);
  const long = tables.head.readInt16BE(50) === 1;
  const loca = Buffer.alloc(tables.loca.length);
  const parts = [];
  let length = 0;
  for (const [i, offset] of offsets.entries()) {
    if (long) loca.writeUInt32BE(length, 4 * i);
    else loca.writeUInt16BE(length / 2, 2 * i);
    if (i + 1 >= offsets.length || !glyphs.has(i)) continue;
    parts.push(tables.glyf.subarray(offset, offsets[i + 1]));
    length += offsets[i + 1] - offset;
  }
  return { glyf: Buffer.concat(parts), loca };
}

/** One table of all characters, in runs. @see OpenType, cmap, format 12 */
function cmapOf(pairs) {
  const runs = [];
  for (const [point, id] of pairs) {
    const last = runs.at(-1);
    if (last && point === last.end + 1 && id === last.id + point - last.start) last.end = point;
    else runs.push({ start: point, end: point, id });
  }
  const table = Buffer.alloc(12 + 16 + 12 * runs.length);
  table.writeUInt16BE(1, 2);
  table.writeUInt16BE(3, 4);
  table.writeUInt16BE(10, 6);
  table.writeUInt32BE(12, 8);
  table.writeUInt16BE(12, 12);
  table.writeUInt32BE(16 + 12 * runs.length, 16);
  table.writeUInt32BE(runs.length, 24);
  for (const [i, { start, end, id }] of runs.entries()) {
    table.writeUInt32BE(start, 28 + 12 * i);
    table.writeUInt32BE(end, 32 + 12 * i);
    table.writeUInt32BE(id, 36 + 12 * i);
  }
  return table;
}

/** A file of tables. Nothing that reads it looks at checksums: they are 0. */
function writeTables(tables) {
  const head = Buffer.alloc(12 + 16 * tables.length);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(tables.length, 4);
  const parts = [head];
  let offset = head.length;
  for (const [i, [tag, bytes]] of tables.entries()) {
    const at = 12 + 16 * i;
    head.write(tag, at, "latin1");
    head.writeUInt32BE(offset, at + 8);
    head.writeUInt32BE(bytes.length, at + 12);
    parts.push(bytes, Buffer.alloc(-bytes.length & 3));
    offset += bytes.length + (-bytes.length & 3);
  }
  return new Uint8Array(Buffer.concat(parts));
}
