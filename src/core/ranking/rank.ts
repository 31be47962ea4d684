/**
 * Ranks the chunks of a snapshot for a query.
 *
 *   const query = analyzeQuery(text);                                    // src/core/query/analyzeQuery.ts; query.errors for the person
 *   const queryVector = model.embedQuery(query.embeddingText);
 *   const { hits, tier } = rank(snapshot, query, { limit: 20, queryVector, deep, readText, accepts });
 *
 * Candidates come from BM25 and from the embedded vectors; a candidate's score is the sum of named parts, and those parts are the hit's
 * `reasons`: nothing else decides the order. Scores lie in 0..1 and compare across queries. Pure and synchronous; reads no file
 * except through `readText`, and never more texts than a query with an exact phrase needs. How chunks are spread over segments does not show.
 */
import { scoreLexically } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { hasFilters } from '../query/filters';
import type { ChunkRecord, ChunkRef, Snapshot } from '../segment';
import { dot } from '../vectors/similarity';
import { compileFilters } from './accept';
import { askedNames } from './askedNames';
import { chooseCandidates, listAccepted } from './candidates';
import { withCompletions } from './completions';
import { alignDeep } from './deepMeaning';
import { compareHits, diversify } from './diversity';
import { type Evidence, scoreCandidate } from './features';
import { filesOf, nameRarity } from './files';
import type { Hit, Tier } from './hit';
import { loanwordConcepts } from './loanwords';
import { scoreMeaning } from './meaning';
import { mergeNeighbours } from './neighbours';
import { RELEVANT_SCORE, WEIGHTS, type Weights } from './weights';

export interface RankOptions {
  /** Hits wanted at most. */
  limit: number;
  /** Of the embedded model; absent: words alone. */
  queryVector?: Float32Array;
  /** The deep model's part: takes the place of the embedded similarity for the chunks that have a deep vector (`deepMeaning.ts`). */
  deep?: DeepEvidence;
  /** Leaves out what it refuses (only these documents, only this folder). */
  accepts?: (ref: ChunkRef, chunk: ChunkRecord) => boolean;
  /** Time since the chunk's file was edited; absent: edits do not count. */
  ageMsOf?: (ref: ChunkRef, chunk: ChunkRecord) => number | undefined;
  /** The chunk's text, undefined when its file has gone. An `"exact phrase"` needs it; without it the phrase's words must occur. */
  readText?: (ref: ChunkRef) => string | undefined;
  /** Other weights than the product's, for evaluation. */
  weights?: Partial<Weights>;
}

export interface DeepEvidence {
  queryVector: Float32Array;
  /** By `ChunkRecord.contentHash`. */
  vectorOf(contentHash: string): Float32Array | undefined;
}

export interface Ranking {
  hits: Hit[];
  tier: Tier;
  /**
   * Whether the best hit is more than the nearest of what has nothing to do with the question. Meant for rankings with the embedded model's
   * vectors and without deep ones, whose scores it was measured on. What words alone, filters alone or an exact phrase find is always relevant.
   */
  isRelevant: boolean;
}

/** Where the word score of a good best chunk lies: relative scores are brought there. */
const TYPICAL_BEST = 0.5;

export function rank(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const { limit, queryVector, deep } = options;
  const weights = { ...WEIGHTS, ...options.weights };
  const { segments } = snapshot;
  const files = segments.map(filesOf);
  const concepts = [
    ...withCompletions(snapshot, query.concepts, query.beginning),
    ...loanwordConcepts(snapshot, query.loanwords),
  ];
  const lexical = scoreLexically(
    segments.map(({ lexical }, s) => ({ lexical, fileOf: files[s]!.fileOf, fileCount: files[s]!.files.length })),
    concepts,
  );
  const hasVector = queryVector?.some((value) => value !== 0) ?? false;
  const accepts = compileFilters(snapshot, query, options);
  if (concepts.length === 0 && !hasVector) return listing(snapshot, query, limit, accepts);
  const meaning = scoreMeaning(segments, hasVector ? queryVector : undefined, accepts);

  const asked = askedNames(concepts, nameRarity(files));
  const scale = (TYPICAL_BEST / Math.max(TYPICAL_BEST / 100, lexical.best)) ** weights.relativeWords;
  const found = chooseCandidates(lexical.chunks, meaning.best, accepts).map((ref) => {
    const { segment: s, ordinal } = ref;
    const chunk = segments[s]!.chunks[ordinal]!;
    const number = files[s]!.fileOf[ordinal]!;
    const file = files[s]!.files[number]!;
    const deepVector = deep?.vectorOf(chunk.contentHash);
    const evidence: Evidence = {
      chunk,
      file,
      words: scale * lexical.chunks[s]![ordinal]!,
      fileWords: scale * lexical.files[s]![number]!,
      matched: concepts.filter((_, i) => i < 31 && lexical.matched[s]![ordinal]! & (1 << i)).map(({ label }) => label),
      ageMs: options.ageMsOf?.(ref, chunk),
      deepMeaning: undefined,
      ...meaning.of(ref, file),
    };
    return { ref, evidence, deepCosine: deepVector && dot(deepVector, deep!.queryVector) };
  });
  const covered = found.flatMap(({ evidence, deepCosine }) =>
    deepCosine === undefined ? [] : [{ embedded: evidence.meaning, deep: deepCosine }],
  );
  const scoreOf = (evidence: Evidence) => scoreCandidate(query, evidence, asked, weights);
  // The surer the first stage is of its best, the less the deep model moves.
  const openShare = covered.length > 0 ? 1 - Math.max(...found.map(({ evidence }) => scoreOf(evidence).score)) : 0;
  const aligned = alignDeep(covered, weights.deepSpread * openShare);
  const candidates = found.map(({ ref, evidence, deepCosine }): Hit => {
    const { chunk } = evidence;
    const { startLine, endLine } = chunk;
    const deepMeaning = deepCosine === undefined ? undefined : aligned(deepCosine);
    return { ref, chunk, startLine, endLine, ...scoreOf({ ...evidence, deepMeaning }) };
  });
  const hits = diversify(mergeNeighbours(candidates.sort(compareHits), weights.neighbour), limit, weights.sameFile);
  return {
    hits,
    tier: covered.length > 0 ? 'deep' : hasVector ? 'embedded' : 'lexical',
    isRelevant:
      hits.length > 0 && (!queryVector || query.filters.phrases.length > 0 || hits[0]!.score >= RELEVANT_SCORE),
  };
}

/** A query that only filters lists what passes, in the order of the corpus. */
function listing(
  { segments }: Snapshot,
  query: AnalyzedQuery,
  limit: number,
  accepts: ((ref: ChunkRef) => boolean) | undefined,
): Ranking {
  if (!accepts || !hasFilters(query.filters)) return { hits: [], tier: 'lexical', isRelevant: false };
  const refs = listAccepted(
    segments.map(({ chunks }) => chunks.length),
    limit,
    accepts,
  );
  const hits = refs.map((ref) => {
    const chunk = segments[ref.segment]!.chunks[ref.ordinal]!;
    return { ref, chunk, startLine: chunk.startLine, endLine: chunk.endLine, score: 0, reasons: [] };
  });
  return { hits, tier: 'lexical', isRelevant: hits.length > 0 };
}
