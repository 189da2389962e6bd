/** What stands in the page for its own hash while that is worked out. */
const UNKNOWN = "0".repeat(64);

/**
 * The text of the page's own file, as long as its script is the last that was read of it. What parsers drop is put back.
 */
export function ownText(): string {
  const html = document.documentElement.outerHTML.replace("><head>", ">\n<head>");
  return `<!DOCTYPE html>\n${html.replace(/\s*<\/body><\/html>$/u, "")}\n</body>\n</html>\n`;
}

/**
 * The SHA-256 of the page's own file.
 * @param text as `ownText` gives it
 * @param self what the build says of it
 * @returns 64 digits of hexadecimal; nothing where something else has changed the page, such as an extension: then it
 *   cannot be told
 */
export async function ownHash(text: string, self: string): Promise<string | undefined> {
  if (!crypto.subtle) return undefined;
  const unsigned = await hashOf(text.replace(self, UNKNOWN));
  return unsigned === self ? hashOf(text) : undefined;
}

async function hashOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
