/** `kindred search` and `kindred similar`: passages for a question, and passages like one. */
import fs from 'node:fs';
import path from 'node:path';
import type { SearchResponse, SearchResult } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { type Arguments, defineCommand } from './command';
import { type FileTarget, parseTarget } from './fileTarget';
import { badArguments, explain, limit, numberOf, sessionFlags, sessionOptions } from './flags';
import { type Content, deepSentence, readingNotes, renderResults, toJson } from './output';
import { openSession, type Session } from './session';

const flags = {
  ...limit,
  ...explain,
  content: { type: 'boolean', help: 'the whole passage with its line numbers' },
  context: { type: 'string', short: 'C', value: 'N', help: 'the lines that answer, with N lines before and after' },
  files: { type: 'boolean', help: 'the paths alone, each once' },
  'no-update': { type: 'boolean', help: 'answer from the index as it is, without a look at the files' },
  ...sessionFlags,
} as const;

type Values = Arguments<typeof flags>['values'];

export const searchCommand = defineCommand({
  name: 'search',
  usage: ['search "<question>" [dir]'],
  summary: 'The passages that answer a question, best first.',
  flags,
  takesQuestion: true,
  most: 2,
  run({ values, positionals: [query, dir = '.'] }) {
    if (query === undefined)
      throw badArguments('`kindred search` needs a question: kindred search "where do we retry uploads"');
    return answer(dir, values, ({ engine }, most) => engine.search({ query, limit: most, depth: 'full' }));
  },
});

export const similarCommand = defineCommand({
  name: 'similar',
  usage: ['similar <file>[:line[-line]] [dir]'],
  summary: 'The passages that are most like a file, a definition or some lines.',
  flags,
  most: 2,
  run({ values, positionals: [target, dir = '.'] }) {
    if (target === undefined) throw badArguments('`kindred similar` needs a file: kindred similar src/app.ts:42');
    const { file, ...lines }: FileTarget = parseTarget(target);
    return answer(dir, values, ({ engine, corpus }, most) =>
      engine.similar({ corpusId: corpus.id, path: insideOf(corpus.root, file), limit: most, ...lines }),
    );
  },
});

async function answer(
  dir: string,
  values: Values,
  ask: (session: Session, limit: number) => Promise<SearchResponse>,
): Promise<number> {
  const most = numberOf('limit', values.limit, 1) ?? 10;
  const around = numberOf('context', values.context, 0);
  if (values.content && around !== undefined) throw badArguments('--content and --context exclude each other.');
  const options = sessionOptions(values);
  const session = await openSession(dir, options);
  try {
    if (!values['no-update']) await session.catchUp();
    const response = await ask(session, most);
    const contentOf =
      values.content || around !== undefined
        ? (result: SearchResult) => readContent(session, result, around)
        : undefined;
    for (const note of readingNotes(response)) process.stderr.write(`${note}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(response, contentOf))}\n`);
    else if (response.results.length > 0) {
      if (!response.isRelevant) process.stderr.write('Nothing relevant found; nearest:\n');
      const text = values.files ? paths(response) : renderResults(response, values.explain ?? false, contentOf);
      process.stdout.write(`${text}\n`);
      const moved = deepSentence(response.deep);
      if (moved) process.stderr.write(`${moved}\n`);
    } else process.stderr.write(`Nothing found for "${response.query.slice(0, 200)}".\n`);
    return response.results.length > 0 ? 0 : 1;
  } finally {
    await session.close();
  }
}

function paths({ results }: SearchResponse): string {
  return [...new Set(results.map((result) => result.path))].join('\n');
}

/** The passage, or the lines that answer with so many around them, as the file has them now. */
function readContent({ engine }: Session, result: SearchResult, around: number | undefined): Content {
  const { corpusId, path: file, focus } = result;
  const first = around === undefined ? result.startLine : Math.max(0, focus.startLine - around);
  const last = around === undefined ? result.endLine : focus.endLine + around;
  const text = engine.textOf({ corpusId, path: file, startLine: first, endLine: last }).replace(/\r?\n$/, '');
  return { startLine: first, lines: text.split(/\r\n|\r|\n/) };
}

/** The file as the index names it. Typed relative to the folder or to where the person stands. */
function insideOf(root: string, file: string): string {
  const candidates = [path.resolve(root, file), path.resolve(file)];
  const absolute = candidates.find((candidate) => fs.existsSync(candidate)) ?? candidates[0]!;
  const relative = path.relative(root, absolute);
  if (relative.startsWith('..') || path.isAbsolute(relative)) {
    throw new EngineError('badArguments', `${file} is not inside ${root}. Give the folder it belongs to as well.`);
  }
  return relative.split(path.sep).join('/');
}
