import { newEntry } from "./key-entry.js";
import { collectKey, type Findings, unknownLine } from "./key-findings.js";
import type { TextLine } from "./text-lines.js";

/** Reads `~/.google_authenticator`: the key, options behind quotation marks, emergency codes. */
export function readAuthenticatorFile(lines: readonly TextLine[], found: Findings): void {
  const first = lines.find(({ kind }) => kind !== "blank");
  const options = new Map(lines.flatMap((line) => (line.kind === "option" ? [[line.name, line.value] as const] : [])));
  const isFile = options.has("TOTP_AUTH") || options.has("HOTP_COUNTER");
  if (first?.kind !== "bare" || !isFile) {
    if (first) found.faults.push(unknownLine(first.place));
    return;
  }
  const entry = newEntry(first.place);
  const counter = options.get("HOTP_COUNTER");
  if (counter !== undefined) entry.fields.set("type", "hotp").set("counter", counter.trim());
  const step = options.get("STEP_SIZE");
  if (step !== undefined) entry.fields.set("period", step.trim());
  found.aside += lines.filter(({ kind }) => kind !== "blank").length - 1;
  collectKey(entry, first.value, found);
}
