/** The machine around work in the background: power, load of others, whose turn it is. Reads; decides nothing (governor.ts does). */
import { createMachineTurn, type MachineTurn, machineFolder } from '../storage/machineTurn';
import { cacheFolder } from './cacheFolder';
import { type CpuCounters, createLoadMeter, readCpuCounters } from './machineLoad';
import { isOnBattery } from './power';

/** What is asked of the machine; replaced in tests. */
export interface Surroundings {
  isOnBattery(): Promise<boolean>;
  cpuCounters(inferenceCpuMs: number): CpuCounters;
  turn: MachineTurn;
}

export interface Sight {
  isOnBattery: boolean;
  /** 0 to 1. */
  loadOfOthers: number;
  /** Another process has the turn. */
  isOtherAtWork: boolean;
}

const SAMPLE_MS = 200;

export function machineSurroundings(): Surroundings {
  return { isOnBattery, cpuCounters: readCpuCounters, turn: createMachineTurn(machineFolder(cacheFolder())) };
}

/** One look, for a person; takes as long as the counters of the processor need to tell something. */
export async function lookAround(surroundings = machineSurroundings()): Promise<Sight> {
  const load = createLoadMeter(() => surroundings.cpuCounters(0));
  const hasTurn = await surroundings.turn.take();
  await surroundings.turn.give();
  const sight = { isOnBattery: await surroundings.isOnBattery(), isOtherAtWork: !hasTurn };
  for (;;) {
    const loadOfOthers = load();
    if (loadOfOthers !== undefined) return { ...sight, loadOfOthers };
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
}
