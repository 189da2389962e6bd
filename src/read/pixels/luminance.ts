/** What a level of sRGB, 0 to 255, is as light, 0 to 1, and back, 0 to 65,535. @see IEC 61966-2-1 */
const LIGHT = Float64Array.from({ length: 256 }, (_, level) => {
  const share = level / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});
const LEVEL = Uint8Array.from({ length: 65_536 }, (_, i) => {
  const light = i / 65_535;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

/**
 * The grey of the same light as a colour: what `sharp` gives, within rounding.
 * @param red sRGB, 0 to 255; as `green` and `blue`
 * @returns 0 to 255
 * @see ITU-R BT.709, 3.2
 */
export function greyOf(red: number, green: number, blue: number): number {
  const light = (level: number) => LIGHT[Math.round(level)] ?? 0;
  return LEVEL[Math.round(65_535 * (0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue)))] ?? 0;
}
