import { attempt } from "../../error.js";
import { decodeEntities } from "../../read/pictures/svg-tree.js";
import { NO_CODES, textLines } from "../../read/text/text-lines.js";
import type { StoredEntry } from "../entry.js";
import { looksLikeBareKey, mayGoOn } from "../otp-names.js";
import { kindNamed } from "../setting-names.js";

/** Elements within a line of text: a key is often set in one, or in one for each group. */
const INLINE = new Set(
  "a abbr b bdi big code em font i kbd label mark q samp small span strong sub sup tt u var wbr".split(" "),
);
/** Elements whose content nobody sees. */
const UNSEEN = new Set(["head", "noscript", "script", "style", "svg", "template"]);
const TAG = /<(\/?)([a-z][a-z0-9:-]{0,30})/iy;
/** What an input shows, which is not hidden. */
const SHOWN =
  /^(?!.{0,2000}\stype\s{0,9}=\s{0,9}["']?(?:hidden|password|submit|button)).{0,2000}?\svalue\s{0,9}=\s{0,9}(?:"([^"]{1,500})"|'([^']{1,500})')/isu;

/** Words of a label for a key. */
const KEY = /\b(?:key|secret|seed)\b|schlüssel|\bclé\b|clave|chiave|chave|sleutel|キー|鍵|シークレット|密钥|密鑰|키/iu;
/** Words for keys of other kinds. */
const OTHER_KEY =
  /recover|back-?up|emergency|licen[cs]e|product|\bapi\b|access|public|private|ssh|pgp|serial|encrypt|webhook|client|wiederherstell|復旧|復元|回復|リカバリ|バックアップ|ライセンス|恢复|恢復|备份|備份/iu;
/** Longest label: a sentence. */
const LONGEST_LABEL = 200;
/** Longest row with a label and a key. */
const LONGEST_ROW = 500;
/** Longest text of a page in which a key is looked for. */
const LONGEST_PAGE = 5_000_000;
/** Settings other than the usual ones, as sentences say them: without a label nobody knows whether the key has them. */
const UNUSUAL: Readonly<Record<string, RegExp>> = {
  type: /\b(?:hotp|motp|steam|yandex)\b|counter/iu,
  algorithm: /sha-?(?:256|512)/iu,
  digits: /\b(?:[578]|five|seven|eight)[- ]?digit/iu,
  period: /\b(?:15|20|45|60|90|120|180|300)[- ]?(?:s|sec|seconds?)\b/iu,
};
/** What stands on pages that others read. */
const FOREIGN = ["check", "record", "uri", "printed", "sentence", "test-value", "keep", "option"];

/**
 * The key that a page for setting up an authenticator shows beside its code, where its label, on the line or above it,
 * says that it is one: with names and settings that the page labels.
 * @param text what `pageText` gave
 * @returns `undefined` for none, for several, and where settings contradict each other
 */
export function pageKey(text: string): StoredEntry | undefined {
  const rows = text.split("\n");
  const keys = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (row.length > LONGEST_ROW) continue;
    const [, named, given = row] = /^(.*)[:：]\s*([^:：]+)$/su.exec(row) ?? [];
    // Above stands a label, or what another label stands before: then this may be the rest of a key.
    const label = named ?? /[^:：]*[:：]?$/u.exec(rows[i - 1] ?? "")?.[0] ?? "";
    if (label.length > LONGEST_LABEL || !looksLikeBareKey(given, "perhaps")) continue;
    if (!KEY.test(label) || OTHER_KEY.test(label)) continue;
    if (mayGoOn(given, rows[i + 1] ?? "")) return undefined;
    keys.add(given.replace(/[\s-]/gu, "").toUpperCase());
  }
  const [secret, another] = keys;
  if (secret === undefined || another !== undefined) return undefined;
  const lines = attempt(() => textLines(text));
  if (lines === undefined || lines.some(({ kind }) => FOREIGN.includes(kind))) return undefined;
  const said = new Map<string, string>();
  for (const line of lines) {
    if (line.kind !== "setting") continue;
    const known = said.get(line.field);
    if (known !== undefined && known !== line.value && !NO_CODES.includes(line.field)) return undefined;
    if (known === undefined) said.set(line.field, line.value);
  }
  if (Object.entries(UNUSUAL).some(([name, words]) => !said.has(name) && words.test(text))) return undefined;
  const type = said.get("type");
  return {
    ...Object.fromEntries(said),
    secret,
    ...(type === undefined ? {} : { type: kindNamed(type) ?? type }),
  };
}

/** What people see of a page, a line for each element that is one. */
export function pageText(page: string): string {
  if (page.length > LONGEST_PAGE) return "";
  let text = "";
  let at = 0;
  const say = (part: string) => {
    text += decodeEntities(part).replace(/\s+/gu, " ");
  };
  while (at < page.length) {
    const open = page.indexOf("<", at);
    say(page.slice(at, open < 0 ? page.length : open));
    if (open < 0) break;
    TAG.lastIndex = open;
    const [, closing = "", given] = TAG.exec(page) ?? [];
    const name = given?.toLowerCase() ?? "";
    const isComment = page.startsWith("<!--", open);
    const end = page.indexOf(isComment ? "-->" : ">", open);
    if (end < 0) break;
    at = end + (isComment ? 3 : 1);
    if (closing === "" && UNSEEN.has(name)) at = endOf(page, name, at);
    if (name === "input") {
      const [, double, single] = SHOWN.exec(page.slice(open, end)) ?? [];
      say(`: ${double ?? single ?? ""}`);
    }
    if (name !== "" && !INLINE.has(name)) text += "\n";
  }
  return text
    .split("\n")
    .map((row) => row.trim())
    .filter((row) => row !== "")
    .join("\n");
}

/** Where an element ends: at the end of the page where nothing ends it. */
function endOf(page: string, name: string, from: number): number {
  const close = new RegExp(`</${name}\\s{0,9}>`, "giu");
  close.lastIndex = from;
  return close.exec(page) === null ? page.length : close.lastIndex;
}
