/** `kindred install`: sets agents up, shows what it writes, and takes it back. */
import os from 'node:os';
import path from 'node:path';
import { nearest } from '../core/text/nearest';
import { locateResources } from '../engine/resources';
import { defineCommand } from './command';
import { badArguments } from './flags';
import type * as Bundle from './install/main';

export const installCommand = defineCommand({
  name: 'install',
  usage: ['install [agent …]'],
  summary: 'Sets agents up for Kindred: MCP server, instructions, hook. Without an agent: lists them.',
  flags: {
    project: { type: 'boolean', help: 'in this folder, for all who work on it, and not for you alone' },
    'dry-run': { type: 'boolean', help: 'only show what would be written' },
    uninstall: { type: 'boolean', help: 'take back what was written' },
  },
  most: 20,
  run({ values, positionals: asked }) {
    const { findLauncher, install, knownClients } = loadInstall();
    const home = os.homedir();
    const config = process.env.XDG_CONFIG_HOME || path.join(home, '.config');
    const folders = { home, config, ...(values.project && { project: process.cwd() }) };
    const known = knownClients(folders);
    if (asked.length === 0) return list(known);
    const ids = known.map(({ id }) => id);
    const unknown = asked.find((each) => !ids.includes(each));
    if (unknown !== undefined) {
      const near = nearest(unknown, ids);
      throw badArguments(
        `There is no agent "${unknown}". ${near ? `Did you mean ${near}?` : `There are ${ids.join(', ')}.`}`,
      );
    }
    if (asked.includes('vscode') && !values.project)
      throw badArguments('In VS Code the extension sets itself up. Without it: kindred install vscode --project');
    const [isDryRun, isRemoving] = [values['dry-run'] ?? false, values.uninstall ?? false];
    const launcher = findLauncher(path.join(locateResources().root, 'dist', 'cli.cjs'), process.env.PATH ?? '');
    const print = (line: string) => void process.stdout.write(`${line}\n`);
    const count = install({ clients: asked, folders, launcher, isDryRun, isRemoving, print });
    print(closing(count, isDryRun, isRemoving));
    if (values.project && launcher.command !== 'kindred' && !isRemoving)
      print('`kindred` is not on the path, so these files name places of this machine: others need their own.');
    return 0;
  },
});

function list(known: ReturnType<typeof Bundle.knownClients>): number {
  for (const { id, name, isFound } of known)
    process.stdout.write(`${id.padEnd(10)}${name}${isFound ? '  (found here)' : ''}\n`);
  process.stdout.write('Set one up: kindred install <agent>; only show what would be written: --dry-run\n');
  return 0;
}

function closing(count: number, isDryRun: boolean, isRemoving: boolean): string {
  if (count === 0) return isRemoving ? 'There is nothing of Kindred to take back.' : 'Everything is set up already.';
  const files = `${count} file${count === 1 ? '' : 's'}`;
  if (isDryRun) return `${files} would be changed. Nothing was written.`;
  return isRemoving ? `Taken back from ${files}.` : `${files} written. Restart the agent; --uninstall takes it back.`;
}

function loadInstall(): typeof Bundle {
  return require(path.join(locateResources().root, 'dist', 'install.cjs'));
}
