/** `kindred`: the engine without an editor. Exit codes: 0 results, 1 none, 2 an error said in one line. */

import { locateResources } from '../engine/resources';
import { EngineError } from '../protocol/errors';
import { COMMANDS } from './commandTable';
import { badArguments } from './flags';
import { helpOf, helpOfCommand } from './help';
import { nearest } from './nearest';

run(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const isOurs = error instanceof EngineError;
    process.stderr.write(
      `kindred: ${oneLine(isOurs ? error.message : `internal error: ${(error as Error)?.stack ?? error}`)}\n`,
    );
    process.exitCode = 2;
  },
);
// A reader that has seen enough (`kindred … | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

async function run([name = 'help', ...typed]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((each) => each.name === name);
  const isAsked = (...flags: string[]) => [name, ...typed].some((each) => flags.includes(each));
  if (command) {
    if (isAsked('--help', '-h')) return print(helpOfCommand(command));
    if (isAsked('--version', '-v')) return print(locateResources().version);
    return command.run(typed);
  }
  if (isAsked('--version', '-v')) return print(locateResources().version);
  if (name === 'help' || isAsked('--help', '-h')) {
    const asked = COMMANDS.find((each) => each.name === typed[0]);
    return print(asked ? helpOfCommand(asked) : helpOf(COMMANDS));
  }
  const names = COMMANDS.map((each) => each.name);
  const near = nearest(name, names);
  const hint =
    near === undefined ? `There are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : `Did you mean ${near}?`;
  throw badArguments(`Unknown command "${name}". ${hint}; see kindred --help.`);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
