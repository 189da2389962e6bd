/**
 * A text without certain characters at its end. An expression such as `/[x]+$/` takes time that grows with the square
 * of a run of these characters that ends in something else.
 * @param isEnd matches one such character
 */
export function withoutEnd(text: string, isEnd: RegExp): string {
  let end = text.length;
  while (end > 0 && isEnd.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
