/** Characters that make a pattern of a path. */
const MAGIC = /[*?[]/u;

/** Whether a text is a pattern: `*`, `?` or `[…]` stand in it. */
export function isPattern(text: string): boolean {
  return MAGIC.test(text);
}

/**
 * A pattern as an expression over one whole name: `*` any characters, `?` any one, `[abc]`, `[a-z]`, `[!a]` one of or
 * none of a set.
 */
export function patternExpression(pattern: string, ignoreCase: boolean): RegExp {
  const flags = ignoreCase ? "isu" : "su";
  const source = pattern.replace(/\[([!^]?)(\]?[^\]]+)\]|./gsu, (whole, not?: string, set?: string) => {
    if (set !== undefined) return `[${not ? "^" : ""}${set.replace(/[\\[\]^]/gu, "\\$&")}]`;
    return whole === "*" ? ".*" : whole === "?" ? "." : literal(whole);
  });
  try {
    return new RegExp(`^(?:${source})$`, flags);
  } catch {
    // A range that runs backwards, such as [z-a]: the pattern stands for itself.
    return new RegExp(`^${literal(pattern)}$`, flags);
  }
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, "\\$&");
}
