import { FORMAT_ORDER } from "../../import/format-order.js";
import { has, type Sentences, say, sayAll } from "../../language.js";
import { type Session, tell } from "../session.js";
import { writeJson, writeLine } from "../terminal/terminal.js";

/** `formats`: what sources can be read, how to get them from each app, and what cannot be read. */
export function formats(session: Session, { json = false }: { readonly json?: boolean }): number {
  const { language } = session;
  const all = namesIn(session, "formats")
    .sort(byUse)
    .map((format) => ({
      format,
      name: say(language, `formats.${format}.name`),
      protection: say(language, `formats.${format}.protection`),
      how: sayAll(language, `formats.${format}.how`),
      not: has(language, `formats.${format}.not`) ? say(language, `formats.${format}.not`) : null,
    }));
  const unreadable = namesIn(session, "unreadable").map((app) => ({
    app,
    name: say(language, `unreadable.${app}.name`),
    how: sayAll(language, `unreadable.${app}.how`),
  }));
  if (json) {
    writeJson({ formats: all, unreadable });
    return 0;
  }
  for (const { name, protection, how, not } of all) {
    writeLine(tell(session, "formats.entry", { name, protection: tell(session, `formats.${protection}`) }));
    const lines = not === null ? how : [...how, tell(session, "formats.not", { what: not })];
    for (const line of lines) writeLine(`  - ${line}`);
    writeLine();
  }
  writeLine(tell(session, "formats.unreadable"));
  for (const { name, how } of unreadable) {
    writeLine();
    writeLine(name);
    for (const line of how) writeLine(`  - ${line}`);
  }
  return 0;
}

/** By how many people have them. */
function byUse(one: string, other: string): number {
  const placeOf = (name: string) => (FORMAT_ORDER.includes(name) ? FORMAT_ORDER.indexOf(name) : FORMAT_ORDER.length);
  return placeOf(one) - placeOf(other);
}

/** Names of what a section of the sentences tells, in its order. */
function namesIn({ language }: Session, section: "formats" | "unreadable"): string[] {
  return Object.keys(language.sentences[section] as Sentences);
}
