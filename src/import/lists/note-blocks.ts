import { attempt } from "../../error.js";
import { keyLook } from "../../read/text/key-shape.js";
import { nearlyNamedSetting, type TextLine, textLines } from "../../read/text/text-lines.js";
import type { StoredEntry } from "../entry.js";
import { KEY_HEADING, plainName, TITLE_NAMES, USER_NAMES } from "../otp-names.js";
import type { Listed } from "./shell-lists.js";

/** `[GitHub]` of INI and TOML, `## GitHub` of Markdown. */
const SECTION = /^(?:\[([^[\]]{1,64})\]|#{1,6}\s+(.{1,64}?)\s*#{0,6})$/u;
/** `github:` of YAML, above what is indented. */
const PARENT = /^(?:-\s+)?["']?([^:"'#]{1,64})["']?:$/u;
const ITEM = /^-\s+/u;
/** Names of lists, and of files: no account's. */
const GENERAL =
  /^(?:accounts?|entries|items|tokens?|secrets?|keys?|otps?|totp|hotp|[2t]?2?fa|mfa|services?|list|data|default|general|settings|notes?)$/iu;
/** A line that can be a name and hardly a password: words of letters. */
const TITLE = /^\p{L}[\p{L}\p{M}'.&+-]{1,30}(?: [\p{L}\p{M}'.&+()-]{1,30}){0,4}$/u;
const PASSWORD = /^(?:pass(?:word|wort|e)?|pw|パスワード|kennwort|mot de passe|contraseña|senha)\s*[:：=]/iu;
/** What none of these texts has: others read it. */
const FOREIGN: readonly TextLine["kind"][] = [
  "check",
  "record",
  "uri",
  "option",
  "keep",
  "printed",
  "sentence",
  "test-value",
];
const SETTINGS = ["type", "algorithm", "digits", "period", "counter"];
/** Longest text that is looked at: a note, or a file of settings. */
const LONGEST = 2_000_000;

/** What stands together: under a heading, in an item of a list, between blank lines. */
interface Block {
  /** From a heading, an item above, or the first line, which may be a password. */
  title: string;
  titleIsLine: boolean;
  /** Line of the title, where it is one. */
  line: number;
  readonly fields: Map<string, string>;
  readonly keys: { readonly line: number; readonly secret: string }[];
  hasPassword: boolean;
  /** Whether names stand in quotation marks, as in YAML. */
  isQuoted: boolean;
  lines: number;
}

/**
 * Keys of notes and of files of settings (YAML, TOML, INI, Markdown) whose accounts have their names around the key: in a
 * heading, above indented lines, in `name:`, `site:`, `user:`, or on a line of its own. Nothing where a key is in doubt,
 * or stands there twice: those are judged line by line.
 */
export function noteKeys(text: string): Listed[] | undefined {
  if (text.length > LONGEST) return undefined;
  // Lists of TOML begin as JSON does.
  const plain = text.replace(/^\[(\[[^[\]\r\n]{1,64}\])\]/gmu, "$1");
  const lines = attempt(() => textLines(plain));
  if (lines === undefined || lines.some(({ kind }) => FOREIGN.includes(kind))) return undefined;
  const blocks = blocksOf(plain, lines);
  const own = blocks?.filter(({ keys }) => keys.length > 0) ?? [];
  if (own.length === 0 || own.some(({ keys }) => keys.length > 1)) return undefined;
  // A setting that stands apart from its key would be lost, and codes be wrong.
  if (blocks?.some(({ keys, fields }) => keys.length === 0 && SETTINGS.some((name) => fields.has(name))))
    return undefined;
  const titled = own.length > 1 && own.every(({ titleIsLine }) => titleIsLine);
  // Below a password, an entry of a password store is read as ever: its key alone.
  const first = lines.find(({ kind }) => kind !== "blank");
  const isTitle = blocks?.some(
    (block) => block.titleIsLine && block.line === first?.place && (block.hasPassword || titled),
  );
  if ((first?.kind === "bare" || first?.kind === "other") && !SECTION.test(first.text) && !isTitle) return undefined;
  const listed = own.map((block) => ({ line: block.keys[0]?.line ?? 1, ...entryOf(block, titled) }));
  return listed.some(({ isNamed }) => isNamed) ? listed.map(({ line, entry }) => ({ line, entry })) : undefined;
}

