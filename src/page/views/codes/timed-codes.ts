import type { AccountView, TimedCode } from "../../answers.js";
import type { App } from "../../app.js";

/** Codes before the one of now that are shown. */
const BEFORE = 2;
/** Codes after it that are shown. */
const AFTER = 2;
/** Codes that are asked for together: the next one must be there when its time comes. */
const COUNT = 12;

/** The codes around a time: that of now with two before and two after it. */
export interface CodesAround {
  readonly before: readonly TimedCode[];
  readonly now: TimedCode;
  readonly after: readonly TimedCode[];
}

/**
 * Codes of an account as the time goes on. They come from the engine: nothing is there until its first answer.
 * @returns gives the codes around a time in Unix seconds
 */
export function timedCodes(
  { engine }: { readonly engine: Pick<App["engine"], "codes"> },
  { id }: Pick<AccountView, "id">,
): (unixSeconds: number) => CodesAround | undefined {
  let known: readonly TimedCode[] = [];
  let asking = false;
  const ask = async (unixSeconds: number) => {
    if (asking) return;
    asking = true;
    try {
      known = (await engine.codes(id, unixSeconds, { before: BEFORE, count: COUNT })).timed;
    } catch {
      // Forgotten meanwhile: nobody looks any more.
    }
    asking = false;
  };
  return (unixSeconds) => {
    const at = known.findIndex(({ from, until }) => from <= unixSeconds && unixSeconds < until);
    const [now, after] = [known[at], known.slice(at + 1, at + 1 + AFTER)];
    if (!now || after.length < AFTER) void ask(unixSeconds);
    return now && { before: known.slice(Math.max(0, at - BEFORE), at), now, after };
  };
}
