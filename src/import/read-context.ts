import { EscrowError } from "../error.js";
import { type Budget, derivationSeconds, MOST_FRUITLESS_SECONDS } from "./budget.js";
import { checkDerivation, passwordBytes, runDerivation } from "./formats/derivation.js";
import type { ImportContext, ReadContext, SourceQuestion } from "./source.js";

/** Most passwords that one source tries, however many the asker would give. */
const MAX_TRIES = 10;

/**
 * A password as it was given, then with its accents as one character each and as two: what a keyboard, a file and the
 * app that made the export take for the same letter differs in its bytes.
 */
function spellingsOf(password: string): string[] {
  return [...new Set([password, password.normalize("NFC"), password.normalize("NFD")])];
}

/**
 * An `ImportContext` for one source: it asks, and tells, in its name, and spends one budget.
 * @param own the source's bytes: where it is a picture or PDF itself, its pages have bounds of their own
 */
export function readContext(
  context: ImportContext,
  question: SourceQuestion,
  budget: Budget,
  own: Uint8Array,
): ReadContext {
  let fruitless = 0;
  const progress = (share: number) => context.progress?.({ ...question, share, spentSeconds: budget.seconds });
  return {
    readCodes: async (bytes, onLost) => {
      if (bytes === own) return budget.beside(() => context.readCodes(bytes, onLost));
      budget.require();
      if (fruitless > MOST_FRUITLESS_SECONDS)
        throw new EscrowError("source-too-long", { seconds: MOST_FRUITLESS_SECONDS });
      const begun = budget.seconds;
      let texts: readonly string[] = [];
      try {
        texts = await context.readCodes(bytes, onLost);
      } finally {
        if (texts.length === 0) fruitless += budget.seconds - begun;
      }
      return texts;
    },
    pictureFault: async (bytes) => context.pictureFault?.(bytes),
    unlock: async (open) => {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const wrong = tries > 0;
        const password = await budget.beside(async () => context.password?.({ ...question, wrong }));
        if (password === undefined) throw new EscrowError(wrong ? "password-wrong" : "password-needed");
        for (const spelling of spellingsOf(password)) {
          const opened = await open(spelling);
          if (opened !== undefined) return opened;
        }
      }
      throw new EscrowError("password-wrong");
    },
    deriveKey: async (password, derivation) => {
      checkDerivation(derivation);
      return budget.derive(derivationSeconds(derivation), async () => {
        await progress(0);
        const bytes = passwordBytes(password);
        if (context.derive !== undefined) return context.derive(bytes, derivation);
        return runDerivation(bytes, derivation, (share) => void progress(share));
      });
    },
  };
}
