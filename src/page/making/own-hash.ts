/** What stands in the page for its own hash while that is worked out. */
const UNKNOWN = "0".repeat(64);

/**
 * The SHA-256 of the page's own file. Worked out piece by piece: the page is never still meanwhile.
 * @param page what was read of the file, as long as its script was the last of it
 * @param self what the build says of it
 * @returns 64 digits of hexadecimal; nothing where something else has changed the page, such as an extension: then it
 *   cannot be told
 */
export async function ownHash(page: HTMLElement, self: string): Promise<string | undefined> {
  if (!crypto.subtle) return undefined;
  const pieces = piecesOf(page);
  const at = pieces.findIndex((piece) => piece.includes(self));
  const signed: Uint8Array[] = [];
  for (const piece of pieces) {
    signed.push(new TextEncoder().encode(piece));
    await nextTask();
  }
  const unsigned = new TextEncoder().encode(pieces[at]?.replace(self, UNKNOWN));
  return at >= 0 && (await hashOf(signed.with(at, unsigned))) === self ? hashOf(signed) : undefined;
}

/** The text of the file: the page around its data blocks, and these. What parsers drop is put back. */
function piecesOf(page: HTMLElement): string[] {
  const blocks = [...page.querySelectorAll("script[id]")].map((block) => {
    const text = block.textContent ?? "";
    block.textContent = "";
    return text;
  });
  const html = page.outerHTML.replace("><head>", ">\n<head>").replace(/\s*<\/body><\/html>$/u, "");
  const around = `<!DOCTYPE html>\n${html}\n</body>\n</html>\n`.split(/(?<= id="embedded-[\w-]+">)(?=<\/script>)/u);
  return around.flatMap((text, i) => [text, blocks[i] ?? ""]);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function hashOf(pieces: readonly Uint8Array[]): Promise<string> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
