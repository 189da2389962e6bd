import qrcode from "qrcode";
import sharp from "sharp";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { damagePage } from "../../../bench/damage/damage-page.mjs";
import { drawDamage } from "../../../bench/damage/draw-case.mjs";
import { caseSheets } from "../../../bench/damage/sheets.mjs";
import { importContext } from "../../../src/import/qr-context.js";
import { readSources } from "../../../src/import/registry.js";
import { nodePlatform } from "../../../src/node/platform.js";
import { pictureFault } from "../../../src/read/pages/page-look.js";
import { crop, type Raster } from "../../../src/read/pixels/raster.js";
import { readSheets } from "../../../src/recover/sheet-reading.js";
import { FULL, wide } from "../../helpers/full.js";

// Twelve megapixels a picture.
vi.setConfig({ testTimeout: 300_000 });

/** An ordinary photo of 12 megapixels; what a case is about is changed. */
const SHOT = {
  name: "photo",
  pageOfFrame: 0.85,
  turnDegrees: 92,
  perspective: 0.05,
  tiltDegrees: 30,
  xOfRoom: 0.5,
  yOfRoom: 0.5,
  blurMm: 0.05,
  motionMm: 0,
  motionDegrees: 20,
  light: 0.1,
  lightDegrees: 40,
  shadow: null,
  glareOfPage: 0,
  glareX: 0.5,
  glareY: 0.5,
  table: 80,
  noise: 4,
  jpeg: 85,
  seed: 1,
};

describe("a photo that gives nothing", () => {
  const photos = new Map<string, Uint8Array>();

  beforeAll(async () => {
    const [plan] = (await caseSheets("share", "one", 0)).sheets[0];
    const drawn = drawDamage(5, "ordinary", plan, "none");
    const page = await plan.draw();
    const shoot = async (shot: Partial<typeof SHOT>): Promise<Uint8Array> =>
      (await damagePage(page, { ...drawn, capture: { ...SHOT, ...shot } })).bytes;
    const good = await shoot({});
    photos.set("good", good);
    if (FULL) photos.set("blurred", await shoot({ blurMm: 1.2 }));
    if (FULL) photos.set("blurred by a hand that moves", await shoot({ blurMm: 0, motionMm: 3 }));
    if (FULL) photos.set("far", await shoot({ pageOfFrame: 0.08 }));
    photos.set("small", await sharp(good).resize(280).jpeg().toBuffer());
    photos.set(
      "dark",
      await sharp(good)
        .resize(FULL ? 1600 : 900)
        .linear(0.01, 0)
        .jpeg()
        .toBuffer(),
    );
  }, 300_000);

  it.each([
    ["small", "small"],
    ["dark", "dark"],
    ...(FULL
      ? [["blurred", "blurred"] as const, ["blurred by a hand that moves", "blurred"] as const, ["far", "far"] as const]
      : []),
  ])("says that it is %s", async (photo, fault) => {
    const bytes = photos.get(photo) ?? new Uint8Array();
    const { pages, problems } = await readSheets([{ name: "a.jpg", bytes }], nodePlatform);
    expect(pages).toMatchObject([{ codes: 0, fault }]);
    expect(pages?.[0]?.state).toMatch(/^(?:no-code|unread)$/);
    expect(problems).toMatchObject([{ code: "sheet-no-code", data: { fault } }]);
    const { outcomes } = await readSources([{ name: "a.jpg", bytes }], importContext(nodePlatform));
    expect(outcomes).toMatchObject([{ error: { code: "picture-no-code", data: { fault } } }]);
  });

  wide("names nothing where codes were read, and nothing where it is not plain", async () => {
    const good = photos.get("good") ?? new Uint8Array();
    const { pages } = await readSheets([{ name: "a.jpg", bytes: good }], nodePlatform);
    expect(pages?.[0]).toMatchObject({ state: "read" });
    expect(pages?.[0]).not.toHaveProperty("fault");
    // Print that is covered is not the picture's fault.
    const cover = await sharp(good)
      .composite([
        { input: { create: { width: 3400, height: 2300, channels: 3, background: "#c8c8c8" } }, left: 300, top: 350 },
      ])
      .jpeg()
      .toBuffer();
    const covered = await readSheets([{ name: "a.jpg", bytes: cover }], nodePlatform);
    expect(covered.pages?.[0]?.codes).toBe(0);
    expect(covered.pages?.[0]).not.toHaveProperty("fault");
  });
});

describe("a code at the edge of a picture", () => {
  const PX = 8;
  const { modules } = qrcode.create("A".repeat(80), { version: 6, errorCorrectionLevel: "M" });
  const [width, height] = [900, 900];
  const whole: Raster = { width, height, data: new Uint8Array(width * height).fill(235) };
  for (let y = 0; y < modules.size * PX; y++) {
    for (let x = 0; x < modules.size * PX; x++) {
      const dark = modules.data[Math.floor(y / PX) * modules.size + Math.floor(x / PX)] === 1;
      if (dark) whole.data[(y + 300) * width + x + 300] = 20;
    }
  }

  it("is cut where the picture ends in it, and not where it is whole", () => {
    expect(pictureFault(whole)).toBeUndefined();
    expect(pictureFault(crop(whole, { x: 0, y: 0, width: 300 + 25 * PX, height }))).toBe("cut");
  });

  it("is cut where little but one of its corners is left, and not merely small", () => {
    expect(pictureFault(crop(whole, { x: 290, y: 280, width: 20 * PX, height: 24 * PX }))).toBe("cut");
    expect(pictureFault(crop(whole, { x: 260, y: 260, width: 28 * PX, height: 45 * PX }))).toBe("cut");
  });

  it("is faint where its print is hardly darker than the paper, and not where it is plain", () => {
    const printed = (dark: number) => ({ ...whole, data: whole.data.map((grey) => (grey < 100 ? dark : grey)) });
    expect(pictureFault(printed(215))).toBe("faint");
    expect(pictureFault(printed(150))).toBeUndefined();
  });
});
