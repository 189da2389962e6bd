import type { FieldName } from "../../sheet/fields.js";
import type { PaperName } from "../../sheet/paper.js";
import type { Snapshot } from "../answers.js";
import type { PageKnown, View } from "../app.js";
import type { MadeAnswer, MakingProgress, Order, ProofAnswer, SheetKind, SourcesAnswer } from "./answers.js";
import type { MakingEngine } from "./engine.js";
import type { CopyPlace } from "./kept.js";

/** What the page is for now: a new set, one from old sheets, or old sheets again. */
export type Task = "new" | "anew" | "again";

/** What the recovery page's dialogue is for. */
export type OtherTask = "recover" | "check" | "ledger";

/** Where in making someone is. */
export type MakingStep =
  | "home"
  | "source"
  | "reading"
  | "key"
  | "password"
  | "camera"
  | "register"
  | "kind"
  | "passphrase"
  | "look"
  | "print"
  | "prove"
  | "prove-camera"
  | "done"
  | "forgotten";

/** What someone has decided so far. */
export interface Draft {
  kind: SheetKind | undefined;
  /** Ids of accounts and kept secrets that are left out. */
  readonly without: Set<number>;
  readonly withoutKeeps: Set<number>;
  /** Ids of lists of recovery codes that are left out. */
  readonly withoutRecovery: Set<number>;
  /** Ids of accounts with weak keys, or of another origin than a set's, that are wanted nevertheless. */
  readonly nevertheless: Set<number>;
  /** Ids of accounts whose codes the service has accepted. */
  readonly accepted: Set<number>;
  k: number;
  holders: readonly string[];
  title: string;
  owner: string;
  notes: readonly string[];
  names: boolean;
  paper: PaperName;
  fields: Partial<Record<FieldName, string>>;
  /** Whether a passphrase was written down and tried, or chosen. */
  passphraseReady: boolean;
  /** Name of the set that is replaced; `""` for none. */
  replaces: string;
}

/** A password that an export waits for. */
export interface PasswordQuestion {
  readonly source: string;
  readonly format: string;
  readonly wrong: boolean;
  readonly answer: (password: string | undefined) => void;
}

/** Everything that the views of making know and can do. */
export interface MakingApp extends PageKnown {
  readonly engine: MakingEngine;
  readonly task: Task;
  readonly sources: SourcesAnswer;
  readonly draft: Draft;
  readonly made: MadeAnswer | undefined;
  readonly proof: ProofAnswer | undefined;
  /** What went wrong with what was asked last; nothing once something else was done. */
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string } | undefined;
  readonly asked: PasswordQuestion | undefined;
  /** Ids of files that were saved since they were made. */
  readonly saved: Set<number | "recover">;
  /** SHA-256 of this page's file; nothing where it cannot be told. */
  readonly sha256: string | undefined;
  /** Where this copy of the page runs from. */
  readonly copy: CopyPlace;
  /** For views that recovery has too. */
  readonly snapshot: Snapshot;
  readonly checking: false;

  show(step: MakingStep): void;
  back(): void;
  begin(task: Task): void;
  /** Leaves for the recovery page's dialogue. */
  leave(to: OtherTask): void;
  /** Goes home: nothing that was read stays. */
  home(): void;
  announce(text: string): void;
  /** Says on the step that is shown what went wrong. */
  say(failure: NonNullable<MakingApp["failure"]>): void;
  take(files: readonly File[]): Promise<void>;
  setSources(sources: SourcesAnswer): void;
  setProof(proof: ProofAnswer): void;
  setSnapshot(snapshot: Snapshot): void;
  goOn(): Promise<void>;
  /** What is to be made, as it was decided. */
  order(): Order;
  /** Makes the sheets as they were decided, unless they are made already. */
  make(): Promise<boolean>;
  /** Takes a change of what was decided: what was made of it before does not count any more. */
  changed(): void;
  /** Does something of which an expected failure is said on the step that is shown. */
  attempt(act: () => Promise<void>): Promise<boolean>;
  now(): number;
  forget(): void;
  undoForget(): void;
  /** Seconds that are left for it; 0 where it is too late. */
  undoLeft(): number;
}

/** What a step of making shows. */
export interface MakingView extends View {
  /** Called when making has gone on. */
  readonly onMaking?: (progress: MakingProgress) => void;
}
