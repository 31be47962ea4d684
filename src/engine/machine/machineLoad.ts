/**
 * How much of the processor other programs take, from the system's own counters. Knows no policy (governor.ts has it).
 */
import os from 'node:os';

/**
 * Share of all cores, 0 to 1, that others used since the last call; undefined when too little time has passed to tell.
 */
export type LoadMeter = () => number | undefined;

export interface CpuCounters {
  /** Time of all cores since the machine started, and what of it was work. */
  totalMs: number;
  busyMs: number;
  /** Processor time of our own processes so far. A process that ended takes its time with it. */
  ownMs: number;
}

/** Counters of the system tick every 10 ms or so on each core; over less than this they say little. */
const MIN_SPAN_MS = 1000;

export function createLoadMeter(read: () => CpuCounters): LoadMeter {
  let last = read();
  return () => {
    const now = read();
    const totalMs = now.totalMs - last.totalMs;
    if (totalMs < MIN_SPAN_MS) return undefined;
    const ownMs = Math.max(0, now.ownMs - last.ownMs);
    const othersMs = Math.max(0, now.busyMs - last.busyMs - ownMs);
    last = now;
    return Math.min(1, othersMs / totalMs);
  };
}

/** `inferenceCpuMs`: of the inference process, which counts for itself. */
export function readCpuCounters(inferenceCpuMs: number): CpuCounters {
  let totalMs = 0;
  let busyMs = 0;
  for (const { times } of os.cpus()) {
    const { user, nice, sys, idle, irq } = times;
    totalMs += user + nice + sys + idle + irq;
    busyMs += user + nice + sys + irq;
  }
  const { user, system } = process.cpuUsage();
  return { totalMs, busyMs, ownMs: (user + system) / 1000 + inferenceCpuMs };
}
