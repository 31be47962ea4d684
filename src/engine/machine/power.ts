/**
 * Whether this machine runs on its battery, asked of the system without native code. Knows no policy (governor.ts has
 * it). A machine that does not say is taken for one on mains: a desktop must never wait for a battery that it has not.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';

/** What the system is asked; replaced in tests. */
export interface PowerSource {
  /** Names in a folder; none when it cannot be read. */
  list(dir: string): Promise<string[]>;
  /** A small text file; '' when it cannot be read. */
  read(file: string): Promise<string>;
  /** Standard output; '' when the program fails or is not there. */
  run(program: string, args: readonly string[]): Promise<string>;
}

/** Documented in the kernel's Documentation/ABI/testing/sysfs-class-power. */
const SUPPLIES = '/sys/class/power_supply';
/** Prints `Online`, `Offline` or `Unknown` (.NET, PowerLineStatus). */
const POWER_LINE_STATUS =
  'Add-Type -AssemblyName System.Windows.Forms; [System.Windows.Forms.SystemInformation]::PowerStatus.PowerLineStatus';
const RUN_TIMEOUT_MS = 10_000;

export async function isOnBattery(
  platform: NodeJS.Platform = process.platform,
  source: PowerSource = systemSource,
): Promise<boolean> {
  if (platform === 'linux') return isLinuxOnBattery(source);
  // Programs by their full path: nothing of that name in the user's PATH is run.
  if (platform === 'darwin') {
    return /'(Battery|UPS) Power'/.test(await source.run('/usr/bin/pmset', ['-g', 'batt']));
  }
  if (platform === 'win32') {
    const program = `${process.env.SystemRoot ?? 'C:\\Windows'}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`;
    return /Offline/.test(await source.run(program, ['-NoProfile', '-NonInteractive', '-Command', POWER_LINE_STATUS]));
  }
  return false;
}

/** On battery when a battery of the machine itself (not of a mouse) gives power and no line does. */
async function isLinuxOnBattery(source: PowerSource): Promise<boolean> {
  let discharging = false;
  for (const name of await source.list(SUPPLIES)) {
    const read = async (what: string) => (await source.read(`${SUPPLIES}/${name}/${what}`)).trim();
    const type = await read('type');
    if ((type === 'Mains' || type === 'USB') && (await read('online')) === '1') return false;
    if (type === 'Battery' && (await read('scope')) !== 'Device')
      discharging ||= (await read('status')) === 'Discharging';
  }
  return discharging;
}

const systemSource: PowerSource = {
  list: (dir) => fs.readdir(dir).catch(() => []),
  read: (file) => fs.readFile(file, 'utf8').catch(() => ''),
  run: (program, args) =>
    new Promise((resolve) => {
      execFile(program, args, { timeout: RUN_TIMEOUT_MS, windowsHide: true }, (error, stdout) =>
        resolve(error ? '' : stdout),
      );
    }),
};
