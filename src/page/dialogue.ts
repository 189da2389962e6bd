import { EscrowError } from "../error.js";
import {
  type AccountsAnswer,
  NO_SNAPSHOT,
  type ProblemView,
  type Progress,
  type Snapshot,
  type TypedAnswer,
} from "./answers.js";
import type { App, Step, View } from "./app.js";
import type { Embedded } from "./embedded.js";
import { Engine } from "./engine.js";
import type { LedgerAnswer } from "./ledger-answers.js";
import { LedgerCare } from "./ledger-care.js";
import { PageDialogue } from "./page-dialogue.js";
import { today } from "./parts/today.js";
import { Undo } from "./undo.js";
import { recoveryOf } from "./views/codes/recovery-view.js";
import { footer, header } from "./views/header.js";
import { worthSaying } from "./views/problem-list.js";
import { viewOf } from "./views/steps.js";
import type { PageTask } from "./whole-page.js";
import { advise, tell } from "./words.js";

const NO_ACCOUNTS: AccountsAnswer = { accounts: [], keeps: [], recovery: [], warnings: [] };

/** What someone has given, and what was read of it: all that is forgotten together. */
type Work = Pick<
  Dialogue,
  "engine" | "checking" | "snapshot" | "found" | "lines" | "typed" | "clockOffset" | "counters" | "keys" | "care"
>;

/** The dialogue of one page: what is known, and the one step that is shown. */
export class Dialogue extends PageDialogue<View> implements App, PageTask {
  engine: Engine;
  checking = false;
  snapshot: Snapshot = NO_SNAPSHOT;
  found = NO_ACCOUNTS;
  reading: readonly string[] = [];
  lines: readonly string[] = [];
  typed: TypedAnswer | undefined;
  clockOffset = 0;
  counters = new Map<number, number>();
  private waiting: File[] = [];
  keys: readonly (readonly string[])[] = [];
  /** While a ledger is looked after. */
  care: LedgerCare | undefined;
  private readonly undo = new Undo<Work, Step>();
  private step: Step = { name: "start" };
  /** What was last said of the reading: a page drawn anew says it again. */
  private progress: Progress | undefined;

  /**
   * @param root what the page is shown in
   * @param wanted codes of languages, the dearest first
   * @param home goes back to all tasks, on the page that has others
   */
  constructor(
    embedded: Embedded,
    root: HTMLElement,
    wanted: readonly string[],
    readonly home?: () => void,
  ) {
    super(embedded, root, wanted);
    this.engine = this.start();
    this.draw();
  }

  show(step: Step): void {
    this.step = step;
    this.drawStep();
  }

  async goOn(): Promise<void> {
    const { engine, step } = this;
    if (this.care) return this.care.show();
    if (this.snapshot.sources.length === 0) {
      this.found = NO_ACCOUNTS;
      return this.show({ name: "start" });
    }
    await this.openShares();
    // What was forgotten meanwhile must not come back, and who has gone elsewhere stays there.
    if (engine !== this.engine || step !== this.step) return;
    const { sets, accounts } = this.snapshot;
    const [only, ...others] = this.found.accounts;
    const all = sets.every(({ opened }) => opened !== undefined);
    const clean = worthSaying(this).length === 0;
    const beside = this.found.keeps.length + recoveryOf(this, undefined).length;
    const something = accounts > 0 || beside > 0;
    if (this.checking || !something || !all || !clean) this.show({ name: "gathered" });
    else if (only && others.length + beside === 0) this.show({ name: "account", account: only });
    else this.show({ name: "accounts" });
  }

  async take(files: readonly File[]): Promise<void> {
    const { engine } = this;
    if (this.care) files = await this.care.take(files, today(this.now()));
    if (engine !== this.engine || files.length === 0) return;
    const idle = this.waiting.length === 0;
    if (idle) this.progress = undefined;
    this.waiting.push(...files);
    this.reading = this.waiting.map(({ name }) => name);
    this.show({ name: "reading" });
    // What is dropped while others are read waits for its turn.
    if (!idle) return;
    for (let at = 0; at < this.waiting.length; at++) {
      const file = this.waiting[at];
      if (!file) break;
      await this.guard(async () => {
        const snapshot = await engine.addFile(file);
        if (engine === this.engine) this.setSnapshot(snapshot);
      });
      if (engine !== this.engine) return;
      // Another file may give what is missing, and sooner.
      if (at < this.waiting.length - 1) continue;
      await this.guard(async () => {
        const snapshot = await engine.readLines();
        if (engine === this.engine) this.setSnapshot(snapshot);
      });
      if (engine !== this.engine) return;
    }
    this.waiting = [];
    this.reading = [];
    await this.goOn();
  }

  setSnapshot(snapshot: Snapshot): void {
    this.snapshot = snapshot;
  }

  async setLines(lines: readonly string[]): Promise<TypedAnswer> {
    const typed = await this.engine.setTyped([...lines, ...this.keys.flatMap((key) => ["", ...key])]);
    this.lines = lines;
    this.typed = typed;
    this.snapshot = typed.snapshot;
    return typed;
  }

