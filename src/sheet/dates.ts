/**
 * The same day a year later; 29 February becomes 1 March.
 * @param day `YYYY-MM-DD`
 */
export function yearOn(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + 1);
  return date.toISOString().slice(0, 10);
}