function blocksOf(text: string, lines: readonly TextLine[]): Block[] | undefined {
  const rows = text.split(/\r\n|\r|\n/u);
  const blocks: Block[] = [];
  const begin = (title = "") => {
    blocks.push({
      title,
      titleIsLine: false,
      line: 0,
      fields: new Map(),
      keys: [],
      hasPassword: false,
      isQuoted: false,
      lines: 0,
    });
    return blocks.at(-1) as Block;
  };
  let block = begin();
  let parent = "";
  let isSection = false;
  let underCodes = false;
  for (const [i, line] of lines.entries()) {
    const row = rows[line.place - 1] ?? "";
    const bare = row.trim();
    const heading = SECTION.exec(bare);
    const below = rows[line.place] ?? "";
    if (heading || line.kind === "blank") underCodes = false;
    if (heading) {
      const name = heading[1] ?? heading[2] ?? "";
      isSection = !GENERAL.test(name);
      parent = isSection ? name : "";
      block = begin(parent);
    } else if (line.kind === "blank") {
      // Below a heading blank lines stand anywhere.
      if (block.lines > 0 && !isSection) block = begin();
    } else if (line.kind !== "key" && line.kind !== "codes" && PARENT.test(bare) && indent(below) > indent(row)) {
      const name = PARENT.exec(bare)?.[1]?.trim() ?? "";
      parent = GENERAL.test(name) ? "" : name;
      isSection = false;
      block = begin(parent);
    } else {
      // An item of YAML goes on with indented lines; bullets of a note stand one below the other.
      if (ITEM.test(bare) && indent(below) > indent(row) && below.trim() !== "" && block.lines > 0)
        block = begin(parent);
      if (isNextOf(block, line)) block = begin(parent);
      block.lines++;
      if (line.kind === "codes") underCodes = true;
      else if (line.kind === "key") underCodes = false;
      if (!takeLine(block, line, lines.slice(i + 1, i + 3), underCodes)) return undefined;
    }
  }
  return blocks;
}

/** Whether a line names an account anew, behind the key of the one before. */
function isNextOf({ keys, fields }: Block, line: TextLine): boolean {
  const [name] = nameAndValue(line) ?? [];
  return keys.length > 0 && name !== undefined && fields.has(name) && ["title", "issuer"].includes(name);
}

/** @returns `false` where nobody can tell what the line is */
function takeLine(
  block: Block,
  line: TextLine,
  [next, below]: readonly (TextLine | undefined)[],
  underCodes: boolean,
): boolean {
  if (line.kind === "key") {
    const { value, name } = line;
    if (value === "") return false;
    const look = keyLook(value, name);
    if (look === "key") block.keys.push({ line: line.place, secret: value });
    // A key that goes on below is for the reader that asks.
    const goesOn = next?.kind === "bare" && keyLook(next.value, "") !== "other";
    return !goesOn && (look === "key" || look === "other");
  }
  if (line.kind === "bare" && next?.kind === "bare" && KEY_HEADING.test(plainName(line.value))) {
    return takeLine(
      block,
      { ...line, kind: "key", name: "key", value: next.value, printed: false },
      [below],
      underCodes,
    );
  }
  // The first line of a password store's entry is the password.
  const isFirst = line.place === 1;
  const isTaken = block.keys.some(({ secret }) => line.kind === "bare" && secret === line.value);
  if (line.kind === "bare" && !underCodes && !isFirst && !isTaken && keyLook(line.value, "") !== "other") return false;
  if (PASSWORD.test(line.text)) block.hasPassword = true;
  if (line.kind === "setting" && /^["']/u.test(line.value)) block.isQuoted = true;
  const [name, value = ""] = nameAndValue(line) ?? [];
  if (name !== undefined && value !== "" && !block.fields.has(name)) block.fields.set(name, value);
  else if (line.kind === "login" && nearlyNamedSetting(line.text) !== undefined) return false;
  else if (
    (line.kind === "other" || line.kind === "bare") &&
    block.lines === 1 &&
    block.title === "" &&
    TITLE.test(line.text.trim())
  ) {
    block.title = line.text.trim();
    block.titleIsLine = true;
    block.line = line.place;
  }
  return true;
}

/** What a line says of an account: a setting by its own name, `title` and `user` by all theirs. */
function nameAndValue(line: TextLine): readonly [name: string, value: string] | undefined {
  if (line.kind === "setting") {
    const isWord = line.field === "type" && !/^["']?(?:totp|hotp|steam)["']?$/iu.test(line.value);
    return isWord ? undefined : [line.field, unquoted(line.value)];
  }
  if (line.kind !== "login") return undefined;
  const [, given = "", value = ""] =
    /^(?:[-*+•]\s+)?([^:：=]{1,40})[:：=]\s*(.*)$/su.exec(line.text.replace(/[*`]/gu, "")) ?? [];
  const plain = plainName(given);
  if ((USER_NAMES as readonly string[]).includes(plain)) return ["user", unquoted(value)];
  return TITLE_NAMES.includes(plain) ? ["title", unquoted(value)] : undefined;
}

function entryOf(block: Block, titled: boolean): { readonly entry: StoredEntry; readonly isNamed: boolean } {
  const { fields } = block;
  const title = block.titleIsLine && !block.hasPassword && !titled ? "" : block.title;
  const of = (name: string) => fields.get(name);
  const issuer = of("issuer") ?? (title || of("title"));
  const user = of("account") ?? of("user") ?? (issuer === of("title") ? undefined : of("title"));
  const entry = {
    issuer,
    account: user,
    secret: block.keys[0]?.secret,
    ...{
      type: of("type"),
      algorithm: of("algorithm"),
      digits: of("digits"),
      period: of("period"),
      counter: of("counter"),
    },
  };
  // What only `issuer:` and `account:` say is read by the reader of lines, too.
  return { entry, isNamed: title !== "" || fields.has("title") || fields.has("user") || block.isQuoted };
}

function indent(row: string): number {
  return row.search(/\S|$/u);
}

function unquoted(text: string): string {
  const value = text.trim().replace(/,$/u, "");
  return /^(["'])(.*)\1$/su.exec(value)?.[2] ?? value;
}
