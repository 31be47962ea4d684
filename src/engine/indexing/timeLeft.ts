/**
 * How long a run will still take if it goes on as it did. Waiting is not counted: a pause, a user who types or a
 * machine that sleeps says nothing about the pace.
 */

/** One piece of work takes less; what is longer was a pause. */
const LONGEST_PIECE_MS = 5_000;
/** Before, the first pieces say too little: threads and models are still starting. */
const FIRST_SAID_MS = 2_000;
const FIRST_SAID_SHARE = 0.01;

export class TimeLeft {
  private doneWork = 0;
  private workedMs = 0;

  /** `totalWork` in a unit of the caller's, the same as in `add`. */
  constructor(
    private readonly totalWork: number,
    private lastMs = performance.now(),
  ) {}

  add(work: number, nowMs = performance.now()): void {
    this.doneWork += work;
    this.workedMs += Math.min(LONGEST_PIECE_MS, nowMs - this.lastMs);
    this.lastMs = nowMs;
  }

  /** Undefined while nothing can be said. */
  get ms(): number | undefined {
    if (this.workedMs < FIRST_SAID_MS || this.doneWork < this.totalWork * FIRST_SAID_SHARE) return undefined;
    return (this.workedMs / this.doneWork) * Math.max(0, this.totalWork - this.doneWork);
  }
}
