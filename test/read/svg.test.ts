import qrcode from "qrcode";
import { describe, expect, it } from "vitest";
import { encodeUtf8 } from "../../src/bytes.js";
import { EscrowError } from "../../src/error.js";
import { importContext } from "../../src/import/qr-context.js";
import { nodePlatform } from "../../src/node/platform.js";
import { readSvg } from "../../src/read/pictures/svg.js";
import { pathSteps } from "../../src/read/pictures/svg-path.js";
import { FULL } from "../helpers/full.js";
import { expectLinear } from "../helpers/growth.js";
import { seededRandom } from "../helpers/photo.js";

const TEXT = "otpauth://totp/a?secret=JBSWY3DP";
const { modules } = qrcode.create(TEXT, { errorCorrectionLevel: "L" });
const { size } = modules;
const dark = Array.from({ length: size * size }, (_, i) => [i % size, Math.floor(i / size)] as const).filter(
  ([x, y]) => modules.get(y, x) === 1,
);
const all = (one: (x: number, y: number) => string) => dark.map(([x, y]) => one(x, y)).join("");

const { readCodes } = importContext(nodePlatform);
const textsIn = (svg: string) => readCodes(encodeUtf8(svg));
const view = `viewBox="-4 -4 ${size + 8} ${size + 8}"`;
const svg = (inner: string, attributes = view) =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`;

describe("a code in a drawing is read", async () => {
  const drawings: (readonly [string, string])[] = [
    ["as rectangles", svg(all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`))],
    ["as lines that are stroked", await qrcode.toString(TEXT, { type: "svg" })],
    ["as one path, relative", svg(`<path d="${all((x, y) => `M${x} ${y}h1v1h-1z`)}"/>`)],
    [
      "as one path, with several numbers a command",
      svg(`<path d="${all((x, y) => `M${x},${y} ${x + 1},${y} ${x + 1},${y + 1},${x},${y + 1}`)}"/>`),
    ],
    [
      "as circles in a colour of a style sheet",
      svg(
        `<style>.d{fill:rgb(20, 0, 90)} p > q{}</style>${all((x, y) => `<circle class="d" cx="${x + 0.5}" cy="${y + 0.5}" r=".6"/>`)}`,
      ),
    ],
    ["as polygons", svg(all((x, y) => `<polygon points="${x},${y} ${x + 1},${y} ${x + 1},${y + 1} ${x},${y + 1}"/>`))],
    ["as rounded rectangles", svg(all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1" rx=".2"/>`))],
    ["as arcs", svg(`<path d="${all((x, y) => `M${x - 0.1} ${y + 0.5}a.6.6 0 111.2 0a.6.6 0 01-1.2 0z`)}"/>`)],
    [
      "as a module used again",
      svg(`<defs><path id="m" d="M0 0h1v1H0z"/></defs>${all((x, y) => `<use xlink:href="#m" x="${x}" y="${y}"/>`)}`),
    ],
    [
      "as a rectangle seen through a clip of modules",
      svg(
        `<clipPath id="c">${all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)}</clipPath><rect x="0" y="0" width="${size}" height="${size}" clip-path="url('#c')"/>`,
      ),
    ],
    [
      "turned and mirrored",
      svg(
        `<g transform="translate(${size} 0) scale(-1 1)"><g transform="rotate(90, ${size / 2}, ${size / 2})">${all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)}</g></g>`,
      ),
    ],
    [
      "in a drawing within a drawing",
      svg(
        `<svg x="10" y="10" width="60" height="60" ${view}>${all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)}</svg>`,
        'width="100mm" height="80mm" viewBox="0 0 100 80"',
      ),
    ],
    [
      "light on nothing",
      svg(`<g style="fill: white">${all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)}</g>`),
    ],
    [
      "light on a dark ground",
      svg(
        `<rect x="-4" y="-4" width="100%" height="100%" fill="#111"/><g fill="#ddd">${all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)}</g>`,
      ),
    ],
    ["by way of a picture in it", svg(`<image xlink:href="${await qrcode.toDataURL(TEXT)}" width="9"/>`)],
    [
      "with a head of other kinds",
      `\uFEFF<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<!-- > --><svg:svg xmlns:svg="x" ${view}><svg:path d="${all((x, y) => `M${x} ${y}h1v1h-1z`)}"/></svg:svg>`,
    ],
  ];
  it.each(FULL ? drawings : drawings.filter((_, i) => i % 8 === 1))("%s", async (_, drawing) => {
    expect(await textsIn(drawing)).toEqual([TEXT]);
  });
});

