/** `kindred`: the engine without an editor. Exit codes: 0 results, 1 none, 2 an error said in one line. */

import { nearest } from '../core/text/nearest';
import { locateResources } from '../engine/resources';
import { EngineError } from '../protocol/errors';
import { COMMANDS } from './commandTable';
import { badArguments, everywhere, type Flags } from './flags';
import { helpOf, helpOfCommand } from './help';

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

async function run(argv: readonly string[]): Promise<number> {
  const { name = 'help', typed } = splitCommand(argv);
  const command = COMMANDS.find((each) => each.name === name);
  const isAsked = (...flags: string[]) => flagsIn(typed).some((each) => flags.includes(each));
  if (command && isAsked('--help', '-h')) return print(helpOfCommand(command));
  if (isAsked('--version', '-v')) return print(locateResources().version);
  if (command) return command.run(typed);
  if (name === 'help' || isAsked('--help', '-h')) {
    const asked = COMMANDS.find((each) => typed.includes(each.name));
    return print(asked ? helpOfCommand(asked) : helpOf(COMMANDS));
  }
  const names = COMMANDS.map((each) => each.name);
  const near = nearest(name, names);
  const hint =
    near === undefined ? `There are ${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : `Did you mean ${near}?`;
  throw badArguments(`Unknown command "${name}". ${hint}; see kindred --help.`);
}

/**
 * The command's name and all else that was typed. Flags may stand before the name (`kindred --json index`); they are
 * put behind the command's own arguments, because what follows `search` is its question.
 */
function splitCommand(argv: readonly string[]): { name: string | undefined; typed: readonly string[] } {
  let at = 0;
  for (let length = flagLength(argv[at]); length > 0; length = flagLength(argv[at])) at += length;
  const own = argv.slice(at + 1);
  const end = flagsIn(own).length;
  return { name: argv[at], typed: [...own.slice(0, end), ...argv.slice(0, at), ...own.slice(end)] };
}

/**
 * How many arguments the flag is that begins here: 2 for `--limit 3`, 1 for `--limit=3` and `--json`, 0 for no flag.
 */
function flagLength(argument = ''): number {
  if (argument === '-h' || argument === '-v') return 1;
  const [, name = '', value] = /^--([\w-]+)(=.*)?$/s.exec(argument) ?? [];
  const tables: Flags[] = [everywhere, ...COMMANDS.map(({ flags }) => flags)];
  const flags = tables.flatMap((each) => (Object.hasOwn(each, name) ? each[name]! : []));
  if (flags.length === 0) return 0;
  return value === undefined && flags.every(({ type }) => type === 'string') ? 2 : 1;
}

/** What may be flags: after `--` nothing is one. */
function flagsIn(typed: readonly string[]): readonly string[] {
  const end = typed.indexOf('--');
  return end < 0 ? typed : typed.slice(0, end);
}

function print(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
