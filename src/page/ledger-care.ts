import type { EscrowError } from "../error.js";
import type { Refusal, Step } from "./app.js";
import type { Engine } from "./engine.js";
import type { LedgerAnswer } from "./ledger-answers.js";

/** What looking after a ledger asks of the dialogue it is part of. */
interface Host {
  /** Whether it still goes on: everything can be forgotten at any moment. */
  looksAfter(care: LedgerCare): boolean;
  /** Does something; an expected failure goes to `refuse`. */
  guard(act: () => Promise<void>, refuse: (error: EscrowError) => void): Promise<void>;
  show(step: Step): void;
}

/** A ledger that is looked after: what it says, and what is done to it. */
export class LedgerCare {
  ledger: LedgerAnswer | undefined;
  refused: Refusal | undefined;
  /** Settles when what is being done to the ledger is done. */
  private changing: Promise<void> = Promise.resolve();

  constructor(
    private readonly engine: Engine,
    private readonly host: Host,
  ) {}

  /** Does something to the ledger and shows it; what is refused is said there. */
  change(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void> {
    this.changing = this.doChange(act);
    return this.changing;
  }

  /** Shows the ledger with what was read meanwhile. */
  async show(): Promise<void> {
    if (this.ledger) await this.change((engine) => engine.ledger());
    else this.host.show({ name: "ledger" });
  }

  /**
   * Takes the ledgers among files: those of JSON, and any file while there is none.
   * @param on the day, `YYYY-MM-DD`
   * @returns the other files
   */
  async take(files: readonly File[], on: string): Promise<readonly File[]> {
    // What is dropped while a ledger is begun or read is no ledger itself.
    await this.changing;
    const named = files.filter(({ name }) => name.toLowerCase().endsWith(".json"));
    const ledgers = named.length > 0 || this.ledger ? named : files;
    for (const file of ledgers) {
      if (!this.host.looksAfter(this)) return [];
      await this.change((engine) => engine.loadLedger(file, on));
      if (this.refused) return [];
    }
    return files.filter((file) => !ledgers.includes(file));
  }

  private async doChange(act: (engine: Engine) => Promise<LedgerAnswer>): Promise<void> {
    this.refused = undefined;
    await this.host.guard(
      async () => {
        this.ledger = await act(this.engine);
      },
      ({ code, data }) => {
        this.refused = { code, data };
      },
    );
    if (this.host.looksAfter(this)) this.host.show({ name: "ledger" });
  }
}
