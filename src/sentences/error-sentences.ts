import { english } from "#english-errors";
import { setErrorSentences } from "../error.js";
import { type Language, sayError, wordOf } from "../language.js";
import { redacted, shown } from "../showable.js";

const ENGLISH: Language = { code: "en", sentences: english };

/** Errors say in English what is wrong, and in a second line what to do. What looks like a key is left out of names. */
setErrorSentences((code, data) => {
  const values = Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      typeof value === "number" ? value : redacted(shown(wordOf(value))),
    ]),
  );
  return `${sayError(ENGLISH, code, "message", values)}\nhint: ${sayError(ENGLISH, code, "hint", values)}`;
});
