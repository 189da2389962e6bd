import type { MakingStep } from "./app.js";

/** Steps one can go back to; the browser's own history has their numbers only. */
export class Trail {
  private steps: MakingStep[] = ["home"];

  /** Goes on to a step, unless it is the one where one is. */
  add(step: MakingStep): void {
    if (step === this.steps.at(-1)) return;
    this.steps.push(step);
    history.pushState({ step: this.steps.length - 1 }, "");
  }

  /** Whether there is a step to go back to. */
  get leadsBack(): boolean {
    return this.steps.length > 1;
  }

  /**
   * Goes where the browser's own buttons went.
   * @param state as the browser's history keeps it
   * @returns the step there
   */
  returnTo(state: unknown): MakingStep {
    const at = (state as { step?: unknown } | null)?.step;
    const index = Math.min(typeof at === "number" ? at : 0, this.steps.length - 1);
    this.steps = this.steps.slice(0, index + 1);
    return this.steps[index] ?? "home";
  }

  /** Forgets where one was. */
  clear(): void {
    this.steps = ["home"];
  }
}
