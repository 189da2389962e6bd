/** How many parity frames a document gets: a third, or a half where sheets carry no complete lines. */
export function parityCount(dataCount: number, codesOnly: boolean): number {
  return Math.max(2, Math.ceil(dataCount / (codesOnly ? 2 : 3)));
}
