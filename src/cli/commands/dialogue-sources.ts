import { EscrowError } from "../../error.js";
import { keepName } from "../input/choosing.js";
import { argumentsOf, askSource, loadAccounts, type SourceArguments, type Sources } from "../input/sources.js";
import { type Session, tell } from "../session.js";
import { askFile } from "../terminal/dialogue-answers.js";
import { choose, wrapBesideBar } from "../terminal/prompt.js";
import { askInOrder, orBack } from "../terminal/step-back.js";
import { writeNote } from "../terminal/terminal.js";
import { Cancelled } from "../usage-error.js";
import { nameWords } from "../words/account-words.js";
import { fewOf, reportError, reportWarnings } from "../words/report.js";
import { UnreadError } from "../words/unread.js";

/** Most names that are told of what was found. */
const MOST_NAMES = 5;

/** Sources that somebody goes on with. */
export interface Settled {
  readonly loaded: Sources;
  /** Files that they were read from; none where they were typed. */
  readonly files: readonly string[];
}

/**
 * Asks where the secrets are and reads them at once, before anything else is asked: what is found and what is missing
 * is said, more can be added, and a fault ends nothing.
 * @param named files that were named already, or sources of before, where all of it is asked again
 * @throws Cancelled where somebody stops
 * @throws SteppedBack for Esc at where the secrets are
 */
export async function settleSources(
  session: Session,
  { files = [], earlier }: { readonly files?: readonly string[]; readonly earlier?: Settled | undefined } = {},
): Promise<Settled> {
  let args: SourceArguments = files;
  let settled = earlier;
  if (!settled && files.length === 0) args = await askFrom(session, true);
  let keepGoing = false;
  for (;;) {
    const read = await orBack(async () =>
      settled ? askWhetherAll(session, settled, true) : readOnce(session, args, keepGoing),
    );
    if (typeof read === "object") return read;
    const next = read ?? "other";
    if (next === "stop") throw new Cancelled();
    keepGoing = next === "without";
    const paths = settled?.files ?? argumentsOf(args);
    settled = undefined;
    if (next === "another") args = [...paths, ...((await orBack(async () => [await askFile(session, "file")])) ?? [])];
    if (next === "other") args = await askFrom(session, true);
  }
}

type Next = "another" | "other" | "without" | "stop";

/** Reads the sources, says what came of it, and asks what to do now. @returns the sources where somebody goes on with them */
async function readOnce(session: Session, args: SourceArguments, keepGoing: boolean): Promise<Settled | Next> {
  const files = argumentsOf(args);
  let loaded: Sources;
  try {
    loaded = await loadAccounts(session, args, { makesNew: true, keepGoing });
  } catch (error) {
    const mayMend = error instanceof UnreadError || error instanceof EscrowError;
    if (!mayMend) throw error;
    reportError(session, error);
    const helps = error instanceof UnreadError && error.keepGoingHelps;
    const ways = ["other", ...(files.length > 0 ? ["another"] : []), ...(helps ? ["without"] : []), "stop"] as const;
    return choose(session, "source-fault", ways as readonly Next[]);
  }
  return askWhetherAll(session, { loaded, files }, false);
}

/**
 * Says what was found and what to look at again, and asks whether that is all: here it can still be mended. What was
 * typed just now is all, unless something is to be said of it.
 * @param again whether it is asked again
 */
async function askWhetherAll(session: Session, settled: Settled, again: boolean): Promise<Settled | Next> {
  const { accounts, keeps, recovery } = settled.loaded;
  const names = [
    ...accounts.map((account) => nameWords(session, account)),
    ...keeps.map(({ keep }) => keepName(session, keep.name)),
  ];
  const codes = recovery.reduce((sum, list) => sum + list.codes.length, 0);
  writeNote(
    wrapBesideBar(tell(session, "ask.found", { count: names.length, names: fewOf(session, names, MOST_NAMES) })),
  );
  if (codes > 0) writeNote(wrapBesideBar(tell(session, "ask.found-recovery", { count: codes })));
  const { warnings } = settled.loaded;
  reportWarnings(session, warnings);
  const told: Settled = { ...settled, loaded: { ...settled.loaded, warnings: [] } };
  const isTyped = settled.files.length === 0;
  if (isTyped && !again && warnings.length === 0) return told;
  const next = await choose(session, "source-next", isTyped ? ["go-on", "other"] : ["go-on", "another", "other"]);
  return next === "go-on" ? told : next;
}

/** A file, or what is typed without its being shown: asked at once, before anything that is shown can take it. */
export async function askFrom(session: Session, named: boolean): Promise<SourceArguments> {
  const { from } = await askInOrder<{ way: "file" | "typed"; from: SourceArguments }>({
    way: () => choose(session, "source", ["file", "typed"] as const),
    from: async ({ way }) =>
      way === "file" ? [await askFile(session, "file")] : { typed: await askSource(session, named) },
  });
  return from;
}
