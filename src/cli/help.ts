/** The help of `kindred` and of each of its commands, written from the table of commands. */
import type { CliCommand } from './command';
import { everywhere, type Flag, type Flags } from './flags';

const WIDTH = 28;

export function helpOf(commands: readonly CliCommand[]): string {
  const lines = commands.map(({ usage, summary }) => [...usage.map((each) => `  kindred ${each}`), `      ${summary}`]);
  return [
    'Kindred: semantic search over code and documents, on this machine alone.',
    '',
    ...lines.flat(),
    '',
    'The options of a command: kindred <command> --help',
    ...flagLines(everywhere),
    '',
    'Exit codes: 0 results, 1 none, 2 an error, said in one line.',
  ].join('\n');
}

export function helpOfCommand({ usage, summary, flags }: CliCommand): string {
  const options = { ...flags, ...everywhere };
  return [summary, '', ...usage.map((each) => `  kindred ${each}`), '', 'Options', ...flagLines(options)].join('\n');
}

function flagLines(flags: Flags): string[] {
  return Object.entries(flags).map(([name, flag]) => `  ${writtenFlag(name, flag).padEnd(WIDTH)}  ${flag.help}`);
}

function writtenFlag(name: string, { short, value }: Flag): string {
  return `${short ? `-${short}, ` : ''}--${name}${value ? ` ${value}` : ''}`;
}
