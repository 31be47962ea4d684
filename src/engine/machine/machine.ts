/**
 * The machine around work in the background: power, load of others, and the lock that deep indexers share. Reads;
 * decides nothing (governor.ts does).
 */
import { createMachineLock, type MachineLock, machineFolder } from '../../storage/disk/machineLock';
import { cacheFolder } from './cacheFolder';
import { type CpuCounters, createLoadMeter, readCpuCounters } from './machineLoad';
import { isOnBattery } from './power';

/** What is asked of the machine; replaced in tests. */
export interface Machine {
  isOnBattery(): Promise<boolean>;
  cpuCounters(inferenceCpuMs: number): CpuCounters;
  /** Held by the one process of the machine that may index deeply. */
  lock: MachineLock;
}

export interface MachineState {
  isOnBattery: boolean;
  /** 0 to 1. */
  loadOfOthers: number;
  /** Another process holds the lock. */
  isOtherAtWork: boolean;
}

const SAMPLE_MS = 200;

export function thisMachine(): Machine {
  return { isOnBattery, cpuCounters: readCpuCounters, lock: createMachineLock(machineFolder(cacheFolder())) };
}

/** One look, for a person; takes as long as the counters of the processor need to tell something. */
export async function inspectMachine(machine = thisMachine()): Promise<MachineState> {
  const load = createLoadMeter(() => machine.cpuCounters(0));
  const isFree = await machine.lock.tryAcquire();
  await machine.lock.release();
  const seen = { isOnBattery: await machine.isOnBattery(), isOtherAtWork: !isFree };
  for (;;) {
    const loadOfOthers = load();
    if (loadOfOthers !== undefined) return { ...seen, loadOfOthers };
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
}
