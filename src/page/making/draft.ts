import { usualPaper } from "../../sheet/paper.js";
import type { RecoveryView } from "../answers.js";
import type { FoundView, SourcesAnswer } from "./answers.js";
import type { Draft } from "./app.js";

/** Holders of a new set: one may be lost, and no one alone opens it. */
const USUAL_HOLDERS = 3;
const USUAL_THRESHOLD = 2;

/**
 * Nothing decided yet.
 * @param wanted languages of the browser, which say the region too
 */
export function newDraft(wanted: readonly string[]): Draft {
  const region = wanted.map((tag) => /-([A-Z]{2})(?:-|$)/u.exec(tag)?.[1]).find((one) => one !== undefined);
  return {
    kind: undefined,
    without: new Set(),
    withoutKeeps: new Set(),
    withoutRecovery: new Set(),
    nevertheless: new Set(),
    accepted: new Set(),
    k: USUAL_THRESHOLD,
    holders: Array.from({ length: USUAL_HOLDERS }, () => ""),
    title: "",
    owner: "",
    notes: [],
    names: false,
    paper: usualPaper(region),
    fields: {},
    passphraseReady: false,
    replaces: "",
  };
}

/** Whether an account is taken: one that must not be taken unseen only where someone said so. */
export function isTaken({ without, nevertheless }: Draft, account: FoundView, sources: SourcesAnswer): boolean {
  return isDoubtful(account, sources) ? nevertheless.has(account.id) : !without.has(account.id);
}

/** Whether an account has a key that can be guessed, or came beside a set that was opened: someone may have glued it there. */
export function isDoubtful({ refused, ofSet }: FoundView, { former }: SourcesAnswer): boolean {
  return refused || (former.length > 0 && !ofSet);
}

/** Lists of recovery codes that are taken: not those of an account that is left out. */
export function takenRecovery(draft: Draft, sources: SourcesAnswer): RecoveryView[] {
  const accounts = new Set(sources.accounts.filter((one) => isTaken(draft, one, sources)).map(({ id }) => id));
  return sources.recovery.filter(
    ({ id, account }) => !draft.withoutRecovery.has(id) && (account === undefined || accounts.has(account)),
  );
}

/** Takes over what the one set says that sheets are made from anew. */
export function takeOver(draft: Draft, { former }: SourcesAnswer): void {
  const [only, ...others] = former;
  if (!only || others.length > 0 || draft.replaces !== "") return;
  draft.replaces = only.name;
  draft.title = only.title;
  draft.owner = only.owner;
  draft.notes = only.notes;
  if (only.k === undefined) draft.kind = "sealed";
  else {
    draft.kind = "shares";
    draft.k = only.k;
    if (only.holders.length >= only.k) draft.holders = only.holders;
  }
}
