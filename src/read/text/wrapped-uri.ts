/** Most rows that one Key URI is broken over, and its longest: a QR code holds less than 5,000 characters. */
export const MOST_WRAPPED = 500;
export const LONGEST_WRAPPED = 8_000;

/** The rest of a Key URI, told by a parameter in it. */
const PART = /^[^\s:]{0,200}&(?:secret|issuer|algorithm|digits|period|counter)=[^\s:]*$/iu;
const REST = /^[\w%.~+=&@*-]+$/u;

/**
 * A Key URI that a mail or a chat broke over several rows, joined where only so it can be read.
 * @param rows without blanks around them; a mark of quoted mail may stand in front
 * @param at where the Key URI begins
 * @returns the whole, and how many rows behind the first belong to it; 0 where none does
 */
export function joinWrappedUri(rows: readonly string[], at: number): { readonly text: string; readonly more: number } {
  const [first = ""] = rows.slice(at, at + 1);
  let text = first;
  let more = 0;
  if (!/otpauth:\/\//iu.test(first)) return { text, more };
  while (more < MOST_WRAPPED) {
    const next = (rows[at + more + 1] ?? "").replace(/^(?:>\s{0,3}){1,9}/u, "");
    const goesOn = PART.test(next) || isRest(text, next);
    if (next === "" || !goesOn || text.length + next.length > LONGEST_WRAPPED) break;
    text += next;
    more++;
  }
  return { text, more };
}

/** Whether a row goes on where a Key URI breaks off: behind `?`, `&` or `=`, or within a name, which it must end. */
function isRest(text: string, next: string): boolean {
  const tail = text.slice(Math.max(text.lastIndexOf("&"), text.lastIndexOf("?")) + 1);
  if (tail === text || !/^(?:[a-z]{1,12}=?)?$/iu.test(tail) || !REST.test(next)) return false;
  return tail.endsWith("=") || (tail === "" ? /^[a-z]{1,12}=/iu : /^[a-z]{0,12}=/iu).test(next);
}

/** Whether a Key URI's secret ends its row, and the next may be the rest of it: nobody can tell. */
export function isCutOff(text: string, next = ""): boolean {
  if (!/^(?:>\s{0,3}){0,9}[A-Za-z2-7]{4,}=*$/u.test(next)) return false;
  const tail = text.slice(Math.max(text.lastIndexOf("&"), text.lastIndexOf("?")) + 1);
  return tail !== text && /^secret=[A-Za-z2-7]+$/iu.test(tail) && /otpauth:\/\//iu.test(text);
}
