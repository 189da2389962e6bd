import { type Sentences, say, sayAll } from "../language.js";
import type { Session } from "./session.js";
import { writeJson, writeLine } from "./terminal.js";

/** `formats`: what sources can be read, and how to get them from each app. */
export function formats({ language }: Session, { json = false }: { readonly json?: boolean }): number {
  const names = Object.keys(language.sentences.formats as Sentences);
  const all = names.map((format) => ({
    format,
    name: say(language, `formats.${format}.name`),
    how: sayAll(language, `formats.${format}.how`),
  }));
  if (json) writeJson({ formats: all });
  else
    for (const [i, { name, how }] of all.entries()) {
      if (i > 0) writeLine();
      writeLine(name);
      for (const line of how) writeLine(`  - ${line}`);
    }
  return 0;
}
