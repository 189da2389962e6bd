/** A holder of a share, as sheets print them. */
export interface Holder {
  /** `""` for a name to be written by hand. */
  readonly name: string;
  /** How to reach them, such as a telephone number; `""` where that is not said. */
  readonly contact: string;
}

/**
 * Takes a holder's line apart: how to reach them stands after the first comma, of any script.
 * @param text such as `Aunt, 555-0100`
 * @see FORMAT.md, "Plaintext"
 */
export function parseHolder(text: string): Holder {
  const [, name = "", contact = ""] = /^([^,，、]*)(?:[,，、](.*))?$/su.exec(text) ?? [];
  return { name: name.trim(), contact: contact.trim() };
}

/** Holders with the numbers of their shares, for a list: those that are not known are left out. */
export function numberedHolders(holders: readonly string[]): string[] {
  return holders.flatMap((holder, i) => (holder === "" ? [] : [`${i + 1} ${holderWords(holder)}`]));
}

/** A holder in a list of several, where a comma would begin the next one: `Aunt (555-0100)`. */
export function holderWords(text: string): string {
  const { name, contact } = parseHolder(text);
  return contact === "" ? name : `${name} (${contact})`.trimStart();
}
