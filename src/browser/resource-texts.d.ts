/** What the build makes of `templates/` for bundlers: `dist/resources/`, each text by itself. */
declare module "#resources" {
  /** Loads one of them. */
  type Load<T> = () => Promise<{ readonly default: T }>;

  /** Version of the package. */
  export const version: string;
  /** Sentences, by the code of their language: English, then the others by their codes. */
  export const languages: Readonly<Record<string, Load<import("../language.js").Sentences>>>;
  /** Texts of the templates in `templates/*.jsonc`, by their names. */
  export const templates: Readonly<Record<string, Load<string>>>;
  /** What to do per service, in the order of their names. */
  export const guides: Load<readonly import("../sheet/content.js").Guide[]>;
  /** Source text of the format card's program. */
  export const formatCard: Load<string>;
}
