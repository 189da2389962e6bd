import type { Contents } from "../../document/plaintext.js";
import { EscrowError } from "../../error.js";
import type { FoundSet } from "../../recover/found-set.js";
import type { Problem } from "../../recover/problem.js";
import { type Session, tell } from "../session.js";
import { canAsk } from "../terminal/terminal.js";

/** Times that a passphrase may be typed wrong. */
const TRIES = 3;

/** A set with what came of opening it. */
export interface TriedSet {
  readonly set: FoundSet;
  /** What it holds; nothing where it could not be opened. */
  readonly contents?: Contents;
  /** Why it could not be opened: everything that is missing. */
  readonly faults: readonly Problem[];
}

/** How sealed sets are opened. */
export interface OpeningOptions {
  readonly passphrase: string | undefined;
  /** Whether a passphrase that was not given is asked for, where someone can be asked. */
  readonly ask: boolean;
}

/** Opens every set that can be opened. */
export async function openSets(
  session: Session,
  sets: readonly FoundSet[],
  options: OpeningOptions,
): Promise<TriedSet[]> {
  const tried: TriedSet[] = [];
  for (const set of sets) tried.push(await tryOpen(session, set, options));
  return tried;
}

async function tryOpen(session: Session, set: FoundSet, { passphrase: given, ask }: OpeningOptions): Promise<TriedSet> {
  const passphrase = given ?? session.typed?.get(set.name);
  const asked = ask && set.document?.lock.kind === "passphrase" && canAsk() ? TRIES : 0;
  const { openSetAsTyped } = await import("../../recover/sets.js");
  let refused: EscrowError | undefined;
  // What was given may be another set's: then this one's is asked for.
  for (let tries = passphrase === undefined && asked > 0 ? 1 : 0; tries <= asked; tries++) {
    const key = refused ? "passphrase-wrong" : "passphrase";
    const tried = tries > 0 ? await askForSet(session, key, set) : passphrase;
    try {
      const contents = await openSetAsTyped(set, tried);
      if (tried !== undefined) session.typed?.set(set.name, tried);
      return { set, contents, faults: [] };
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      refused = error;
      if (error.code !== "passphrase-wrong") break;
    }
  }
  const faults = refused ? faultsOf(session, set, refused) : [];
  const said = refused?.code === "passphrase-wrong" && asked === 0 ? await wordFaultsOf(session, set, passphrase) : [];
  return { set, faults: [...faults, ...said] };
}

async function askForSet(session: Session, key: string, { name }: FoundSet): Promise<string> {
  const { askPassphrase } = await import("./passphrase-prompt.js");
  return askPassphrase(session, { message: tell(session, `ask.${key}`, { set: name }), generated: true });
}

/** What is wrong with the words of a passphrase that was given in a file: places and numbers, no word of it. */
async function wordFaultsOf(session: Session, { name }: FoundSet, passphrase = ""): Promise<Problem[]> {
  const { PASSPHRASE_WORDS, wordFaults } = await import("../../document/passphrase-words.js");
  const faults = wordFaults(passphrase);
  if (faults === undefined) return [];
  const { have, unknown } = faults;
  const said = { source: tell(session, "set.name", { set: name }), place: {} };
  const places = unknown.map(({ place }) => place).join(", ");
  return [
    ...(unknown.length === 0 ? [] : [{ ...said, code: "passphrase-words" as const, data: { places } }]),
    ...(have === PASSPHRASE_WORDS
      ? []
      : [{ ...said, code: "passphrase-count" as const, data: { have, need: PASSPHRASE_WORDS } }]),
  ];
}

/** All that is missing: with too few shares the document may be incomplete too. */
function faultsOf(session: Session, { name, frames }: FoundSet, { code, data }: EscrowError): Problem[] {
  const named = code === "shares-missing" || code === "passphrase-needed";
  const source = tell(session, "set.name", { set: name });
  const fault = { source: named ? "" : source, place: {}, code, data };
  if (code !== "shares-missing" || frames === undefined) return [fault];
  return [fault, { source, place: {}, code: "frames-missing", data: { ...frames } }];
}
