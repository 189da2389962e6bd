import { type Session, tell } from "../session.js";

/** Work shorter than this needs no progress, in ms. */
const PATIENCE_MS = 700;
/** Time between two lines, in ms. */
const PACE_MS = 100;

/** Progress of long work: one line on standard error that is written over, on a terminal only. */
export interface Progress {
  /** Notes that `done` of `total` steps are done. */
  step(done: number, total: number): void;
  /** The same, shown at once: before work that lets nothing else be written, which may take seconds. */
  before(done: number, total: number): void;
  /** Shows a text at once: before work that lets nothing else be written. */
  note(text: string): void;
  /** Wipes the line. */
  end(): void;
}

/**
 * @param key what is done, below `cli.progress`
 */
export function startProgress(session: Session, key: string): Progress {
  const { stderr } = process;
  if (!stderr.isTTY || session.quiet) return { step: () => {}, before: () => {}, note: () => {}, end: () => {} };
  const startMs = performance.now();
  let lastMs = 0;
  let shownLine = false;
  const show = (text: string) => {
    lastMs = performance.now();
    shownLine = true;
    stderr.write(`\r\u001b[K${text}`);
  };
  const before = (done: number, total: number) => {
    const leftSeconds = done > 0 ? Math.ceil(((performance.now() - startMs) / done) * ((total - done) / 1000)) : 0;
    const left = leftSeconds > 0 ? tell(session, "progress.left", { time: duration(session, leftSeconds) }) : "";
    show(tell(session, `progress.${key}`, { done, total }) + left);
  };
  return {
    step: (done, total) => {
      const nowMs = performance.now();
      if (nowMs - startMs >= PATIENCE_MS && nowMs - lastMs >= PACE_MS) before(done, total);
    },
    before,
    note: show,
    end: () => {
      if (shownLine) stderr.write("\r\u001b[K");
      shownLine = false;
    },
  };
}

function duration(session: Session, seconds: number): string {
  if (seconds < 90) return tell(session, "progress.seconds", { seconds });
  return tell(session, "progress.minutes", { minutes: Math.round(seconds / 60) });
}
