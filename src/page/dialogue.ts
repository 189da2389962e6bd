import { EscrowError } from "../error.js";
import type { Language } from "../language.js";
import type { Guide } from "../sheet/content.js";
import type { AccountsAnswer, ProblemView, Progress, Snapshot, TypedAnswer } from "./answers.js";
import type { App, Refusal, Step, View } from "./app.js";
import type { Embedded } from "./embedded.js";
import { Engine } from "./engine.js";
import type { LedgerAnswer } from "./ledger-answers.js";
import { chooseLanguage, localeOf } from "./locale.js";
import { element } from "./parts/element.js";
import { leadFocus } from "./parts/lead-focus.js";
import { today } from "./today.js";
import { recoveryOf } from "./views/codes/recovery-view.js";
import { footer, header } from "./views/header.js";
import { worthSaying } from "./views/problem-list.js";
import { viewOf } from "./views/steps.js";
import type { PageTask } from "./whole-page.js";
import { advise, tell } from "./words.js";

/** Milliseconds between two looks at the clock. */
const TICK_MS = 200;

const NOTHING: Snapshot = { sources: [], sets: [], keepers: [], openSheets: 0, accounts: 0, problems: [] };
const NO_ACCOUNTS: AccountsAnswer = { accounts: [], keeps: [], recovery: [], warnings: [] };

/** The dialogue of one page: what is known, and the one step that is shown. */
export class Dialogue implements App, PageTask {
  readonly languages: readonly Language[];
  readonly guides: readonly Guide[];
  readonly version: string;
  readonly licences: string;
  language: Language;
  engine: Engine;
  checking = false;
  ledger: LedgerAnswer | undefined;
  refused: Refusal | undefined;
  snapshot = NOTHING;
  found = NO_ACCOUNTS;
  reading: readonly string[] = [];
  lines: readonly string[] = [];
  typed: TypedAnswer | undefined;
  clockOffset = 0;
  counters = new Map<number, number>();
  private waiting: File[] = [];
  private keys: readonly (readonly string[])[] = [];
  /** Whether a ledger is looked after. */
  private keeping = false;
  /** Settles when what is being done to the ledger is done. */
  private ledgerChange: Promise<void> = Promise.resolve();
  private step: Step = { name: "start" };
  private view: View = { content: [] };
  /** What was last said of the reading: a page drawn anew says it again. */
  private progress: Progress | undefined;
  private readonly frame = element("div", { class: "frame" });
  private readonly main = element("main");
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly status = element("div", { class: "hidden-visually", role: "status" });

  /**
   * @param root what the page is shown in
   * @param wanted codes of languages, the dearest first
   * @param home goes back to all tasks, on the page that has others
   */
  constructor(
    private readonly embedded: Embedded,
    root: HTMLElement,
    private readonly wanted: readonly string[],
    readonly home?: () => void,
  ) {
    const { languages, guides, version, licences } = embedded;
    const [first] = languages;
    if (!first) throw new RangeError("a page without a language");
    this.languages = languages;
    this.guides = guides;
    this.version = version;
    this.licences = licences;
    this.language = chooseLanguage(languages, wanted) ?? first;
    this.engine = this.start();
    root.append(this.frame);
    this.timer = setInterval(() => this.view.tick?.(this.now()), TICK_MS);
    this.draw();
  }

  show(step: Step): void {
    this.step = step;
    this.draw();
    leadFocus(this.main, this.view.focus);
  }

