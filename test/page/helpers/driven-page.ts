import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { runProgram } from "../../helpers/programs.js";

/** A page in an engine other than Chromium, driven as its own browser's makers provide for. */
export interface DrivenPage {
  /** Opens an address and waits until it is loaded. */
  readonly open: (address: string) => Promise<void>;
  /** Value of an expression in the page; a promise is waited for. It must be plain data. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** Puts files into a field, as someone who chooses them. */
  readonly giveFiles: (selector: string, paths: readonly string[]) => Promise<void>;
  /** Clicks with the mouse. */
  readonly click: (selector: string) => Promise<void>;
  /** Presses keys, one after another, wherever the focus is. `\uE007` is Enter. */
  readonly type: (text: string) => Promise<void>;
  /** Everything that was asked of the network so far. */
  readonly requests: () => readonly string[];
  readonly end: () => Promise<void>;
}

/** How long anything may take before a test gives it up, in milliseconds, unless told otherwise. */
const PATIENCE_MS = 60_000;
/** Between two looks, in milliseconds. */
const LOOK_MS = 50;

/**
 * Looks until there is something.
 * @param what it is called in the error
 * @param look gives nothing, or throws, while it is not there yet
 * @param patienceMs how long, in milliseconds
 * @throws Error when it does not come
 */
export async function awaited<T>(
  what: string,
  look: () => Promise<T | undefined>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let last: unknown;
  do {
    try {
      const found = await look();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
    await delay(LOOK_MS);
  } while (Date.now() < end);
  throw new Error(`did not come: ${what}`, { cause: last });
}

/** Waits until a page says something. @returns all that it says then */
export function awaitWords(page: DrivenPage, words: RegExp, patienceMs?: number): Promise<string> {
  const look = async () => {
    const text = await page.evaluate<string>("document.querySelector('main').innerText");
    if (!words.test(text)) throw new Error(text);
    return text;
  };
  return awaited(String(words), look, patienceMs);
}

/** Clicks the button whose text fits an expression in the page, of `one`. */
export async function pressWhere(page: DrivenPage, fits: string): Promise<void> {
  // Where the page is drawn anew between the two, its button is another one.
  await awaited(`a button where ${fits}`, async () => {
    await page.evaluate(`[...document.querySelectorAll("button")].find((one) => ${fits}).id = "pressed"`);
    await page.click("#pressed");
    return true;
  });
  await page.evaluate("void document.querySelector('#pressed')?.removeAttribute('id')");
}

/** oathtool's code of now. */
export function codeOfNow(secret: string): string {
  const at = `@${Math.floor(Date.now() / 1000)}`;
  return runProgram("oathtool", ["--totp", "-b", "-N", at, "-"], secret).toString().trim();
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