  async addKey(lines: readonly string[]): Promise<ProblemView | undefined> {
    const earlier = this.keys;
    const before = this.snapshot.openSheets;
    this.keys = [...earlier, lines];
    const { snapshot } = await this.setLines(this.lines);
    const typed = snapshot.sources.find(({ origin, name }) => origin === "typed" && name === "");
    const [problem] = typed ? this.snapshot.problems.filter(({ sources }) => sources.includes(typed.id)) : [];
    if (!problem && snapshot.openSheets > before) return undefined;
    this.keys = earlier;
    await this.setLines(this.lines);
    return problem ?? { sources: [], source: "", code: "typed-key-missing", data: { line: 1 } };
  }

  begin(checking: boolean): void {
    this.clear();
    this.checking = checking;
    this.engine = this.start();
    this.show({ name: "start" });
  }

  beginLedger(): void {
    this.begin(true);
    this.care = new LedgerCare(this.engine, {
      looksAfter: (care) => care === this.care,
      guard: (act, refuse) => this.guard(act, refuse),
      show: (step) => this.show(step),
    });
    this.show({ name: "ledger" });
  }

  get ledger() {
    return this.care?.ledger;
  }
  get refused() {
    return this.care?.refused;
  }

  async changeLedger(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void> {
    await this.care?.change(act);
  }

  setClockOffset(seconds: number): void {
    this.clockOffset = seconds;
    this.tick();
  }

  now(): number {
    return Date.now() / 1000 + this.clockOffset;
  }

  forget(): void {
    this.undo.end(true);
    const { engine, checking, snapshot, found, lines, typed, clockOffset, counters, keys, care, step } = this;
    this.undo.hold({ engine, checking, snapshot, found, lines, typed, clockOffset, counters, keys, care }, step);
    this.empty();
    this.checking = false;
    this.engine = this.start();
    this.show({ name: "forgotten" });
  }

  undoForget(): void {
    const back = this.undo.take();
    if (!back) return;
    this.engine.forget();
    Object.assign(this, back.work);
    // What was being read was given up.
    if (back.step.name === "reading") this.goOn().catch((reason: unknown) => this.fail(reason));
    else this.show(back.step);
  }

  undoLeft(): number {
    return this.undo.left();
  }

  get losesWork(): boolean {
    // Photos are soon given again; lines are not soon typed again.
    return this.ledger?.unsaved || this.lines.length > 0;
  }

  clearAll(): void {
    this.begin(false);
  }

  clear(): void {
    this.undo.end(true);
    this.engine.forget();
    this.empty();
  }

  /** Keeps nothing of it in sight. */
  private empty(): void {
    this.view?.stop?.();
    this.wipeFields();
    this.care = undefined;
    this.snapshot = NO_SNAPSHOT;
    this.found = NO_ACCOUNTS;
    this.waiting = [];
    this.reading = [];
    this.progress = undefined;
    this.lines = [];
    this.keys = [];
    this.typed = undefined;
    this.clockOffset = 0;
    this.counters = new Map();
    this.announce("");
  }

  private start(): Engine {
    const mode = this.checking ? "check" : "recover";
    const engine = new Engine(this.embedded.parts, { mode, onProgress: (progress) => this.onProgress(progress) });
    engine.start();
    return engine;
  }

  private onProgress(progress: Progress): void {
    this.progress = progress;
    this.view?.onProgress?.(progress);
  }

  /** Opens every set of which enough shares are there, and asks for the accounts. */
  private async openShares(): Promise<void> {
    const { engine, checking } = this;
    if (checking) return;
    await this.guard(async () => {
      for (const { name, need, opened } of this.snapshot.sets) {
        if (need.what === "nothing" && !opened) this.setSnapshot(await engine.open(name));
      }
      const found = await engine.accounts();
      if (engine === this.engine) this.found = found;
    });
  }

  /**
   * Does something of which an expected failure is said on the page.
   * @param refuse where it is said, unless it stands among the problems
   */
  private async guard(act: () => Promise<void>, refuse?: (error: EscrowError) => void): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      if (error.code === "forgotten") return;
      if (error.code === "internal") {
        // The engine is gone, and all that it held.
        this.begin(this.checking);
        this.fail(error);
        return;
      }
      const { code, data } = error;
      if (refuse) refuse(error);
      else {
        this.snapshot = {
          ...this.snapshot,
          problems: [...this.snapshot.problems, { sources: [], source: "", code, data }],
        };
        this.announce(advise(this, error).message);
      }
    }
  }

  protected override tick(): void {
    this.undo.end(false);
    super.tick();
  }

  protected viewNow(): View {
    return viewOf(this, this.step);
  }

  protected around(onLanguage: (code: string) => void) {
    return { title: tell(this, "title"), header: header(this, onLanguage), footer: footer(this) };
  }

  protected override draw(): void {
    super.draw();
    if (this.step.name === "reading" && this.progress) this.view?.onProgress?.(this.progress);
  }

  protected override redraw(): void {
    const typed = this.fields().map(({ value }) => value);
    super.redraw();
    for (const [i, field] of this.fields().entries()) field.value = typed[i] ?? "";
  }
}
