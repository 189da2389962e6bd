// What stands beside the page in dist/site/, for any host of static files: a manifest and icons, so that it can be
// installed; a service worker, so that its address opens without the internet; headers for hosts that read `_headers`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { zlibSync } from "fflate";

/** What the page has there beside what it has as a file. */
export const SITE_SHELL = {
  head: '\n<link rel="manifest" href="manifest.webmanifest">\n<link rel="apple-touch-icon" href="icon-192.png">',
  // Its icons are pictures.
  rules: ["worker-src 'self' blob:", "manifest-src 'self'", "img-src 'self' blob: data:"],
};

/** Colours of the page: paper, and what acts. */
const [PAPER, ACT] = [
  [0xfa, 0xf8, 0xf4],
  [0x0b, 0x55, 0x68],
];
/** Sides of the icons, in pixels: what browsers ask for before they install a page. */
const ICON_SIDES = [192, 512];
/** A sheet with a square code, in sixteenths of the icon's side: left, top, right, bottom, dark or light in turn. */
const DRAWING = [
  [4, 2, 12, 14],
  [5, 3, 11, 13],
  [6, 4, 10, 8],
  [7, 5, 9, 7],
  [6, 9, 10, 10],
  [6, 11, 9, 12],
];
/** Which parts of the drawing are light. */
const LIGHT = [1, 3];

/** Headers that a file cannot bring itself. */
const HEADERS = {
  "Content-Security-Policy": "frame-ancestors 'none'",
  "X-Frame-Options": "DENY",
  "Permissions-Policy": "camera=(self), display-capture=(self), microphone=(), geolocation=()",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000",
  "Cache-Control": "no-cache",
};

/**
 * Every file of the site.
 * @param root the project's folder
 * @param html the page
 * @returns names and bytes
 */
export function siteFiles(root, html) {
  const kept = [
    ["index.html", Buffer.from(html)],
    ["manifest.webmanifest", Buffer.from(`${JSON.stringify(manifest(), undefined, 2)}\n`)],
    ...ICON_SIDES.map((side) => [iconName(side), icon(side)]),
  ];
  const sums = Object.fromEntries(kept.map(([name, bytes]) => [name, sumOf(bytes)]));
  const worker = readFileSync(join(root, "templates", "site-worker.js"), "utf8").replace(
    "/* files */ {}",
    JSON.stringify(sums, undefined, 2),
  );
  const headers = Object.entries(HEADERS).map(([name, value]) => `  ${name}: ${value}\n`);
  return [...kept, ["sw.js", Buffer.from(worker)], ["_headers", Buffer.from(`/*\n${headers.join("")}`)]];
}

function manifest() {
  return {
    name: "paper-escrow: recovery sheets",
    short_name: "paper-escrow",
    id: "./",
    start_url: "./",
    scope: "./",
    display: "standalone",
    background_color: hex(PAPER),
    theme_color: hex(ACT),
    icons: ICON_SIDES.map((side) => ({ src: iconName(side), sizes: `${side}x${side}`, type: "image/png" })),
  };
}

function iconName(side) {
  return `icon-${side}.png`;
}

/** A drawing of rectangles as PNG. Not by a library of pictures: another version's bytes differ. */
function icon(side) {
  const at = (x, y) => {
    const [column, row] = [x, y].map((pixel) => (pixel * 16) / side);
    const inside = DRAWING.findLastIndex(
      ([left, top, right, bottom]) => left <= column && column < right && top <= row && row < bottom,
    );
    return inside < 0 || LIGHT.includes(inside) ? PAPER : ACT;
  };
  const rows = Array.from({ length: side }, (_, y) => [0, ...Array.from({ length: side }, (_, x) => at(x, y)).flat()]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Eight bits a channel, red, green and blue.
  header.set([8, 2], 8);
  const pixels = zlibSync(Uint8Array.from(rows.flat()), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND", Buffer.alloc(0))]);
}

/** A chunk of a PNG. @see https://www.w3.org/TR/png-3/#5Chunk-layout */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function sumOf(bytes) {
  return createHash("sha256").update(bytes).digest("hex");
}

function hex(colour) {
  return `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
