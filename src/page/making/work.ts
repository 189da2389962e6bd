import { today } from "../parts/today.js";
import type { MadeAnswer, Order, ProofAnswer, SourcesAnswer } from "./answers.js";
import type { Draft, Task } from "./app.js";
import { isTaken, newDraft, takenRecovery } from "./draft.js";
import type { MakingEngine } from "./engine.js";

const NO_SOURCES: SourcesAnswer = {
  accounts: [],
  keeps: [],
  recovery: [],
  problems: [],
  warnings: [],
  sets: [],
  former: [],
};
/** What someone has brought and decided, and what was made of it: all that is forgotten together. */
export interface Work {
  readonly engine: MakingEngine;
  readonly task: Task;
  readonly draft: Draft;
  sources: SourcesAnswer;
  made: MadeAnswer | undefined;
  proof: ProofAnswer | undefined;
  readonly saved: Set<number | "recover">;
}

/**
 * Work that begins: nothing is brought yet.
 * @param wanted codes of languages, the dearest first
 */
export function newWork(engine: MakingEngine, task: Task, wanted: readonly string[]): Work {
  const draft = newDraft(wanted);
  return { engine, task, draft, sources: NO_SOURCES, made: undefined, proof: undefined, saved: new Set() };
}

/** What the worker is asked to make of it. */
export function orderOf(
  { draft, sources }: Work,
  { language, now, sha256 }: { readonly language: string; readonly now: number; readonly sha256: string },
): Order {
  return {
    kind: draft.kind ?? "open",
    accounts: sources.accounts.filter((one) => isTaken(draft, one, sources)).map(({ id }) => id),
    keeps: sources.keeps.filter(({ id }) => !draft.withoutKeeps.has(id)).map(({ id }) => id),
    recovery: takenRecovery(draft, sources).map(({ id }) => id),
    paper: draft.paper,
    language,
    madeOn: today(now),
    fields: draft.fields,
    title: draft.title,
    owner: draft.owner,
    notes: draft.notes,
    names: draft.names,
    k: draft.k,
    holders: draft.holders,
    replaces: draft.replaces,
    workshopSha256: sha256,
  };
}
