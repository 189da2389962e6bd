import type { FoundCode } from "../codes/codes.js";
import { centre, side } from "../codes/sighting.js";

/** How far apart the codes of cards on one page are, from middle to middle, in sides of a code. */
const CARD_SIDES = 1.9;
/** How far a code may be off the place of a card, in sides of a code. */
const REACH = 0.3;
/** Most cards between two others: six are on a page. */
const MOST_BETWEEN = 4;

/**
 * Places of cards, between others whose codes were read, that show no code: covered or torn off, each is an account's.
 * Cards stand one below the other at equal distances.
 */
export function countCardGaps(codes: readonly Pick<FoundCode, "text" | "corners">[]): number {
  const cards = codes.filter(({ text }) => /^otpauth:\/\//iu.test(text));
  let gaps = 0;
  for (const card of cards) {
    const [a, , , d] = card.corners;
    const length = side(card.corners);
    const down = { x: (d.x - a.x) / length, y: (d.y - a.y) / length };
    const from = centre(card.corners);
    const below = cards.flatMap((other) => {
      const to = centre(other.corners);
      const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
      const [across, along] = [Math.abs(dx * down.y - dy * down.x), dx * down.x + dy * down.y];
      return other.text !== card.text && along > 0 && across < REACH ? [along] : [];
    });
    const next = Math.min(...below) / CARD_SIDES;
    const cardsOn = Math.round(next);
    if (cardsOn < 2 || cardsOn > MOST_BETWEEN || Math.abs(next - cardsOn) * CARD_SIDES > REACH) continue;
    gaps += cardsOn - 1;
  }
  return gaps;
}
