/** What the build makes of the English sentences of errors: `dist/resources/english-errors.js`. */
declare module "#english-errors" {
  /** The sections `errors` and `picture-faults` of `templates/lang/en.json`. */
  export const english: import("../language.js").Sentences;
}
