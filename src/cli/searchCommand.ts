import fs from 'node:fs';
import path from 'node:path';
import type { SearchResponse } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import type { Command, CommonOptions } from './arguments';
import { renderResults, toJson } from './output';
import { openSession, type Session } from './session';

export function runSearch(command: Command & { name: 'search' }): Promise<number> {
  return answer(command.dir, command, ({ engine }) =>
    engine.search({ query: command.query, limit: command.limit, depth: 'full' }),
  );
}

export function runSimilar(command: Command & { name: 'similar' }): Promise<number> {
  const { file, ...lines } = command.target;
  return answer(command.dir, command, ({ engine, corpus }) =>
    engine.similar({ corpusId: corpus.id, path: insideOf(corpus.root, file), limit: command.limit, ...lines }),
  );
}

async function answer(
  dir: string,
  options: CommonOptions,
  ask: (session: Session) => Promise<SearchResponse>,
): Promise<number> {
  const session = await openSession(dir, options);
  try {
    await session.catchUp();
    const response = await ask(session);
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(response))}\n`);
    else if (response.results.length > 0) {
      if (!response.isRelevant) process.stderr.write('Nothing relevant found; nearest:\n');
      process.stdout.write(`${renderResults(response, options.explain)}\n`);
    } else process.stderr.write(`Nothing found for "${response.query.slice(0, 200)}".\n`);
    return response.results.length > 0 ? 0 : 1;
  } finally {
    await session.close();
  }
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
