/** What was typed, checked and turned into one command object. No defaults that need the file system here. */
import { parseArgs } from 'node:util';
import { EngineError } from '../protocol/errors';

export const USAGE = `Kindred: semantic search over code and documents, on this machine alone.

  kindred index [dir] [--json]
  kindred search "<question>" [dir] [--limit N] [--json] [--explain]
  kindred similar <file>[:line[-line]] [dir] [--limit N] [--json] [--explain]
  kindred duplicates [dir] [--min-lines N] [--limit N] [--json]
  kindred doctor [dir] [--verify] [--json]
  kindred model list | add <model> [--from FOLDER|ARCHIVE] [--settings JSON] [--yes] | remove <model> [--yes] | log
  kindred eval <set>… [--repositories DIR] [--embedder embedded|none] [--model ID] [--without PART,…] [--language ID] [--split NAME] [--limit N] [--json FILE]
  kindred eval --self <folder> [--limit N] [--seed N] [--embedder embedded|none] [--model ID] [--without PART,…] [--json FILE]
  kindred eval --compare <run.json> <run.json>

Options
  --limit N        at most N results (default 10)
  --min-lines N    shorter passages are no duplicates (default 6 lines of code)
  --json           one JSON object on standard output
  --explain        the named parts of each score
  --index-dir DIR  where indexes are kept (default: the platform's cache folder)
  --model-dir DIR  where deep models are installed (default: the platform's cache folder)
  --model ID       which of the installed deep models (default: the first that \`kindred model list\` shows as used)
  --verify         read the whole index, check every checksum and mend what is damaged
  --no-deep        leave the deep model out even where one is installed
  --help, --version

Exit codes: 0 results, 1 none, 2 an error, said in one line.`;

export interface CommonOptions {
  json: boolean;
  explain: boolean;
  limit: number;
  indexDir?: string;
  modelDir?: string;
  model?: string;
  useDeep: boolean;
}

export type Command = CommonOptions &
  (
    | { name: 'help' | 'version' }
    | { name: 'index'; dir: string }
    | { name: 'doctor'; dir: string; verify: boolean }
    | { name: 'duplicates'; dir: string; minLines?: number }
    | { name: 'search'; query: string; dir: string }
    | { name: 'similar'; target: FileTarget; dir: string }
  );

/** A file and, 0-based and inclusive, the lines meant. `endLine` absent: the definition around `startLine`. */
export interface FileTarget {
  file: string;
  startLine?: number;
  endLine?: number;
}

/** @throws EngineError `badArguments` with what is wrong and what to type instead. */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = readOptions(argv);
  const common: CommonOptions = {
    json: values.json ?? false,
    explain: values.explain ?? false,
    limit: parseNumber('limit', values.limit, 1) ?? 10,
    ...(values['index-dir'] === undefined ? {} : { indexDir: values['index-dir'] }),
    ...(values['model-dir'] === undefined ? {} : { modelDir: values['model-dir'] }),
    ...(values.model === undefined ? {} : { model: values.model }),
    useDeep: !values['no-deep'],
  };
  if (common.model !== undefined && !common.useDeep) throw bad('--model and --no-deep exclude each other.');
  if (values.version) return { ...common, name: 'version' };
  const [name, ...rest] = positionals.map((each) => (each.startsWith(QUESTION_MARK) ? each.slice(1) : each));
  if (values.help || name === undefined || name === 'help') return { ...common, name: 'help' };
  switch (name) {
    case 'index':
      atMost(rest, 1, name);
      return { ...common, name, dir: rest[0] ?? '.' };
    case 'doctor':
      atMost(rest, 1, name);
      return { ...common, name, dir: rest[0] ?? '.', verify: values.verify ?? false };
    case 'duplicates': {
      atMost(rest, 1, name);
      const minLines = parseNumber('min-lines', values['min-lines'], 2);
      return { ...common, name, dir: rest[0] ?? '.', ...(minLines !== undefined && { minLines }) };
    }
    case 'search':
      atMost(rest, 2, name);
      if (rest[0] === undefined)
        throw bad('`kindred search` needs a question: kindred search "where do we retry uploads"');
      return { ...common, name, query: rest[0], dir: rest[1] ?? '.' };
    case 'similar':
      atMost(rest, 2, name);
      if (rest[0] === undefined) throw bad('`kindred similar` needs a file: kindred similar src/app.ts:42');
      return { ...common, name, target: parseTarget(rest[0]), dir: rest[1] ?? '.' };
    default:
      throw bad(
        `Unknown command "${name}". There are index, search, similar, duplicates, doctor, model and eval; see kindred --help.`,
      );
  }
}

/** `src/app.ts`, `src/app.ts:42` or `src/app.ts:42-60`, lines 1-based as people read them. A drive letter's colon is not a line. */
export function parseTarget(text: string): FileTarget {
  const match = /^(.+?):(\d+)(?:-(\d+))?$/.exec(text);
  if (!match) return { file: text };
  const [, file = '', first = '', last] = match;
  const startLine = Number(first) - 1;
  const endLine = last === undefined ? undefined : Number(last) - 1;
  if (startLine < 0 || (endLine !== undefined && endLine < startLine)) {
    throw bad(`The lines of ${text} are not a range: lines count from 1 and the last is not before the first.`);
  }
  return endLine === undefined ? { file, startLine } : { file, startLine, endLine };
}

/** Put before what starts with a minus and is no option, so that the parser takes it for what it is; no argument can hold this character. */
const QUESTION_MARK = '\0';

const OPTIONS = {
  json: { type: 'boolean' },
  explain: { type: 'boolean' },
  limit: { type: 'string' },
  'min-lines': { type: 'string' },
  'index-dir': { type: 'string' },
  'model-dir': { type: 'string' },
  model: { type: 'string' },
  'no-deep': { type: 'boolean' },
  verify: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

/** A question may start with a minus (`-1 day in python`, `--name=value`): what follows `search` is one unless it is an option exactly. */
function isQuestion(argument: string, index: number, argv: readonly string[]): boolean {
  if (!argument.startsWith('-') || index !== 1 || argv[0] !== 'search') return false;
  const name = /^--([\w-]+)(=\S*)?$/.exec(argument)?.[1];
  return argument !== '-h' && argument !== '-v' && (name === undefined || !Object.hasOwn(OPTIONS, name));
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: argv.map((each, index) => (isQuestion(each, index, argv) ? QUESTION_MARK + each : each)),
      allowPositionals: true,
      options: OPTIONS,
    });
  } catch (error) {
    throw bad(`${(error as Error).message.split('. ')[0]}. See kindred --help.`);
  }
}

function parseNumber(option: string, text: string | undefined, least: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > 1000) {
    throw bad(`--${option} takes a whole number from ${least} to 1000, not "${text}".`);
  }
  return number;
}

function atMost(rest: readonly string[], count: number, name: string): void {
  const extra = rest[count];
  if (extra !== undefined)
    throw bad(`\`kindred ${name}\` does not take "${extra}". Put a question of several words in quotes.`);
}

function bad(message: string): EngineError {
  return new EngineError('badArguments', message);
}
