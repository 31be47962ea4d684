/** Turns a query's filters into one predicate over chunks; undefined when everything is accepted. Cheap tests come first, texts last. */
import { termsOf } from '../lexical/analyze';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { hasFilters } from '../query/filters';
import type { ChunkRef, Snapshot } from '../segment';
import { readWords } from '../text/words';
import { classifyPath } from './pathClass';
import type { RankOptions } from './rank';

export function compileFilters(
  snapshot: Snapshot,
  { filters }: AnalyzedQuery,
  { accepts, readText }: Pick<RankOptions, 'accepts' | 'readText'>,
): ((ref: ChunkRef) => boolean) | undefined {
  if (!accepts && !hasFilters(filters)) return undefined;
  const paths = filters.paths.map(pathTest);
  const notPaths = filters.notPaths.map(pathTest);
  const excluded = filters.notTerms.map((term) => chunksWith(snapshot, term));
  // The index says which chunks can hold a phrase; only their texts are read.
  const required = filters.phrases.map((phrase) => chunksWith(snapshot, phrase));
  const isPathAccepted = remember((path: string) => {
    const lower = path.toLowerCase();
    if (paths.length && !paths.some((test) => test(lower))) return false;
    if (notPaths.some((test) => test(lower))) return false;
    return filters.isTest === undefined || (classifyPath(path) === 'test') === filters.isTest;
  });
  const isTextAccepted = (ref: ChunkRef) => {
    if (!readText || (filters.phrases.length === 0 && filters.notPhrases.length === 0)) return true;
    const text = readText(ref)?.toLowerCase();
    if (text === undefined) return false;
    const has = (phrase: string) => text.includes(phrase.toLowerCase());
    return filters.phrases.every(has) && !filters.notPhrases.some(has);
  };

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
    return isTextAccepted(ref);
  };
}

/** Ordinals of the chunks that have all words of the text, by segment. */
function chunksWith({ segments }: Snapshot, text: string): Set<number>[] {
  const terms = readWords(text).flatMap((word) => termsOf(word).whole ?? termsOf(word).parts);
  return segments.map(({ lexical, chunks }) => {
    if (terms.length === 0) return new Set(chunks.keys());
    const found = terms.map((term) => {
      const having = new Set<number>();
      lexical.postings(term, (ordinal) => having.add(ordinal));
      return having;
    });
    return new Set([...found[0]!].filter((ordinal) => found.every((having) => having.has(ordinal))));
  });
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
