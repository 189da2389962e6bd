import { LANGUAGE_CODES, type LanguageCode } from "../node/resources.js";
import { type PaperName, usualPaper } from "../sheet/paper.js";

/**
 * The language to speak: what `--lang` asks for, else that of the locale, else English.
 * It is needed before the command line is read: its errors are sentences too.
 */
export function chooseLanguage(argv: readonly string[]): LanguageCode {
  const end = argv.indexOf("--");
  const options = end < 0 ? argv : argv.slice(0, end);
  const wanted = options.flatMap((arg, i) => {
    if (arg.startsWith("--lang=")) return [arg.slice("--lang=".length)];
    return arg === "--lang" ? [options[i + 1] ?? ""] : [];
  });
  const asked = wanted.at(-1);
  const all = asked === undefined ? preferred(locale(["LC_ALL", "LC_MESSAGES", "LANG"])) : [asked];
  const codes = all.map((one) => one.slice(0, 2).toLowerCase());
  return codes.find((code) => LANGUAGE_CODES.includes(code)) ?? "en";
}

/**
 * Languages in the order of preference: those of `LANGUAGE`, unless the locale is that of no language, then the locale's.
 * @see GNU gettext, 2.3.2 Specifying a Priority List of Languages
 */
function preferred(ofLocale: string): string[] {
  if (/^(?:C|POSIX)(?:\.|$)/u.test(ofLocale)) return [ofLocale];
  return [...(process.env.LANGUAGE ?? "").split(":"), ofLocale].filter((one) => one !== "");
}

/** The usual paper of the locale. */
export function choosePaper(): PaperName {
  const region = /^[a-z]{2,3}[-_](?:[a-z]{4}[-_])?([a-z]{2})(?![a-z])/iu.exec(
    locale(["LC_ALL", "LC_PAPER", "LANG"]),
  )?.[1];
  return usualPaper(region?.toUpperCase());
}

/** The locale in words of POSIX (`en_US.UTF-8`) or BCP 47 (`en-US`); `C` where nothing says which. */
function locale(variables: readonly string[]): string {
  const set = variables.map((name) => process.env[name] ?? "").find((value) => value !== "");
  if (set !== undefined) return set;
  // Elsewhere Intl would answer en-US for want of better, and Letter would be the paper of every bare machine.
  const told = process.platform === "win32" || process.platform === "darwin";
  return told ? Intl.DateTimeFormat().resolvedOptions().locale : "C";
}
