import { type Session, tell } from "./session.js";

/** Work shorter than this needs no progress, in ms. */
const PATIENCE_MS = 700;
/** Time between two lines, in ms. */
const PACE_MS = 100;

/** Progress of long work: one line on standard error that is written over, on a terminal only. */
export interface Progress {
  /** Notes that `done` of `total` steps are done. */
  step(done: number, total: number): void;
  /** Wipes the line. */
  end(): void;
}

/**
 * @param key what is done, below `cli.progress`
 */
export function startProgress(session: Session, key: string): Progress {
  const { stderr } = process;
  if (!stderr.isTTY) return { step: () => {}, end: () => {} };
  const startMs = performance.now();
  let lastMs = 0;
  let shownLine = false;
  return {
    step: (done, total) => {
      const nowMs = performance.now();
      if (nowMs - startMs < PATIENCE_MS || nowMs - lastMs < PACE_MS) return;
      lastMs = nowMs;
      shownLine = true;
      const leftSeconds = done > 0 ? Math.ceil(((nowMs - startMs) / done) * ((total - done) / 1000)) : 0;
      const left = leftSeconds > 0 ? tell(session, "progress.left", { time: duration(session, leftSeconds) }) : "";
      stderr.write(`\r\u001b[K${tell(session, `progress.${key}`, { done, total })}${left}`);
    },
    end: () => {
      if (shownLine) stderr.write("\r\u001b[K");
    },
  };
}

function duration(session: Session, seconds: number): string {
  if (seconds < 90) return tell(session, "progress.seconds", { seconds });
  return tell(session, "progress.minutes", { minutes: Math.round(seconds / 60) });
}
