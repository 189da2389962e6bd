/** Today, `YYYY-MM-DD`, by the device's calendar. */
export function today(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000);
  const two = (number: number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
