import { EscrowError } from "../error.js";
import { checkDerivation, passwordBytes, runDerivation } from "./derivation.js";
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

/** An `ImportContext` for one source: it asks, and tells, in its name. */
export function readContext(context: ImportContext, question: SourceQuestion): ReadContext {
  return {
    readCodes: (bytes, onLost) => context.readCodes(bytes, onLost),
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
      await context.progress?.({ ...question, share: 0 });
      const bytes = passwordBytes(password);
      if (context.derive !== undefined) return context.derive(bytes, derivation);
      return runDerivation(bytes, derivation, (share) => void context.progress?.({ ...question, share }));
    },
  };
}
