/** Characters of the key that stand together. */
const GROUP = 4;

/**
 * The key as it is printed: groups of four, as many groups a line as fit.
 * @param secret normalised base32
 * @param cells characters that fit a line
 */
export function keyLines(secret: string, cells: number): string[] {
  const groups = secret.match(new RegExp(`.{1,${GROUP}}`, "gu")) ?? [];
  const perLine = Math.max(1, Math.floor((cells + 1) / (GROUP + 1)));
  const lines: string[] = [];
  for (let i = 0; i < groups.length; i += perLine) lines.push(groups.slice(i, i + perLine).join(" "));
  return lines;
}
