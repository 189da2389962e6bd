import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import type { AccountsAnswer, AccountView, ProblemView, Progress, Snapshot, TypedAnswer } from "./answers.js";
import type { Engine } from "./engine.js";
import type { LedgerAnswer } from "./ledger-answers.js";

/** Where in the dialogue someone is. */
export type Step =
  | { readonly name: "start" }
  | { readonly name: "reading" }
  | { readonly name: "gathered" }
  | { readonly name: "camera" }
  | { readonly name: "typing" }
  | { readonly name: "key" }
  | { readonly name: "accounts" }
  | { readonly name: "account"; readonly account: AccountView }
  | { readonly name: "ledger" }
  | { readonly name: "forgotten" };

/** What a step shows. */
export interface View {
  /** The first of it is the heading that gets the focus, unless there is something else to begin with. */
  readonly content: readonly Node[];
  /** What gets the focus in place of the heading: the field of a step that is there for typing. */
  readonly focus?: HTMLElement;
  /** Called a few times a second with the time by the clock as it is set. */
  readonly tick?: (unixSeconds: number) => void;
  /** Called when there is something new to say of what is being done. */
  readonly onProgress?: (progress: Progress) => void;
  /** Called when the view goes. */
  readonly stop?: () => void;
}

/** What was not taken, and why. */
export type Refusal = Pick<ProblemView, "code" | "data">;

/** What a page knows of itself. */
export interface PageKnown {
  readonly languages: readonly Language[];
  readonly guides: readonly Guide[];
  readonly version: string;
  readonly licences: string;
  /** The language now. */
  readonly language: Language;
  /** How days and times are written: in this language, as the browser's owner is used to. */
  readonly locale: string;
}

/** Everything that views know and can do. */
export interface App extends PageKnown {
  readonly engine: Engine;
  /** Goes back to all tasks, on the page that has others. */
  readonly home?: (() => void) | undefined;
  /** Whether sheets are only checked, and nothing is opened. */
  readonly checking: boolean;
  /** Where a ledger is looked after: what it says; nothing before one was loaded. */
  readonly ledger: LedgerAnswer | undefined;
  /** What was wrong with the file or receipt that was given last. */
  readonly refused: Refusal | undefined;
  readonly snapshot: Snapshot;
  readonly found: AccountsAnswer;
  /** Files being read. */
  readonly reading: readonly string[];
  /** Lines as they were typed, in order, with what became of them. */
  readonly lines: readonly string[];
  readonly typed: TypedAnswer | undefined;
  /** Seconds that are added to the device's clock. */
  readonly clockOffset: number;
  /** Counters that have moved on, by account. */
  readonly counters: Map<number, number>;

  show(step: Step): void;
  /** Shows the step that follows from what is there; opens what opens without a passphrase. */
  goOn(): Promise<void>;
  /** Says something to a screen reader, and nothing to the eye. */
  announce(text: string): void;
  /** Reads files, then goes on. */
  take(files: readonly File[]): Promise<void>;
  /** Takes what the engine has told meanwhile. */
  setSnapshot(snapshot: Snapshot): void;
  /** Replaces the typed lines. */
  setLines(lines: readonly string[]): Promise<TypedAnswer>;
  /** Takes a key that was typed, as lines of `name: value`, unless something is wrong with it: then that comes back. */
  addKey(lines: readonly string[]): Promise<ProblemView | undefined>;
  /** Begins to check sheets, or to recover them: nothing that was read stays. */
  begin(checking: boolean): void;
  /** Begins to look after a ledger: nothing that was read stays. */
  beginLedger(): void;
  /** Does something to the ledger and shows it; what is refused is said there. */
  changeLedger(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void>;
  setClockOffset(seconds: number): void;
  /** Unix seconds by the clock as it is set. */
  now(): number;
  forget(): void;
  undoForget(): void;
  /** Seconds that are left for it; 0 where it is too late. */
  undoLeft(): number;
}
