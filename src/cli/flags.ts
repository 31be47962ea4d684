/**
 * The flags that several commands of `kindred` take: one row has its type, its help and what stands for its value
 * there.
 */
import { EngineError } from '../protocol/errors';

export interface Flag {
  type: 'boolean' | 'string';
  short?: string;
  /** What stands for its value in the help. */
  value?: string;
  help: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** What was typed for each flag; absent: it was not there. */
export type Values<F extends Flags> = { [K in keyof F]?: F[K]['type'] extends 'boolean' ? boolean : string };

export const limit = { limit: { type: 'string', value: 'N', help: 'at most N results (default 10)' } } as const;
export const json = { json: { type: 'boolean', help: 'one JSON object on standard output' } } as const;
export const explain = { explain: { type: 'boolean', help: 'the named parts of each score' } } as const;

export const indexDir = {
  'index-dir': { type: 'string', value: 'DIR', help: "where indexes are kept (default: the platform's cache folder)" },
} as const;

export const modelDir = {
  'model-dir': {
    type: 'string',
    value: 'DIR',
    help: "where deep models are installed (default: the platform's cache folder)",
  },
} as const;

export const model = {
  model: {
    type: 'string',
    value: 'ID',
    help: 'which of the installed deep models (default: the first that `kindred model list` shows as used)',
  },
} as const;

/** Of every command that opens an index. */
export const sessionFlags = {
  ...json,
  ...indexDir,
  ...modelDir,
  ...model,
  'no-deep': { type: 'boolean', help: 'leave the deep model out even where one is installed' },
} as const;

/** Of every command. */
export const everywhere = {
  help: { type: 'boolean', short: 'h', help: 'this text, or that of one command' },
  version: { type: 'boolean', short: 'v', help: 'the version' },
} as const;

export interface SessionOptions {
  json: boolean;
  indexDir?: string;
  modelDir?: string;
  model?: string;
  useDeep: boolean;
}

/** @throws EngineError badArguments */
export function sessionOptions(values: Values<typeof sessionFlags>): SessionOptions {
  const useDeep = !values['no-deep'];
  if (values.model !== undefined && !useDeep) throw badArguments('--model and --no-deep exclude each other.');
  const options: SessionOptions = { json: values.json ?? false, useDeep };
  if (values['index-dir'] !== undefined) options.indexDir = values['index-dir'];
  if (values['model-dir'] !== undefined) options.modelDir = values['model-dir'];
  if (values.model !== undefined) options.model = values.model;
  return options;
}

/** A whole number from `least` to `most`. @throws EngineError badArguments */
export function numberOf(flag: string, text: string | undefined, least: number, most = 1000): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least || number > most)
    throw badArguments(`--${flag} takes a whole number from ${least} to ${most}, not "${text}".`);
  return number;
}

export function badArguments(message: string): EngineError {
  return new EngineError('badArguments', message);
}
