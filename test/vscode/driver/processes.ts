/**
 * The processes that a build of this clone runs, as Linux lists them. Those of other clones of the project have other
 * paths.
 */
import fs from 'node:fs';
import path from 'node:path';

/**
 * Sends a signal to each process below this server that runs the script of this name (`engine.cjs`), and says to how
 * many.
 */
export function signalProcesses({ home }: { home: string }, script: string, signal: NodeJS.Signals): number {
  const runsScript = (part: string) => part.startsWith(`${process.cwd()}${path.sep}`) && path.basename(part) === script;
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const running = pids.filter((pid) => {
    try {
      return words(pid, 'cmdline').some(runsScript) && words(pid, 'environ').includes(`HOME=${home}`);
    } catch {
      // The process has ended since it was listed.
      return false;
    }
  });
  for (const pid of running) process.kill(Number(pid), signal);
  return running.length;
}

function words(pid: string, file: 'cmdline' | 'environ'): string[] {
  return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
}
