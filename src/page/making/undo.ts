import type { MakingStep } from "./app.js";
import type { Work } from "./work.js";

/** Milliseconds for which forgetting can be undone. */
const UNDO_MS = 10_000;

/** Work that was forgotten a moment ago, and can still come back. */
export class Undo {
  private held: { readonly work: Work; readonly step: MakingStep; readonly untilMs: number } | undefined;

  /** Holds work for ten seconds. @param step where it goes on when it comes back */
  hold(work: Work, step: MakingStep): void {
    this.held = { work, step, untilMs: performance.now() + UNDO_MS };
  }

  /** Gives it back, once, while there is time. */
  take(): { readonly work: Work; readonly step: MakingStep } | undefined {
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
