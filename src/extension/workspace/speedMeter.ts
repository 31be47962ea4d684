/** How fast something goes, from counts that grow. Pure: the time is an argument. */

/** Long enough to even out large and small files, short enough to follow what happens. */
const WINDOW_MS = 5000;

interface Sample {
  atMs: number;
  done: number;
}

export class SpeedMeter {
  private readonly samples = new Map<string, Sample[]>();

  /** `done` is how much of `work` is done; less than before: it has begun anew. */
  note(work: string, done: number, atMs: number): void {
    const before = this.samples.get(work) ?? [];
    const isAnew = before.some((sample) => sample.done > done);
    const recent = isAnew ? [] : before.filter((sample) => atMs - sample.atMs <= WINDOW_MS);
    this.samples.set(work, [...recent, { atMs, done }]);
  }

  /** Of the last seconds; undefined while nothing can be said, and when nothing has been heard for so long. */
  perSecond(work: string, nowMs: number): number | undefined {
    const recent = (this.samples.get(work) ?? []).filter(({ atMs }) => nowMs - atMs <= WINDOW_MS);
    const [first, last] = [recent[0], recent.at(-1)];
    return first && last && last.atMs > first.atMs
      ? ((last.done - first.done) * 1000) / (last.atMs - first.atMs)
      : undefined;
  }
}
