import { EscrowError } from "../../error.js";
import type { Collector } from "../collector.js";
import type { Content } from "../content.js";
import { decodeJson, isObject, items, type Json, member, numberAt, textAt } from "../formats/json.js";
import { unzip, type ZipEntry } from "../formats/zip.js";
import { plainName } from "../otp-names.js";
import { otpTextsIn } from "../otp-texts.js";
import type { Source } from "../source.js";

/** Settings that every authenticator of the format has. */
const REQUIRED = ["algorithm", "digits", "period"] as const;
/** Deepest place in a credential where texts are looked for. */
const MAX_DEPTH = 8;

/**
 * The Credential Exchange Format, in which password managers hand their items to each other: a header with accounts, or
 * one account, as 1Password, Dashlane and others write it. What was encrypted for another program is told and not read.
 * @see https://fidoalliance.org/specs/cx/cxf-v1.0-ps-20250814.html
 */
export const cxf: Source = {
  name: "cxf",
  detect: (content) => isCxf(content.json) || zippedCxf(content) !== undefined || isSealed(content),
  read: async (content, collector) => {
    if (isSealed(content)) throw new EscrowError("source-encrypted");
    const zipped = zippedCxf(content);
    const json = zipped === undefined ? content.json : decodeJson(unzip(zipped));
    if (!isCxf(json)) throw new EscrowError("archive-unknown", { kind: "ZIP" });
    const absent = new Set<string>();
    const accounts = Array.isArray(member(json, "accounts")) ? items(json, "accounts") : [json ?? null];
    let number = 0;
    for (const item of accounts.flatMap((account) => items(account, "items"))) {
      readItem(item, ++number, collector, absent);
    }
    if (absent.size > 0) collector.warn({}, "export-incomplete", { missing: [...absent].sort().join(", ") });
  },
};

function isCxf(json: Json | undefined): boolean {
  if (numberAt(json, "version", "major") !== undefined && Array.isArray(member(json, "accounts"))) return true;
  return items(json, "items").some((item) =>
    items(item, "credentials").some((credential) => textAt(credential, "type") !== undefined),
  );
}

/** No form of the file is laid down: programs put it into an archive under names of their own. */
function zippedCxf({ zip }: Content): ZipEntry | undefined {
  return zip?.find(({ name }) => /^(?:[^/]*\/)?(?:cxf|payload)\.json$/iu.test(name));
}

function isSealed({ zip }: Content): boolean {
  return zip?.some(({ name }) => /(?:^|\/)index\.jwe$/iu.test(name)) ?? false;
}

function readItem(item: Json, entry: number, collector: Collector, absent: Set<string>): void {
  const credentials = items(item, "credentials");
  const isOf = (credential: Json, type: string) => plainName(textAt(credential, "type") ?? "") === type;
  const login = credentials.find((credential) => isOf(credential, "basicauth"));
  const names = {
    issuer: textAt(item, "title"),
    account: filled(fieldText(member(login, "username"))) ?? filled(textAt(item, "subtitle")),
  };
  const texts = new Set<string>();
  for (const credential of credentials) {
    if (!isOf(credential, "totp")) {
      for (const text of textsIn(credential)) texts.add(text);
      continue;
    }
    const algorithm = member(credential, "algorithm");
    const isSteam = typeof algorithm === "string" && plainName(algorithm) === "steam";
    for (const name of REQUIRED) if ((member(credential, name) ?? null) === null) absent.add(name);
    collector.addEntry(
      { entry },
      {
        issuer: filled(textAt(credential, "issuer")) ?? names.issuer,
        account: filled(textAt(credential, "username")) ?? names.account,
        secret: member(credential, "secret"),
        type: isSteam ? "steam" : "totp",
        algorithm: isSteam ? undefined : algorithm,
        digits: member(credential, "digits"),
        period: member(credential, "period"),
      },
    );
  }
  for (const text of texts) collector.addStoredText({ entry }, text, names);
}

/** Key URIs in a credential of another kind: fields that its owner made, and notes. */
function textsIn(value: Json, depth = 0): string[] {
  if (typeof value === "string") return otpTextsIn(value);
  if (depth > MAX_DEPTH) return [];
  const parts = Array.isArray(value) ? (value as readonly Json[]) : isObject(value) ? Object.values(value) : [];
  return parts.flatMap((part) => textsIn(part, depth + 1));
}

/** A field's value; drafts of the format had the value alone. */
function fieldText(field: Json | undefined): string | undefined {
  return typeof field === "string" ? field : textAt(field, "value");
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === "" ? undefined : text;
}
