import { EscrowError } from "../error.js";
import { Budget, derivationSeconds } from "./budget.js";
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

/** An `ImportContext` for one source: it asks, and tells, in its name, and spends one budget. */
export function readContext(context: ImportContext, question: SourceQuestion): ReadContext {
  const budget = new Budget();
  const watch = context.watch ?? (() => 0);
  const progress = (share: number) => context.progress?.({ ...question, share, spentSeconds: budget.seconds });
  return {
    readCodes: async (bytes, onLost) => {
      budget.spend(0);
      const begun = watch();
      try {
        return await context.readCodes(bytes, onLost);
      } finally {
        budget.note(watch() - begun);
      }
    },
    pictureFault: async (bytes) => context.pictureFault?.(bytes),
    unlock: async (open) => {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const wrong = tries > 0;
        const password = await context.password?.({ ...question, wrong });
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
      budget.spend(derivationSeconds(derivation));
      await progress(0);
      const bytes = passwordBytes(password);
      if (context.derive !== undefined) return context.derive(bytes, derivation);
      return runDerivation(bytes, derivation, (share) => void progress(share));
    },
  };
}