  async goOn(): Promise<void> {
    const { engine, step } = this;
    if (this.keeping) return this.showLedger();
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

  get locale(): string {
    return localeOf(this.language, this.wanted);
  }

  announce(text: string): void {
    this.status.textContent = text;
  }

  async take(files: readonly File[]): Promise<void> {
    const { engine } = this;
    if (this.keeping) {
      // What is dropped while a ledger is begun or read is no ledger itself.
      await this.ledgerChange;
      if (engine !== this.engine) return;
      files = await this.takeLedgers(files);
    }
    if (files.length === 0) return;
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
    this.keeping = true;
    this.show({ name: "ledger" });
  }

  changeLedger(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void> {
    this.ledgerChange = this.doChangeLedger(act);
    return this.ledgerChange;
  }

  private async doChangeLedger(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void> {
    const { engine } = this;
    this.refused = undefined;
    await this.guard(
      async () => {
        const ledger = await act(engine);
        if (engine === this.engine) this.ledger = ledger;
      },
      ({ code, data }) => {
        this.refused = { code, data };
      },
    );
    if (engine === this.engine && this.keeping) this.show({ name: "ledger" });
  }

  setClockOffset(seconds: number): void {
    this.clockOffset = seconds;
    this.view.tick?.(this.now());
  }

  now(): number {
    return Date.now() / 1000 + this.clockOffset;
  }

  forget(): void {
    this.clear();
    this.checking = false;
    this.engine = this.start();
    this.show({ name: "forgotten" });
  }

  /** Says on the step that is shown what went wrong unexpectedly. */
  fail(error: unknown): void {
    const { code, data } = error instanceof EscrowError ? error : new EscrowError("internal");
    if (code === "forgotten") return;
    const { message, hint } = advise(this, { code, data });
    const words = [message, hint].map((text) => element("p", { class: "sentence" }, text));
    this.main.querySelector("h1")?.after(element("div", { class: "card care", role: "alert" }, ...words));
  }

  get losesWork(): boolean {
    return this.ledger?.unsaved || (this.lines.length > 0 && this.step.name === "typing");
  }

  clearAll(): void {
    this.begin(false);
  }

  /** Ends all of it: another dialogue takes its place. */
  end(): void {
    this.clear();
    clearInterval(this.timer);
  }

  private clear(): void {
    this.view.stop?.();
    // Fields too: a browser may keep what stands in them.
    for (const field of this.fields()) field.value = "";
    this.engine.forget();
    this.keeping = false;
    this.ledger = undefined;
    this.refused = undefined;
    this.snapshot = NOTHING;
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
    this.view.onProgress?.(progress);
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
   * Takes the ledgers among files: those of JSON, and any file while there is none.
   * @returns the other files
   */
  private async takeLedgers(files: readonly File[]): Promise<readonly File[]> {
    const named = files.filter(({ name }) => name.toLowerCase().endsWith(".json"));
    const ledgers = named.length > 0 || this.ledger ? named : files;
    const { engine } = this;
    const on = today(this.now());
    for (const file of ledgers) {
      await this.changeLedger(() => engine.loadLedger(file, on));
      if (engine !== this.engine || this.refused) return [];
    }
    return files.filter((file) => !ledgers.includes(file));
  }

  /** Shows the ledger with what was read meanwhile. */
  private async showLedger(): Promise<void> {
    if (this.ledger) await this.changeLedger((engine) => engine.ledger());
    else this.show({ name: "ledger" });
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

  private draw(): void {
    this.view.stop?.();
    const { language } = this;
    document.documentElement.lang = language.code;
    this.view = viewOf(this, this.step);
    this.main.replaceChildren(...this.view.content);
    // Never a step's or an account's name: browsers keep titles in their history.
    document.title = tell(this, "title");
    this.frame.replaceChildren(
      header(this, (code) => this.setLanguage(code)),
      this.main,
      this.status,
      footer(this),
    );
    this.view.tick?.(this.now());
    if (this.step.name === "reading" && this.progress) this.view.onProgress?.(this.progress);
  }

  /** Fields that are typed into. */
  private fields(): (HTMLInputElement | HTMLTextAreaElement)[] {
    const typed = "input:not([type=checkbox], [type=file]), textarea";
    return [...this.main.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(typed)];
  }

  private setLanguage(code: string): void {
    this.language = this.languages.find((language) => language.code === code) ?? this.language;
    const typed = this.fields().map(({ value }) => value);
    this.draw();
    for (const [i, field] of this.fields().entries()) field.value = typed[i] ?? "";
    this.frame.querySelector<HTMLElement>("header select")?.focus();
  }
}