describe("a drawing", () => {
  it("that is too plain to be a code is not drawn", () => {
    expect(readSvg(svg('<path d="M1 1h2v2z"/>'), nodePlatform).draw).toBeUndefined();
  });

  it("loads nothing that it names: files and addresses are left aside", async () => {
    const picture = (address: string) => `<image href="${address}"/><use href="${address}#a"/>`;
    const named = svg(["file:///etc/hostname", "http://127.0.0.1:9/a.png", "other.svg"].map(picture).join(""));
    const { draw, pictures } = readSvg(
      `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>${named}`,
      nodePlatform,
    );
    expect([draw, pictures]).toEqual([undefined, []]);
    // A drawing within a drawing is not followed.
    const inner = `data:image/svg+xml,${encodeURIComponent(svg(all((x, y) => `<rect x="${x}" y="${y}" width="1" height="1"/>`)))}`;
    expect(await textsIn(svg(`<image href="${inner}"/>`))).toEqual([]);
  });

  it.each([
    ["elements", svg("<g/>".repeat(200_001))],
    ["depth", svg("<g>".repeat(300))],
    [
      "uses of uses",
      svg(Array.from({ length: 12 }, (_, i) => `<g id="a${i}">${`<use href="#a${i + 1}"/>`.repeat(20)}</g>`).join("")),
    ],
    ["a use of itself", svg(`<g id="a">${'<use href="#a"/>'.repeat(40)}</g>`)],
    ["steps", svg(`<path d="${"M0 0h1v1z".repeat(80_000)}"/>`)],
    ["shapes of a colour each", svg(Array.from({ length: 15_001 }, (_, i) => `<circle cx="${i}" r="1"/>`).join(""))],
  ])("with too many %s is refused before it is drawn", (_, drawing) => {
    const begun = process.cpuUsage();
    expect(() => readSvg(drawing, nodePlatform)).toThrow(new EscrowError("svg-too-large"));
    const { user } = process.cpuUsage(begun);
    expect(user / 1e6).toBeLessThan(8);
  });

  it.each([
    ["tags without an end", (n: number) => `<svg ${'<a "'.repeat(n)}`],
    ["names without values", (n: number) => `<svg ${"a".repeat(4 * n)}></svg>`],
    ["comments without an end", (n: number) => `<svg>${"<!--".repeat(n)}</svg>`],
    ["a path of nothing", (n: number) => svg(`<path d="${"M,,-".repeat(n)}"/>`)],
    ["rules without an end", (n: number) => svg(`<style>${".a{".repeat(n)}</style>`)],
  ])("takes time that grows with its length: %s", async (name, make) => {
    const read = (n: number) => {
      try {
        readSvg(make(n), nodePlatform);
      } catch (error) {
        if (!(error instanceof EscrowError)) throw error;
      }
    };
    await expectLinear(read, 100_000, name);
  });

  it("that is altered gives a drawing or an EscrowError", () => {
    const random = seededRandom(17);
    const drawing = svg(
      `<style>.a{fill:red}</style><g class="a" transform="scale(2)"><path d="M1 1a2 2 0 0 1 3 3z"/></g>`,
    );
    for (let run = 0; run < (FULL ? 5_000 : 300); run++) {
      const characters = [...drawing];
      for (let i = 0; i < 4; i++) {
        const at = Math.floor(random() * characters.length);
        characters[at] = `<>"'/=#.e-M\0é{`.charAt(Math.floor(random() * 14));
      }
      try {
        readSvg(characters.join(""), nodePlatform);
      } catch (error) {
        expect(error).toBeInstanceOf(EscrowError);
      }
    }
  });
});

describe("pathSteps", () => {
  it("makes curves of every kind end where they have to", () => {
    const ends = (d: string) => pathSteps(d).flatMap((step) => (step.kind === "close" ? [] : [step.points.slice(-2)]));
    expect(ends("m1 2 3 4H9v-1")).toEqual([
      [1, 2],
      [4, 6],
      [9, 6],
      [9, 5],
    ]);
    expect(ends("M0 0c1 1 2 2 3 0s1 1 2 2q1 0 1 1t2 2")).toEqual([
      [0, 0],
      [3, 0],
      [5, 2],
      [6, 3],
      [8, 5],
    ]);
    expect(ends("M1e1-.5.5")).toEqual([[10, -0.5]]);
    const arc = ends("M0 0A5 5 0 0 1 10 0");
    expect(arc.at(-1)?.map((one) => Math.round(one * 1e6) / 1e6 + 0)).toEqual([10, 0]);
    expect(arc.at(1)?.map(Math.round)).toEqual([5, -5]);
    expect(ends("M1 1 x 2 2")).toEqual([[1, 1]]);
  });
});
