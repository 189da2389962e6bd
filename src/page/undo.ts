/** Milliseconds for which forgetting can be undone. */
const UNDO_MS = 10_000;

/** What can be forgotten. */
interface Forgettable {
  readonly engine: { forget(): void };
}

/** Work that was forgotten a moment ago, and can still come back. */
export class Undo<Work extends Forgettable, Step> {
  private held: { readonly work: Work; readonly step: Step; readonly untilMs: number } | undefined;

  /** Holds work for ten seconds. @param step where it goes on when it comes back */
  hold(work: Work, step: Step): void {
    this.held = { work, step, untilMs: performance.now() + UNDO_MS };
  }

  /** Gives it back, once, while there is time. */
  take(): { readonly work: Work; readonly step: Step } | undefined {
    const { held } = this;
    if (!held || this.left() === 0) return undefined;
    this.held = undefined;
    return held;
  }

  /** Whole seconds that are left. */
  left(): number {
    return Math.max(0, Math.ceil(((this.held?.untilMs ?? 0) - performance.now()) / 1000));
  }

  /**
   * Ends what could still be undone.
   * @param now at once, or only when its time is over
   * @returns whether something ended
   */
  end(now: boolean): boolean {
    if (!this.held || (!now && this.left() > 0)) return false;
    this.held.work.engine.forget();
    this.held = undefined;
    return true;
  }
}
