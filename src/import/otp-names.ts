/** How surely a name says that a key of an authenticator stands under it. */
export type NameStrength = "sure" | "perhaps";

const PREFIX = "(?:login|account|user|my|google|custom|secret|websitepassword)?";
/** Words for the codes themselves: what stands under one alone is a key or a Key URI. */
const CODES = "(?:otpauth|totp|hotp|otp|onetimepass(?:word|code)s?|onetimecode)";
/** Words for the second factor: under one alone a table may say "yes" as well. */
const FACTOR_WORDS = "2fa|twofa|tfa|mfa|2factor|twofactor(?:auth(?:entication)?)?|authenticator|2step|twostep";
const TRANSLATED_KEY =
  "schlüssel|geheimschlüssel|geheimnis|cléd?e?secr[eè]te|clé|clavesecreta|clave|chiavesegreta|chiave|chavesecreta|chave|sleutel|キー|鍵|シークレットキー|シークレット|密钥|密鑰|키";
const TRANSLATED_FACTOR = "[2二]段階認証|[2二]要素認証|zweifaktor|doublefacteur|dosfactores|双重验证|雙重驗證";
const FACTOR = `(?:${FACTOR_WORDS}|${TRANSLATED_FACTOR})`;
const THING = `(?:secretkey|secret|setupkey|key|seed|url|uri|link|${TRANSLATED_KEY})`;
const SURE = new RegExp(
  `^${PREFIX}(?:${CODES}|${CODES}(?:auth)?(?:code|token)?${THING}|${FACTOR}(?:auth)?(?:code|token)?の?${THING}|(?:${TRANSLATED_KEY})d?[eiao]?l?(?:${CODES}|${FACTOR}))$`,
  "u",
);
const PERHAPS = new RegExp(`^${PREFIX}(?:${CODES}|${FACTOR})(?:auth|codes?|tokens?|field|app)?$`, "u");
/** How 1Password names its fields. */
const NUMBERED = /^totp_(?=[a-z]*\d)[0-9a-z]{1,64}$/iu;

/** The same in other languages, as apps head columns and fields; without what is not letter or digit. */
const TRANSLATED: ReadonlySet<string> = new Set([
  ...["einmalpasswort", "einmalkennwort", "ワンタイムパスワード", "motdepasseàusageunique", "eenmaligwachtwoord"],
  ...["contraseñadeunsolouso", "passwordmonouso", "senhadeusoúnico", "一次性密码", "一次性密碼", "일회용비밀번호"],
]);

/** Names of what an account is called, in that order; plain. */
export const TITLE_NAMES: readonly string[] = [
  ...["title", "name", "issuer", "displayname", "nickname", "label", "passwordname", "itemname", "entryname"],
  // As apps head the same columns in other languages
  ...[
    "titel",
    "タイトル",
    "名前",
    "titre",
    "nom",
    "título",
    "titolo",
    "nombre",
    "nome",
    "naam",
    "標題",
    "标题",
    "名称",
    "名稱",
    "제목",
  ],
  ...["サービス", "サービス名", "サイト", "サイト名", "dienst", "servicio", "servizio", "serviço"],
  ...["service", "servicename", "site", "sitename", "website", "accountname", "account", "url", "loginurl"],
];

/** Names of an account, in that order; in lower case, letters and digits only. */
export const USER_NAMES = [
  ...["username", "user", "login", "loginname", "loginusername", "userid", "accountname", "account"],
  ...["email", "emailaddress", "mail", "loginemail", "websitepasswordusername"],
  ...["benutzername", "ユーザ名", "ユーザー名", "nomdutilisateur", "nombredeusuario", "nomeutente"],
  ...["benutzer", "ユーザー", "ユーザーid", "メールアドレス", "identifiant", "utilisateur", "adresseemail", "usuario"],
  ...["correo", "correoelectrónico", "utente", "usuário", "gebruiker"],
  ...["nomedeusuário", "gebruikersnaam", "用户名", "使用者名稱", "사용자이름"],
] as const;

/** What says no more than that a key stands below it, in many languages; plain. */
export const KEY_HEADING =
  /^(?:(?:secret|setup|base32)?key|secret|seed|base32|schlüssel|geheimschlüssel|clé|clave|chiave|chave|sleutel|鍵|秘密鍵|(?:シークレット|セットアップ)?キー|シークレット|密钥|密鑰|키)$/u;

/** A name as names are compared: letters and digits, in lower case. */
export function plainName(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Whether a heading, a member's name or a field's label says that an authenticator's key or Key URI stands there.
 * @returns `undefined` where it does not
 */
export function otpNameStrength(name: string): NameStrength | undefined {
  if (name.length > 100) return undefined;
  const plain = plainName(name);
  if (NUMBERED.test(name) || TRANSLATED.has(plain) || SURE.test(plain)) return "sure";
  return PERHAPS.test(plain) ? "perhaps" : undefined;
}

/** Fewest characters that are taken for a key, and fewest of one that a word cannot be. */
const LEAST_KEY = 8;
const USUAL_KEY = 16;
/** What stands in a column or field where there is no key. */
const STATE =
  /^(?:(?:en|dis)abled|active|inactive|required|optional|configured|unconfigured|none|null|undefined|unknown|default)$/iu;

/** Whether a field that its owner named holds a key: by its name, and by how the value looks. */
export function isNamedKey(name: string, value: string): boolean {
  const strength = otpNameStrength(name);
  return strength !== undefined && looksLikeBareKey(value, strength);
}

/** Whether a value only says whether there is a second factor. */
export function isState(text: string): boolean {
  return STATE.test(text.trim());
}

/**
 * Whether a value is a bare key as far as its characters tell: in groups or not, padded or not, in one case. Short ones
 * have a digit, for words have none; letters alone in small letters are a key only where the name surely says so.
 */
export function looksLikeBareKey(text: string, strength: NameStrength): boolean {
  const compact = text
    .trim()
    .normalize("NFKC")
    .replace(/[\s_\u00ad\u200b-\u200f\u2060\ufeff-]/gu, "")
    .replace(/(?:=|%3D){0,8}$/iu, "");
  if (!/^(?:[A-Z2-7]+|[a-z2-7]+)$/u.test(compact)) return false;
  if (/[2-7]/u.test(compact)) return compact.length >= (strength === "sure" ? LEAST_KEY : USUAL_KEY);
  return compact.length >= USUAL_KEY && (strength === "sure" || compact === compact.toUpperCase());
}

/** Whether the row below a key may be the rest of it: letters and digits of the same case, and no word of a button. */
export function mayGoOn(key: string, below: string): boolean {
  const characters = key === key.toUpperCase() ? "A-Z2-7" : "a-z2-7";
  const isBare = new RegExp(`^[${characters}]+(?:[ -][${characters}]+)*=*$`, "u").test(below);
  return isBare && !/^(?:copy|next|back|done|continue|cancel|verify|close|ok)$/iu.test(below);
}
