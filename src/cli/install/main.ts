/** Entry point of the set-up's own bundle: plans, shows and writes. `installCommand.ts` loads it. */
import fs from 'node:fs';
import path from 'node:path';
import { AGENT_CLIENTS, type Folders, type Launcher } from './agentClients';
import { differingLines, planFiles, writeFile } from './configPlan';

export interface InstallOptions {
  clients: readonly string[];
  folders: Folders;
  launcher: Launcher;
  isDryRun: boolean;
  isRemoving: boolean;
  print: (line: string) => void;
}

/** Every agent with its id, and whether it is used here. */
export function knownClients(folders: Folders): { id: string; name: string; isFound: boolean }[] {
  return AGENT_CLIENTS.map(({ id, name, sign }) => ({
    id,
    name,
    isFound: sign !== undefined && fs.existsSync(sign(folders)),
  }));
}

/** How many files were, or would be, changed. @throws EngineError badArguments, and then nothing was changed */
export function install({ clients, folders, launcher, isDryRun, isRemoving, print }: InstallOptions): number {
  const chosen = AGENT_CLIENTS.filter(({ id }) => clients.includes(id));
  const edits = chosen.flatMap((client) => client.edits(folders, launcher));
  const planned = planFiles(edits, isRemoving);
  const changed = planned.filter(({ before, after }) => before !== after);
  for (const file of planned) {
    const verb = !changed.includes(file)
      ? 'as it is'
      : file.after === undefined
        ? 'removed'
        : file.before === undefined
          ? 'new'
          : 'changed';
    print(`${file.file}  (${[...new Set(file.what)].join(', ')}: ${verb})`);
    if (changed.includes(file)) for (const line of differingLines(file)) print(`  ${line}`);
  }
  if (!isDryRun) for (const file of changed) writeFile(file);
  return changed.length;
}

/** `kindred` where that is this program, else Node.js with its path. */
export function findLauncher(cli: string, searchPath: string): Launcher {
  const isThis = (candidate: string) => fs.existsSync(candidate) && fs.realpathSync(candidate) === fs.realpathSync(cli);
  // On Windows `kindred` is a script, which agents cannot start.
  const isOnPath =
    process.platform !== 'win32' &&
    searchPath.split(path.delimiter).some((folder) => folder !== '' && isThis(path.join(folder, 'kindred')));
  return isOnPath ? { command: 'kindred', args: [] } : { command: process.execPath, args: [cli] };
}
