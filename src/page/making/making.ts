import { EscrowError } from "../../error.js";
import { NO_SNAPSHOT, type Progress, type Snapshot } from "../answers.js";
import { PageDialogue } from "../page-dialogue.js";
import { Undo } from "../undo.js";
import { makingFooter, makingHeader } from "../views/making/frame-view.js";
import { makingViewOf } from "../views/making/steps.js";
import type { PageTask } from "../whole-page.js";
import { advise } from "../words.js";
import type { MakingProgress, Order, ProofAnswer, SourcesAnswer } from "./answers.js";
import type { MakingApp, MakingStep, MakingView, OtherTask, PasswordQuestion, Task } from "./app.js";
import { takeOver } from "./draft.js";
import type { MakingEmbedded } from "./embedded.js";
import { MakingEngine } from "./engine.js";
import type { CopyPlace } from "./kept.js";
import { Trail } from "./trail.js";
import { explain } from "./words.js";
import { newWork, orderOf, type Work } from "./work.js";

/** Steps that are no place to come back to. */
const PASSING: readonly MakingStep[] = ["reading", "password", "forgotten"];

/** The dialogue of making sheets: what is known, and the one step that is shown. */
export class Making extends PageDialogue<MakingView> implements MakingApp, PageTask {
  readonly snapshot = NO_SNAPSHOT;
  readonly checking = false;
  failure: MakingApp["failure"];
  asked: PasswordQuestion | undefined;
  sha256: string | undefined;
  copy: CopyPlace = "file";
  private state: Work;
  private readonly undo = new Undo<Work, MakingStep>();
  private step: MakingStep = "home";
  private readonly trail = new Trail();

  /**
   * @param root what the page is shown in
   * @param wanted codes of languages, the dearest first
   * @param onLeave leaves for the recovery page's dialogue
   */
  constructor(
    embedded: MakingEmbedded,
    root: HTMLElement,
    wanted: readonly string[],
    private readonly onLeave: (to: OtherTask) => void,
  ) {
    super(embedded, root, wanted);
    this.state = this.newState("new");
    this.draw();
  }

  get engine() {
    return this.state.engine;
  }
  get task() {
    return this.state.task;
  }
  get draft() {
    return this.state.draft;
  }
  get sources() {
    return this.state.sources;
  }
  get made() {
    return this.state.made;
  }
  get proof() {
    return this.state.proof;
  }
  get saved() {
    return this.state.saved;
  }

  show(step: MakingStep): void {
    this.failure = undefined;
    if (!PASSING.includes(step)) this.trail.add(step);
    this.go(step);
  }

  back(): void {
    if (this.trail.leadsBack) history.back();
    else this.go("home");
  }

  /** Goes where the browser's own buttons went. */
  returnTo(state: unknown): void {
    this.failure = undefined;
    this.go(this.trail.returnTo(state));
  }

  begin(task: Task): void {
    this.state.engine.forget();
    this.state = this.newState(task);
    this.state.engine.start();
    this.show("source");
  }

  leave(to: OtherTask): void {
    this.onLeave(to);
  }

  home(): void {
    this.clear();
    this.show("home");
  }

  async take(files: readonly File[]): Promise<void> {
    if (this.step === "forgotten") return;
    if (this.step === "prove" || this.step === "prove-camera") return this.takeProof(files);
    if (this.step === "home") this.begin("new");
    const { state } = this;
    this.show("reading");
    await this.attempt(async () => {
      for (const file of files) {
        const sources = await state.engine.addSource(file);
        if (state === this.state) this.setSources(sources);
      }
    });
    if (state !== this.state) return;
    const { failure } = this;
    this.go("source");
    if (failure) this.say(failure);
  }

  setSources(sources: SourcesAnswer): void {
    this.state.sources = sources;
    if (this.task !== "new") takeOver(this.draft, sources);
    this.state.made = undefined;
  }

  setProof(proof: ProofAnswer): void {
    this.state.proof = proof;
  }

  /** A set was opened. */
  setSnapshot(_: Snapshot): void {}

  async goOn(): Promise<void> {
    await this.attempt(async () => this.setSources(await this.engine.sources()));
    this.go("source");
  }

  order(): Order {
    return orderOf(this.state, { language: this.language.code, now: this.now(), sha256: this.sha256 ?? "" });
  }

  async make(): Promise<boolean> {
    const { state } = this;
    if (state.made) return true;
    return this.attempt(async () => {
      const order = this.order();
      const made = await (state.task === "again" ? state.engine.reprint(order) : state.engine.make(order));
      if (state !== this.state) throw new EscrowError("forgotten");
      state.made = made;
      state.proof = undefined;
      state.saved.clear();
    });
  }

