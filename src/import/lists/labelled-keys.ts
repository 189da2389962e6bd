import { attempt } from "../../error.js";
import { keyLook } from "../../read/text/key-shape.js";
import { type TextLine, textLines } from "../../read/text/text-lines.js";
import { looksLikeBareKey, mayGoOn, otpNameStrength } from "../otp-names.js";
import type { Line } from "../text.js";
import type { Listed } from "./shell-lists.js";

/** `2FA key for GitHub: JBSW…`, and in other languages. */
const FOR =
  /^(?:[-*+•]\s+)?(.{1,40}?)\s+(?:for|of|für|von|pour|de|para|per|voor)\s+(\S.{0,63}?)\s*[:=]\s*(\S.{0,200})$/iu;
/** `GitHub 2FA key: JBSW…`: up to four words that name the key. */
const BEHIND = /^(?:[-*+•]\s+)?(\S.{0,63}?)\s*[:=]\s*(\S.{0,200})$/u;
/** What such notes do not have: others read it. */
const FOREIGN = [
  "check",
  "record",
  "uri",
  "key",
  "setting",
  "option",
  "keep",
  "printed",
  "sentence",
  "test-value",
  "codes",
];
/** Names that say nothing of an account. */
const NO_NAME =
  /^(?:my|the|your|this|that|mein|dein|mon|mi|account|login|user|secret|custom|backup|recovery|old|new)$/iu;
/** Longest row with a label and a key. */
const LONGEST_ROW = 400;
/** Longest text that is looked at. */
const LONGEST = 2_000_000;

/**
 * Keys of a note whose label names the account, too. Nothing where a line may be a key, a setting or a list of codes of
 * its own: that is for the readers that ask.
 */
export function labelledKeys(text: string, lines: readonly Line[]): Listed[] | undefined {
  if (text.length > LONGEST) return undefined;
  const listed: Listed[] = [];
  for (const [i, { number: line, text: row }] of lines.entries()) {
    const entry = row.length > LONGEST_ROW ? undefined : labelled(row.replace(/[*`]/gu, "").trim());
    if (entry === undefined) continue;
    const below = lines[i + 1];
    if (below?.number === line + 1 && mayGoOn(entry.secret, below.text.trim())) return undefined;
    listed.push({ line, entry });
  }
  if (listed.length === 0) return undefined;
  const isForeign = (line: TextLine) =>
    FOREIGN.includes(line.kind) || (line.kind === "bare" && keyLook(line.value, "") !== "other");
  return attempt(() => textLines(text))?.some(isForeign) === false ? listed : undefined;
}

function labelled(row: string): { readonly issuer: string; readonly secret: string } | undefined {
  const [, label = "", name = "", value = ""] = FOR.exec(row) ?? [];
  if (otpNameStrength(label) === "sure") return entryOf(name, value);
  const [, whole = "", behind = ""] = BEHIND.exec(row) ?? [];
  const words = whole.split(/\s+/u);
  for (let at = Math.max(1, words.length - 4); at < words.length; at++) {
    if (otpNameStrength(words.slice(at).join(" ")) === "sure") return entryOf(words.slice(0, at).join(" "), behind);
  }
  return undefined;
}

function entryOf(issuer: string, given: string): { readonly issuer: string; readonly secret: string } | undefined {
  const secret = given.replace(/^["']|["';,.]{1,2}$/gu, "");
  return NO_NAME.test(issuer) || !looksLikeBareKey(secret, "perhaps") ? undefined : { issuer, secret };
}
