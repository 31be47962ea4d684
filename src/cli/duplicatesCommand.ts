/** `kindred duplicates`: near-identical passages of a folder, those that would save most lines first. */
import type { DuplicateCluster, DuplicatesParams, DuplicatesResponse } from '../protocol/engine';
import { defineCommand } from './command';
import { limit, numberOf, type SessionOptions, sessionFlags, sessionOptions } from './flags';
import { interruptible } from './interrupt';
import { openSession } from './session';

const WORDS = { exact: 'exact copies', renamed: 'renamed copies', edited: 'edited copies' };

export const duplicatesCommand = defineCommand({
  name: 'duplicates',
  usage: ['duplicates [dir]'],
  summary: 'Near-identical passages of a folder, those that would save most lines first.',
  flags: {
    ...limit,
    'min-lines': { type: 'string', value: 'N', help: 'shorter passages are no duplicates (default 6 lines of code)' },
    ...sessionFlags,
  },
  most: 1,
  run({ values, positionals: [dir = '.'] }) {
    const minLines = numberOf('min-lines', values['min-lines'], 2);
    const most = numberOf('limit', values.limit, 1) ?? 10;
    return runDuplicates(dir, minLines === undefined ? {} : { minLines }, most, sessionOptions(values));
  },
});

async function runDuplicates(
  dir: string,
  params: DuplicatesParams,
  most: number,
  options: SessionOptions,
): Promise<number> {
  const session = await openSession(dir, options);
  try {
    const response = await interruptible(async (signal) => {
      await session.catchUp();
      return session.engine.duplicates(params, { signal });
    });
    if (options.json) process.stdout.write(`${JSON.stringify(toJson(response))}\n`);
    else if (response.clusters.length > 0) process.stdout.write(`${render(response, most)}\n`);
    else process.stderr.write(`No duplicates in ${response.documents} documents.\n`);
    return response.clusters.length > 0 ? 0 : 1;
  } finally {
    await session.close();
  }
}

/** Lines 1-based and inclusive, as everywhere in the CLI. */
function toJson({ documents, tookMs, counts, clusters }: DuplicatesResponse): object {
  return {
    documents,
    tookMs: Math.round(tookMs),
    counts,
    clusters: clusters.map(({ passages, ...cluster }) => ({
      ...cluster,
      passages: passages.map(({ path, startLine, endLine, symbol, kind, language, grade, similarity }) => ({
        path,
        startLine: startLine + 1,
        endLine: endLine + 1,
        symbol,
        kind,
        language,
        grade,
        similarity: Math.round(similarity * 1000) / 1000,
      })),
    })),
  };
}

function render({ clusters, counts }: DuplicatesResponse, limit: number): string {
  const shown = clusters.slice(0, limit).map(renderCluster);
  const more = counts.clusters - shown.length;
  const summary = `${counts.clusters} clusters, ${counts.passages} passages; about ${counts.savedLines} lines could be saved.`;
  return [...shown, more > 0 ? `${summary} ${more} more with --limit.` : summary].join('\n');
}

function renderCluster({ passages, grade, savedLines }: DuplicateCluster, at: number): string {
  const { symbol, preview } = passages[0]!;
  const lines = preview.split('\n').map((line) => line.trim());
  const name = symbol || (lines.find((line) => line && !line.startsWith('@')) ?? '').slice(0, 80);
  const title = `${String(at + 1).padStart(2)}. ${passages.length} ${WORDS[grade]}, ${savedLines} lines to save  ${name}`;
  const places = passages.map(({ path, startLine, endLine, grade: own, similarity }) => {
    const how =
      own === 'edited' ? `  ${Math.floor(similarity * 100)} % the same` : own === 'renamed' ? '  renamed' : '';
    return `      ${path}:${startLine + 1}-${endLine + 1}${how}`;
  });
  return [title, ...places].join('\n');
}
