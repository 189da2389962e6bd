import { describe, expect, it } from "vitest";
import { countCardGaps } from "../../../src/read/pages/card-gaps.js";

/** Codes of cards, 100 px wide, one below the other at the places given, the page turned by so many degrees. */
function cards(
  places: readonly number[],
  degrees = 0,
  text = (place: number) => `otpauth://totp/${place}?secret=AAAA`,
) {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (x: number, y: number) => ({ x: 500 + x * cos - y * sin, y: 500 + x * sin + y * cos });
  return places.map((place) => {
    const top = place * 190;
    return {
      text: text(place),
      corners: [at(0, top), at(100, top), at(100, top + 100), at(0, top + 100)] as const,
    };
  });
}

describe("cards without a code, between others", () => {
  it.each([0, 3, 90, 180, 271])("are counted on a page turned by %s°", (degrees) => {
    expect(countCardGaps(cards([0, 1, 2], degrees))).toBe(0);
    expect(countCardGaps(cards([0, 2], degrees))).toBe(1);
    expect(countCardGaps(cards([2, 0, 5], degrees))).toBe(3);
  });

  it("are none between two codes of one account, or beside each other, or of something else", () => {
    expect(countCardGaps(cards([0, 2], 0, () => "otpauth://totp/a?secret=AAAA"))).toBe(0);
    expect(countCardGaps(cards([0, 2], 0, (place) => `https://example.com/${place}`))).toBe(0);
    expect(countCardGaps(cards([0, 2.5]))).toBe(0);
  });
});
