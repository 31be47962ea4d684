/**
 * Where the time of an update goes, in milliseconds by phase. Phases overlap: files are read and parsed while others
 * are embedded.
 */
export const PHASES = ['walk', 'read', 'parse', 'embed', 'analyze', 'write'] as const;
export type Phase = (typeof PHASES)[number];

export class Timings {
  readonly ms: Record<Phase, number> = { walk: 0, read: 0, parse: 0, embed: 0, analyze: 0, write: 0 };

  private readonly running = new Map<Phase, { count: number; since: number }>();

  /** Time that another thread has measured. */
  add(phase: Phase, ms: number): void {
    this.ms[phase] += ms;
  }

  measure<T>(phase: Phase, work: () => T): T {
    const start = performance.now();
    try {
      return work();
    } finally {
      this.ms[phase] += performance.now() - start;
    }
  }

  /** Where several are measured at once, the time in which there was at least one. */
  async measureAsync<T>(phase: Phase, work: () => Promise<T>): Promise<T> {
    const running = this.running.get(phase) ?? { count: 0, since: 0 };
    this.running.set(phase, running);
    if (running.count++ === 0) running.since = performance.now();
    try {
      return await work();
    } finally {
      if (--running.count === 0) this.ms[phase] += performance.now() - running.since;
    }
  }
}
