import { describe, expect, it } from "vitest";
import { countCardGaps } from "../../../src/read/pages/card-gaps.js";

/** Codes of cards, 100 px wide, at places of a grid of two columns, from 0; the page turned by so many degrees. */
function cards(
  places: readonly number[],
  { degrees = 0, pitch = 290, text = (place: number) => `otpauth://totp/${place}?secret=AAAA` } = {},
) {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const at = (x: number, y: number) => ({ x: 900 + x * cos - y * sin, y: 900 + x * sin + y * cos });
  return places.map((place) => {
    const [left, top] = [(place % 2) * 330, Math.floor(place / 2) * pitch];
    return {
      text: text(place),
      corners: [at(left, top), at(left + 100, top), at(left + 100, top + 100), at(left, top + 100)] as const,
    };
  });
}

describe("cards without a code, before others that have one", () => {
  it.each([0, 3, 90, 180, 271])("are counted on a page turned by %s°", (degrees) => {
    expect(countCardGaps(cards([0, 1, 2, 3, 4, 5], { degrees }))).toBe(0);
    expect(countCardGaps(cards([0, 1, 3, 4], { degrees }))).toBe(1);
    expect(countCardGaps(cards([5, 0, 1, 2], { degrees }))).toBe(2);
  });

  it("are none after the last one, whatever the distance of rows is", () => {
    for (const pitch of [190, 250, 290, 340, 380]) {
      for (let count = 1; count <= 6; count++) {
        expect(
          countCardGaps(
            cards(
              Array.from({ length: count }, (_, i) => i),
              { pitch },
            ),
          ),
        ).toBe(0);
      }
    }
  });

  it("are told in a row of which nothing is left where other rows tell their distance", () => {
    expect(countCardGaps(cards([0, 2, 6]))).toBe(1);
    expect(countCardGaps(cards([0, 4]))).toBe(0);
  });

  it("are none between codes of one account, or of something else", () => {
    expect(countCardGaps(cards([0, 1, 3, 4], { text: () => "otpauth://totp/a?secret=AAAA" }))).toBe(0);
    expect(countCardGaps(cards([0, 1, 3, 4], { text: (place) => `https://example.com/${place}` }))).toBe(0);
  });
});
