import { EscrowError } from "../error.js";

/**
 * Percent-decodes what is valid UTF-8 and keeps everything else as it stands, a stray `%` included.
 * @see RFC 3986, section 2.1
 */
export function decodePercent(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/giu, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/**
 * The parameters of a Key URI's query, as apps write them: names in any case, `+` for a blank,
 * `&amp;` where a web page left it, no `=` at all.
 */
export class UriQuery {
  private readonly values = new Map<string, string[]>();

  /** @param query what follows the `?`, still encoded */
  constructor(query: string) {
    for (const part of query.split("&")) {
      const at = part.indexOf("=");
      const name = decodeFormText(at < 0 ? part : part.slice(0, at))
        .trim()
        .toLowerCase()
        .replace(/^amp;/u, "");
      if (name === "") continue;
      const value = at < 0 ? "" : decodeFormText(part.slice(at + 1)).trim();
      const known = this.values.get(name);
      if (known === undefined) this.values.set(name, [value]);
      else known.push(value);
    }
  }

  /** Whether a parameter occurs, with a value or without. */
  has(name: string): boolean {
    return this.values.has(name);
  }

  /** The names that occur, in lower case, other than those given. */
  without(names: readonly string[]): string[] {
    const known = new Set(names);
    return [...this.values.keys()].filter((name) => !known.has(name));
  }

  /** The different values of a parameter that are not empty. */
  all(name: string): string[] {
    return [...new Set(this.values.get(name) ?? [])].filter((value) => value !== "");
  }

  /**
   * The one value of a parameter that codes depend on; `null`, as some apps write it, counts as left out.
   * @throws EscrowError `uri-parameter-repeated`
   */
  setting(name: string): string | undefined {
    const [value, other] = this.all(name).filter((each) => each !== "null");
    if (other !== undefined) throw new EscrowError("uri-parameter-repeated", { name });
    return value;
  }

  /**
   * A setting that is a whole number in plain digits.
   * @throws EscrowError `uri-parameter`, `uri-parameter-repeated`
   */
  number(name: string, least: number, most: number): number | undefined {
    const text = this.setting(name);
    if (text === undefined) return undefined;
    const value = /^[0-9]{1,16}$/u.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new EscrowError("uri-parameter", { name, least, most });
    return value;
  }
}

function decodeFormText(text: string): string {
  return decodePercent(text.replace(/\+/gu, " "));
}
