import type { Algorithm } from "./account.js";
import { STEAM_DIGITS } from "./account.js";

/** What tells Steam Guard where nothing names its kind of code: names and settings as they were given. */
export interface SteamTraits {
  readonly issuer: string;
  readonly account: string;
  readonly algorithm?: Algorithm | undefined;
  /** `undefined` where the text or entry says nothing of them. */
  readonly digits?: number | undefined;
  /** Seconds. */
  readonly period?: number | undefined;
}

/** Steam by its own names, alone or with something behind: `Steam`, `Steam Guard`, `steamcommunity.com`. */
const STEAM_NAME = /^(?:store\.)?steam(?:guard|community|powered)?(?![a-z])/iu;

/**
 * Whether a time-based code is Steam Guard's, one rule for Key URIs and stored entries: five digits, which hardly anybody
 * else has, under Steam's name, with Steam's algorithm and period. A code of five digits would be wrong there.
 */
export function isSteamGuard(traits: SteamTraits): boolean {
  const { issuer, account, algorithm = "SHA1", digits, period = 30 } = traits;
  const name = issuer === "" ? account : issuer;
  return digits === STEAM_DIGITS && algorithm === "SHA1" && period === 30 && STEAM_NAME.test(name);
}
