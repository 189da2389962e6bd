import { MAX_NAME_LENGTH } from "../../account/account.js";
import { type FallbackNames, isOtpText } from "../collector.js";
import { isObject, items, type Json, type JsonObject } from "../formats/json.js";
import { otpNameStrength, plainName, USER_NAMES } from "../otp-names.js";
import { isMap, memberNamed, membersOf, type TreeObject, textNamed } from "./tree-object.js";

/** Names of an issuer, in that order; plain. */
const ISSUERS = [
  ...["issuer", "issuername", "originalissuer", "service", "servicename", "provider", "providername", "site"],
  ...["sitename", "vendor", "title", "websitepasswordtitle"],
];
/** Names that are an item's title, or the account's where an issuer stands beside them. */
const LOOSE = [
  "name",
  "label",
  "displayname",
  "nickname",
  "itemname",
  "entryname",
  "originalname",
  "description",
  "hostname",
  "domain",
  "host",
];
/** Lists whose elements are parts of an item. */
const PARTS = /^(?:.*fields?|sections?|.*attributes?|.*properties|urls|extras?)$/u;
/** Members of a field that say what it is. */
const FIELD_LABELS = [
  "type",
  "kind",
  "designation",
  "purpose",
  "id",
  "label",
  "name",
  "fieldtype",
  "fieldname",
  "t",
  "n",
  "k",
];
const FIELD_VALUES = ["value", "v", "content", "data"];
/** Deepest place below an item where its fields are looked for. */
const MAX_DEPTH = 4;

interface Names {
  issuer: string;
  account: string;
  /** A name that may be either. */
  loose: string;
}

const ofItems = new WeakMap<JsonObject, Names>();

/**
 * The names of what stands in an object: its own, then those of the item that it is a part of, whose fields may hold the
 * account's. Where there is one name alone, it is split at a colon, else it is the account's.
 */
export function namesAt(object: TreeObject): FallbackNames {
  const found: Names = { issuer: "", account: "", loose: "" };
  let at: TreeObject | undefined = object;
  while (at !== undefined) {
    if (!isPart(at)) {
      const own = namesOf(at.value);
      if (found.issuer === "") found.issuer = own.issuer || (at === object ? "" : own.loose);
      const named = at !== object && own.issuer !== "";
      if (found.account === "") found.account = own.account || (named ? own.loose : "");
      if (at === object) found.loose = own.loose;
      if (at.isElement) break;
    }
    at = at.parent;
    if (at !== undefined && isMap(at.value)) break;
  }
  return settled(found);
}

function settled({ issuer, account, loose }: Names): FallbackNames {
  if (issuer !== "") return { issuer, account: withoutPrefix(account || (loose === issuer ? "" : loose), issuer) };
  if (account !== "") {
    if (loose !== "" && loose !== account) return { issuer: loose, account: withoutPrefix(account, loose) };
    return split(account);
  }
  return split(loose);
}

function split(name: string): FallbackNames {
  const [, issuer = "", account = name] = /^([^:]{1,64}):\s*(?!\/\/)(.+)$/su.exec(name) ?? [];
  return { issuer: issuer.trim(), account: account.trim() };
}

function withoutPrefix(account: string, issuer: string): string {
  return account.startsWith(`${issuer}:`) ? account.slice(issuer.length + 1).trim() : account;
}

/** Whether an object is a field, or a section of fields: its names are not the item's. */
function isPart({ value, under, isElement, parent }: TreeObject): boolean {
  if (isElement && PARTS.test(plainName(under))) return true;
  return (
    parent !== undefined && fieldLabels(value).some((label) => otpNameStrength(label) !== undefined) && hasValue(value)
  );
}

/** What a field says it is. */
export function fieldLabels(value: JsonObject): string[] {
  return FIELD_LABELS.flatMap((name) => textNamed(value, [name]) ?? []);
}

/** What a field holds, where that is a text. */
export function fieldText(value: JsonObject): string | undefined {
  const text = textNamed(value, FIELD_VALUES);
  if (text !== undefined) return text;
  // Some write a list of one.
  const [only] = FIELD_VALUES.flatMap((name) => items(value, name));
  return typeof only === "string" && only.trim() !== "" ? only.trim() : undefined;
}

function hasValue(value: JsonObject): boolean {
  return FIELD_VALUES.some((name) => membersOf(value).has(name));
}

function namesOf(value: JsonObject): Names {
  const known = ofItems.get(value);
  if (known) return known;
  const names = {
    issuer: nameNamed(value, ISSUERS),
    account: nameNamed(value, USER_NAMES) || fieldUser(value) || loginUser(value),
    loose: nameNamed(value, LOOSE),
  };
  ofItems.set(value, names);
  return names;
}

function nameNamed(value: JsonObject, names: readonly string[]): string {
  for (const name of names) {
    const text = textNamed(value, [name]);
    if (text !== undefined && text.length <= MAX_NAME_LENGTH && !isOtpText(text)) return text;
  }
  return "";
}

/** The account's name where an item keeps it with the password, as Bitwarden does. */
function loginUser(item: JsonObject): string {
  const login = memberNamed(item, ["login"]);
  return isObject(login) ? nameNamed(login, USER_NAMES) : "";
}

/** The account's name where an item keeps it in a list of fields. */
function fieldUser(item: JsonObject): string {
  let best: number = USER_NAMES.length;
  let found = "";
  const look = (value: Json, depth: number, inFields: boolean): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const one of value as readonly Json[]) look(one, depth + 1, inFields);
    else if (isObject(value)) {
      const text = inFields ? fieldText(value) : undefined;
      if (text !== undefined && text.length <= MAX_NAME_LENGTH) {
        for (const label of fieldLabels(value)) {
          const rank = (USER_NAMES as readonly string[]).indexOf(plainName(label));
          if (rank >= 0 && rank < best) [best, found] = [rank, text];
        }
      }
      for (const [name, one] of Object.entries(value)) {
        if (typeof one === "object" && one !== null) look(one, depth + 1, PARTS.test(plainName(name)));
      }
    }
  };
  look(item, 0, false);
  return found;
}
