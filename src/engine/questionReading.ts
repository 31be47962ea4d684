/**
 * What a question asks for of this index, before anything is ranked: the texts that it quotes are looked for, and where
 * it cannot be meant as it stands, it is read otherwise and says so.
 */
import { type AnalyzedQuery, analyzeQuery } from '../core/query/analyzeQuery';
import { asksForTexts, type QueryHint } from '../core/query/filters';
import { unfitFilters } from '../core/ranking/filterMask';
import { type RespellingOptions, respell } from '../core/ranking/respelling';
import type { Snapshot } from '../core/snapshot';
import { type ExactOptions, type FoundTexts, findTexts } from './exact/exactSearch';
import type { ScanThreads } from './exact/scanThreads';

export interface ReadQuestion {
  analyzed: AnalyzedQuery;
  /** Absent where no text is quoted. */
  texts?: FoundTexts;
  hints: QueryHint[];
}

export interface ReadingOptions extends ExactOptions, RespellingOptions {
  threads: ScanThreads;
  signal?: AbortSignal | undefined;
}

/** @throws EngineError canceled, patternTooSlow, workerCrashed */
export async function readQuestion(
  asked: AnalyzedQuery,
  snapshot: Snapshot,
  options: ReadingOptions,
): Promise<ReadQuestion> {
  const hints = [...asked.hints, ...unfitFilters(snapshot, asked.filters, options.rootOf)];
  if (!asksForTexts(asked.filters)) return respelled(asked, snapshot, options, hints);
  const texts = await findTexts(snapshot, asked.filters, options, options.threads, options.signal);
  const spoken = asked.filters.phrases.filter(isSpoken);
  if (texts.total?.matches || spoken.length === 0) return { analyzed: asked, texts, hints };
  // Quotation marks of a sentence and not of a text: what stands nowhere is asked for as words.
  const phrases = asked.filters.phrases.filter((phrase) => !spoken.includes(phrase));
  const analyzed = { ...asked, hints: [], filters: { ...asked.filters, phrases } };
  const read = await readQuestion(analyzed, snapshot, options);
  const asText = spoken.map((phrase): QueryHint => ({ code: 'phraseAsText', value: `"${phrase}"` }));
  return { ...read, hints: [...hints, ...asText] };
}

function respelled(
  asked: AnalyzedQuery,
  snapshot: Snapshot,
  options: ReadingOptions,
  hints: QueryHint[],
): ReadQuestion {
  const { query, words = [] } = respell(snapshot, asked, options) ?? {};
  if (query === undefined) return { analyzed: asked, hints };
  const read = words.map(({ typed, read }): QueryHint => ({ code: 'respelled', value: typed, detail: read }));
  const analyzed = analyzeQuery(query, { isTyping: asked.prefix !== undefined });
  return { analyzed: { ...analyzed, filters: asked.filters }, hints: [...hints, ...read] };
}

/** Of a language that code is not written in, or a question. */
function isSpoken(phrase: string): boolean {
  return /[^\p{Script=Latin}\P{L}]/u.test(phrase) || /[?？]$/.test(phrase);
}
