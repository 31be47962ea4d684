/**
 * What a command of `kindred` is, and how what was typed becomes its arguments. Help and errors follow from its row.
 */
import { parseArgs } from 'node:util';
import { nearest } from '../core/text/nearest';
import { badArguments, everywhere, type Flags, type Values } from './flags';

export interface Arguments<F extends Flags> {
  positionals: readonly string[];
  values: Values<F>;
}

export interface CliCommand {
  name: string;
  /** One line each, without `kindred` and without flags: `search "<question>" [dir]`. */
  usage: readonly string[];
  summary: string;
  flags: Flags;
  /** Its first argument is a question, which may start with a minus. */
  takesQuestion: boolean;
  /** Resolves with the exit code: 0 results, 1 none. @throws EngineError */
  run(typed: readonly string[]): Promise<number>;
}

type Row<F extends Flags> = Omit<CliCommand, 'flags' | 'takesQuestion' | 'run'> & {
  flags: F;
  takesQuestion?: true;
  /** Arguments without a name at most. */
  most: number;
  run(args: Arguments<F>): number | Promise<number>;
};

export function defineCommand<const F extends Flags>(row: Row<F>): CliCommand {
  const { name, usage, summary, flags, takesQuestion = false } = row;
  const command: CliCommand = {
    name,
    usage,
    summary,
    flags,
    takesQuestion,
    async run(typed) {
      const { values, positionals } = parse(command, typed);
      const extra = positionals[row.most];
      if (extra !== undefined)
        throw badArguments(`\`kindred ${name}\` does not take "${extra}". Put a question of several words in quotes.`);
      return row.run({ values: values as Values<F>, positionals });
    },
  };
  return command;
}

/**
 * Put before a question that starts with a minus, so that the parser does not take it for a flag. No argument can hold
 * this character.
 */
const QUESTION_MARK = '\0';

function parse(command: CliCommand, typed: readonly string[]): { values: object; positionals: string[] } {
  const options = { ...command.flags, ...everywhere };
  const args = typed.map((each, at) =>
    command.takesQuestion && at === 0 && isQuestion(each, options) ? QUESTION_MARK + each : each,
  );
  checkFlags(command.name, args, options);
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    return { values, positionals: positionals.map((each) => (each.startsWith(QUESTION_MARK) ? each.slice(1) : each)) };
  } catch (error) {
    throw badArguments(`${(error as Error).message.split('. ')[0]}. See kindred ${command.name} --help.`);
  }
}

/**
 * A question may start with a minus (`-1 day in python`, `--name=value`): what follows the command is one unless it is
 * a flag exactly.
 */
function isQuestion(argument: string, options: Flags): boolean {
  if (!argument.startsWith('-')) return false;
  const name = /^--([\w-]+)(=\S*)?$/.exec(argument)?.[1];
  return argument !== '-h' && argument !== '-v' && (name === undefined || !Object.hasOwn(options, name));
}

/** An unknown flag is said with the nearest that there is. */
function checkFlags(command: string, args: readonly string[], options: Flags): void {
  for (const argument of args) {
    if (argument === '--') return;
    const name = /^--([\w-]+)(=|$)/.exec(argument)?.[1];
    if (name === undefined || Object.hasOwn(options, name)) continue;
    const near = nearest(name, Object.keys(options));
    const hint = near === undefined ? '' : ` Did you mean --${near}?`;
    throw badArguments(`\`kindred ${command}\` has no option --${name}.${hint} See kindred ${command} --help.`);
  }
}
