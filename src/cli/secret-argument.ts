/** Schemes of texts that hold an authenticator secret. */
const SECRET_TEXT = /(?:otpauth|otpauth-migration|steam|motp):\/\/|otpauth(?:-migration)?:|[?&]secret=|^secret=/iu;

/** Fewest characters of a key that a service gives. */
const LEAST_KEY_CHARACTERS = 16;

/** Whether an argument holds an otpauth text or another that names a secret. */
export function holdsSecretText(argument: string): boolean {
  return SECRET_TEXT.test(argument);
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
