/** Turns a query's filters into one predicate over chunks; undefined when everything is accepted. Cheap tests come first, texts last. */

import { termsOf } from '../lexical/analyze';
import type { LexicalScores } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { hasFilters } from '../query/filters';
import type { ChunkRef, Snapshot } from '../segment';
import { readWords } from '../text/words';
import { classifyPath } from './pathClass';
import type { RankOptions } from './rank';

export function compileFilters(
  snapshot: Snapshot,
  { filters }: AnalyzedQuery,
  _lexical: LexicalScores,
  { accepts, readText }: RankOptions,
): ((ref: ChunkRef) => boolean) | undefined {
  if (!accepts && !hasFilters(filters)) return undefined;
  const paths = filters.paths.map(pathTest);
  const notPaths = filters.notPaths.map(pathTest);
  const excluded = filters.notTerms.map((term) => chunksWith(snapshot, term));
  const required = readText ? [] : filters.phrases.flatMap(wordsOf).map((word) => chunksWith(snapshot, word));
  const isPathAccepted = remember((path: string) => {
    const lower = path.toLowerCase();
    if (paths.length && !paths.some((test) => test(lower))) return false;
    if (notPaths.some((test) => test(lower))) return false;
    return filters.isTest === undefined || (classifyPath(path) === 'test') === filters.isTest;
  });

  return (ref) => {
    const chunk = snapshot.segments[ref.segment]!.chunks[ref.ordinal]!;
    if (filters.languages.length && !filters.languages.includes(chunk.language)) return false;
    if (filters.kinds.length && !filters.kinds.includes(chunk.kind)) return false;
    if (filters.symbols.length) {
      const symbols = [chunk.symbol, ...chunk.definitions].join('\n').toLowerCase();
      if (!filters.symbols.some((symbol) => symbols.includes(symbol))) return false;
    }
    if (!isPathAccepted(chunk.path)) return false;
    if (accepts && !accepts(ref, chunk)) return false;
    if (excluded.some((chunks) => chunks[ref.segment]!.has(ref.ordinal))) return false;
    if (!required.every((chunks) => chunks[ref.segment]!.has(ref.ordinal))) return false;
    if (!readText || (filters.phrases.length === 0 && filters.notPhrases.length === 0)) return true;
    const text = readText(ref)?.toLowerCase();
    if (text === undefined) return false;
    return (
      filters.phrases.every((phrase) => text.includes(phrase.toLowerCase())) &&
      !filters.notPhrases.some((phrase) => text.includes(phrase.toLowerCase()))
    );
  };
}

/** Ordinals of the chunks that have the word, by segment. */
function chunksWith({ segments }: Snapshot, word: string): Set<number>[] {
  const terms = readWords(word).flatMap((each) => termsOf(each).whole ?? termsOf(each).parts);
  return segments.map(({ lexical }) => {
    const chunks = new Set<number>();
    for (const term of terms) lexical.postings(term, (ordinal) => chunks.add(ordinal));
    return chunks;
  });
}

function wordsOf(phrase: string): string[] {
  return readWords(phrase).map((word) => word.text);
}

/** `src/net` is found anywhere in the path; with a `*` the whole path must fit, `**` crossing folders. */
function pathTest(pattern: string): (path: string) => boolean {
  if (!pattern.includes('*')) return (path) => path.includes(pattern);
  const source = pattern
    .split(/(\*\*\/?|\*)/)
    .map((part) => (part.startsWith('**') ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const whole = new RegExp(`^(.*/)?${source}$`);
  return (path) => whole.test(path);
}

function remember<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = compute(key);
      known.set(key, value);
    }
    return value;
  };
}
