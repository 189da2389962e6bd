import { KEY_URI } from "../../showable.js";

/** A Key URI that is written badly, and parts of one. A title may begin with `Steam:`. */
const SECRET_TEXT = /otpauth(?:-migration)?:|[?&]secret=|^secret=/iu;

/** Fewest characters of a key that a service gives. */
const LEAST_KEY_CHARACTERS = 16;

/** Whether an argument holds an otpauth text or another that names a secret. */
export function holdsSecretText(argument: string): boolean {
  return KEY_URI.test(argument) || SECRET_TEXT.test(argument);
}

/**
 * Whether an argument that is no file's name looks like a key: letters and digits, perhaps in groups. It is wider than
 * base32, since what is refused otherwise is repeated in the error, a mistyped key or one in hexadecimal too.
 */
export function looksLikeKey(argument: string): boolean {
  const bare = argument.replace(/^-*/u, "").replace(/[\s_=-]/gu, "");
  return bare.length >= LEAST_KEY_CHARACTERS && /^[A-Za-z0-9+]+$/u.test(bare);
}

/** Whether an argument may not be repeated in a message. */
export function looksSecret(argument: string): boolean {
  return holdsSecretText(argument) || argument.split(/[=:,]/u).some(looksLikeKey);
}

/** Endings of files that people have: what ends so was meant as one. */
const USUAL_ENDING =
  /\.(?:2fas|aes|age|asc|authpro|bak|bin|bmp|csv|db|docx?|enc|gif|gpg|hei[cf]|html?|jpe?g|jsonc?|kdbx?|key|md|onepux|1pux|pass|pdf|pgp|pin|png|pw|pwd|stratum|svg|te?xt|tiff?|tsv|txt|url?|webp|xml|zip)$/iu;
const ANY_ENDING = /\.\p{L}[\p{L}\p{N}]{1,7}$/u;
/** Characters of file names that passwords rarely keep to. */
const PLAIN_NAME = /^[\p{L}\p{N} _.()+,~@*?[\]{}:=-]*$/u;
const LETTER_BESIDE_DIGIT = /\p{L}\p{N}|\p{N}\p{L}/u;

/**
 * Whether an argument that names no file was surely meant as one, so that a message may repeat it: `hunter2!x` was not,
 * nor `hunter2`.
 * @param forSecret whether it stands where a file with a secret is asked for: there people give the secret itself
 */
export function looksLikeFileName(argument: string, forSecret = false): boolean {
  if (looksSecret(argument)) return false;
  if (USUAL_ENDING.test(argument)) return true;
  const parts = argument.split(/[\\/]/u);
  if (!parts.every((part) => PLAIN_NAME.test(part))) return false;
  if (parts.length > 1) return true;
  return !forSecret && (ANY_ENDING.test(argument) || !LETTER_BESIDE_DIGIT.test(argument));
}

/** Whether arguments are the groups of a key that was not put in quotes. */
export function looksLikeGroups(args: readonly string[]): boolean {
  return args.length > 1 && args.every((group) => /^[A-Z2-7]{1,8}$/iu.test(group)) && looksLikeKey(args.join(""));
}
