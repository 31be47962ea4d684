/** The machine around work in the background: power, load of others, whose turn it is. Reads; decides nothing (governor.ts does). */
import { createMachineLock, type MachineLock, machineFolder } from '../../storage/disk/machineLock';
import { cacheFolder } from './cacheFolder';
import { type CpuCounters, createLoadMeter, readCpuCounters } from './machineLoad';
import { isOnBattery } from './power';

/** What is asked of the machine; replaced in tests. */
export interface Machine {
  isOnBattery(): Promise<boolean>;
  cpuCounters(inferenceCpuMs: number): CpuCounters;
  turn: MachineLock;
}

export interface MachineState {
  isOnBattery: boolean;
  /** 0 to 1. */
  loadOfOthers: number;
  /** Another process has the turn. */
  isOtherAtWork: boolean;
}

const SAMPLE_MS = 200;

export function thisMachine(): Machine {
  return { isOnBattery, cpuCounters: readCpuCounters, turn: createMachineLock(machineFolder(cacheFolder())) };
}

/** One look, for a person; takes as long as the counters of the processor need to tell something. */
export async function inspectMachine(machine = thisMachine()): Promise<MachineState> {
  const load = createLoadMeter(() => machine.cpuCounters(0));
  const hasTurn = await machine.turn.take();
  await machine.turn.give();
  const sight = { isOnBattery: await machine.isOnBattery(), isOtherAtWork: !hasTurn };
  for (;;) {
    const loadOfOthers = load();
    if (loadOfOthers !== undefined) return { ...sight, loadOfOthers };
    await new Promise((resolve) => setTimeout(resolve, SAMPLE_MS));
  }
}