  changed(): void {
    this.state.made = undefined;
    this.state.proof = undefined;
  }

  async attempt(act: () => Promise<void>): Promise<boolean> {
    this.failure = undefined;
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof EscrowError)) throw error;
      if (error.code === "forgotten") return false;
      const { code } = error;
      this.failure = { code, ...advise(this, error) };
      this.announce(this.failure.message);
      if (code === "internal") {
        this.home();
        this.fail(error);
      }
      return false;
    }
  }

  now(): number {
    return Date.now() / 1000;
  }

  forget(): void {
    const { state, step } = this;
    this.endUndo(true);
    this.wipeFields();
    this.undo.hold(state, PASSING.includes(step) ? "source" : step);
    this.state = this.newState("new");
    this.announce("");
    this.go("forgotten");
  }

  undoForget(): void {
    const back = this.undo.take();
    if (!back) return;
    this.state.engine.forget();
    this.state = back.work;
    this.go(back.step);
  }

  undoLeft(): number {
    return this.undo.left();
  }

  /** Forgets all at once, and for good. */
  clear(): void {
    this.endUndo(true);
    this.view?.stop?.();
    this.wipeFields();
    this.state.engine.forget();
    this.state = this.newState("new");
    this.asked = undefined;
    this.failure = undefined;
    this.trail.clear();
    this.announce("");
    this.go("home");
  }

  clearAll(): void {
    this.clear();
  }

  /** Shows itself again after another dialogue. */
  showIn(root: HTMLElement): void {
    root.replaceChildren(this.frame);
    this.go("home");
  }

  /** Takes the hash of the page's own file. */
  setHash(sha256: string | undefined): void {
    this.sha256 = sha256;
    this.drawFooter();
  }

  /** Takes where this copy of the page runs from. */
  setCopy(copy: CopyPlace): void {
    this.copy = copy;
    this.drawFooter();
  }

  /** The rest stays: a click that has begun would be lost with its button. */
  private drawFooter(): void {
    this.frame.querySelector("footer")?.replaceWith(makingFooter(this));
  }

  takeText(text: string): void {
    if (!/^\s*otpauth/iu.test(text)) return;
    if (this.step === "home") this.begin("new");
    if (this.step !== "source") return;
    void this.attempt(async () => this.setSources(await this.engine.addTyped(text, "", ""))).then(() =>
      this.go("source"),
    );
  }

  get losesWork(): boolean {
    return this.sources.accounts.length > 0 && this.step !== "forgotten" && this.step !== "done";
  }

  private async takeProof(files: readonly File[]): Promise<void> {
    const { state } = this;
    this.go("prove");
    this.view?.onProgress?.({ doing: "fetching", name: files[0]?.name ?? "" });
    await this.attempt(async () => {
      for (const file of files) {
        const proof = await state.engine.proveFile(file, this.now());
        if (state === this.state) this.setProof(proof);
      }
    });
    if (state !== this.state) return;
    const { failure } = this;
    this.go("prove");
    if (failure?.code === "source-unproven") {
      this.say({ ...failure, message: explain(this, "prove.same-file"), hint: explain(this, "prove.same-file-hint") });
    } else if (failure) this.say(failure);
  }

  private newState(task: Task): Work {
    const engine = new MakingEngine(this.embedded.parts, {
      mode: "recover",
      onProgress: (progress: Progress) => this.view?.onProgress?.(progress),
      onMaking: (progress: MakingProgress) => this.view?.onMaking?.(progress),
      password: (source, format, wrong) => this.askPassword(source, format, wrong),
    });
    return newWork(engine, task, this.wanted);
  }

  private askPassword(source: string, format: string, wrong: boolean): Promise<string | undefined> {
    return new Promise((resolve) => {
      const answer = (password: string | undefined) => {
        this.asked = undefined;
        this.go("reading");
        resolve(password);
      };
      this.asked = { source, format, wrong, answer };
      this.go("password");
    });
  }

  /** Ends what could still be undone, once its time is over or at once. */
  private endUndo(now: boolean): void {
    if (this.undo.end(now)) this.trail.clear();
  }

  private go(step: MakingStep): void {
    this.step = step;
    this.drawStep();
  }

  protected viewNow(): MakingView {
    return makingViewOf(this, this.step);
  }

  protected around(onLanguage: (code: string) => void) {
    const header = makingHeader(this, this.step, onLanguage);
    return { title: explain(this, "title"), header, footer: makingFooter(this) };
  }

  protected override tick(): void {
    this.endUndo(false);
    super.tick();
  }

  protected override redraw(): void {
    // Sheets speak the page's language.
    if (this.step === "look") this.changed();
    super.redraw();
  }
}
