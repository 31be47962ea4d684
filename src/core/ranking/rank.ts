/**
 * Ranks the chunks of a snapshot for a query.
 *
 *   const query = analyzeQuery(text);                                    // src/core/query/analyzeQuery.ts; query.errors for the person
 *   const queryVector = model.embedQuery(query.embeddingText);
 *   const { hits, tier } = rank(snapshot, query, { limit: 20, queryVector, deep, readText, accepts });
 *
 * Candidates come from BM25 and from the embedded vectors; a candidate's score is the sum of named parts, and those parts are the hit's
 * `reasons`: nothing else decides the order. Scores lie in 0..1 and compare across queries. Pure and synchronous; reads no file
 * except through `readText`, and no more texts than an exact phrase or a pasted text needs. How chunks are spread over segments does not show.
 */
import { scoreLexically } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { hasFilters } from '../query/filters';
import type { ChunkRecord, ChunkRef, Snapshot } from '../snapshot';
import { dot } from '../vectors/dot';
import { mergeNeighbors } from './adjacent';
import { type AskedNames, askedNames } from './askedNames';
import { chooseCandidates } from './candidates';
import { withCompletions } from './completions';
import { alignDeep } from './deepAlignment';
import { scoreDense } from './dense';
import { compareHits, diversify } from './diversity';
import { findFileReferences } from './fileReferences';
import { filterMask, listMatching } from './filterMask';
import type { Hit, Tier } from './hit';
import { loanwordConcepts } from './loanwords';
import { filesOf, nameRarity } from './rankedFiles';
import { type Evidence, scoreCandidate } from './score';
import { verbatimShare } from './verbatim';
import { RELEVANT_SCORE, WEIGHTS, type Weights } from './weights';

export interface RankOptions {
  /** Hits wanted at most. */
  limit: number;
  /** Of the embedded model; absent: words alone. */
  queryVector?: Float32Array;
  /** The deep model's part: takes the place of the embedded similarity for the chunks that have a deep vector (`deepDense.ts`). */
  deep?: DeepEvidence;
  /** Leaves out the files that it refuses (only these documents, only this folder). */
  accepts?: (corpusId: string, path: string) => boolean;
  /** Time since the chunk's file was edited; absent: edits do not count. */
  ageMsOf?: (ref: ChunkRef, chunk: ChunkRecord) => number | undefined;
  /**
   * The chunk's text, undefined when its file has gone. An `"exact phrase"` needs it; without it the phrase's words must occur. What was pasted is
   * compared with it.
   */
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

/** Candidates, the best by words, whose texts are read when something was pasted: what holds it has its words. */
const COMPARED = 50;
/** Where the word score of a good best chunk lies: relative scores are brought there. */
const TYPICAL_BEST = 0.5;

export function rank(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const collected = collectEvidence(snapshot, query, options);
  if (!collected) return listing(snapshot, query, options);
  const hits = rankCandidates(query, collected, options.limit, { ...WEIGHTS, ...options.weights });
  return {
    hits,
    tier: collected.tier,
    isRelevant:
      hits.length > 0 && (!options.queryVector || query.filters.phrases.length > 0 || hits[0]!.score >= RELEVANT_SCORE),
  };
}

/** What is known about the candidates of a query before anything is weighed. */
export interface Collected {
  candidates: Candidate[];
  asked: AskedNames;
  /** The best word score of the snapshot. */
  bestWords: number;
  tier: Tier;
}

interface Candidate extends Omit<Evidence, 'deepDense'> {
  ref: ChunkRef;
  /** Of the deep model, where the chunk has a vector of it. */
  deepCosine: number | undefined;
}

/** undefined when the query asks for nothing that could be scored. */
export function collectEvidence(
  snapshot: Snapshot,
  query: AnalyzedQuery,
  options: Omit<RankOptions, 'limit' | 'weights'>,
): Collected | undefined {
  const { queryVector, deep } = options;
  const { segments } = snapshot;
  const files = segments.map(filesOf);
  const concepts = [
    ...withCompletions(snapshot, query.concepts, query.prefix),
    ...loanwordConcepts(snapshot, query.loanwords),
  ];
  const hasVector = queryVector?.some((value) => value !== 0) ?? false;
  if (concepts.length === 0 && !hasVector) return undefined;
  const lexical = scoreLexically(
    segments.map(({ lexical }, s) => ({ lexical, fileOf: files[s]!.fileOf, fileCount: files[s]!.files.length })),
    concepts,
  );
  const allowed = filterMask(snapshot, query, options);
  const meaning = scoreDense(segments, hasVector ? queryVector : undefined, allowed);
  const named = findFileReferences(segments, files, query.files);
  const lines = named.lines.filter(({ segment, ordinal }) => allowed?.[segment]?.[ordinal] !== 0);
  const shareIn = query.pasted && options.readText ? verbatimShare(query.pasted) : undefined;
  const chosen = chooseCandidates(lexical.chunks, [...lines, ...meaning.best], allowed);
  const candidates = chosen.map((ref, place): Candidate => {
    const { segment: s, ordinal } = ref;
    const chunk = segments[s]!.chunks[ordinal]!;
    const number = files[s]!.fileOf[ordinal]!;
    const file = files[s]!.files[number]!;
    const deepVector = deep?.vectorOf(chunk.contentHash);
    return {
      ref,
      chunk,
      file,
      words: lexical.chunks[s]![ordinal]!,
      fileWords: lexical.files[s]![number]!,
      matched: concepts.filter((_, i) => i < 31 && lexical.matched[s]![ordinal]! & (1 << i)).map(({ label }) => label),
      ageMs: options.ageMsOf?.(ref, chunk),
      deepCosine: deepVector && dot(deepVector, deep!.queryVector),
      named: named.of(ref),
      verbatim: place < COMPARED ? shareIn?.(options.readText!(ref) ?? '') : undefined,
      ...meaning.of(ref, file),
    };
  });
  const isDeep = candidates.some(({ deepCosine }) => deepCosine !== undefined);
  const tier = isDeep ? 'deep' : hasVector ? 'embedded' : 'lexical';
  return { candidates, asked: askedNames(concepts, nameRarity(files)), bestWords: lexical.best, tier };
}

/** Weighs what was collected: cheap beside collecting it, so that an evaluation can try many weights. */
export function rankCandidates(
  query: AnalyzedQuery,
  { candidates, asked, bestWords }: Collected,
  limit: number,
  weights: Weights,
): Hit[] {
  const scale = (TYPICAL_BEST / Math.max(TYPICAL_BEST / 100, bestWords)) ** weights.relativeWords;
  const found = candidates.map(({ ref, deepCosine, words, fileWords, ...rest }) => ({
    ref,
    deepCosine,
    evidence: { ...rest, words: scale * words, fileWords: scale * fileWords, deepDense: undefined },
  }));
  const covered = found.flatMap(({ evidence, deepCosine }) =>
    deepCosine === undefined ? [] : [{ embedded: evidence.meaning, deep: deepCosine }],
  );
  const scoreOf = (evidence: Evidence) => scoreCandidate(query, evidence, asked, weights);
  // The surer the first stage is of its best, the less the deep model moves.
  const openShare = covered.length > 0 ? 1 - Math.max(...found.map(({ evidence }) => scoreOf(evidence).score)) : 0;
  const aligned = alignDeep(covered, weights.deepSpread * openShare);
  const hits = found.map(({ ref, evidence, deepCosine }): Hit => {
    const { chunk } = evidence;
    const { startLine, endLine } = chunk;
    const deepDense = deepCosine === undefined ? undefined : aligned(deepCosine);
    return { ref, chunk, startLine, endLine, ...scoreOf({ ...evidence, deepDense }) };
  });
  return diversify(mergeNeighbors(hits.sort(compareHits), weights.neighbor), limit, weights.sameFile);
}

/** A query that only filters lists what passes, in the order of the corpus. */
function listing(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const allowed = filterMask(snapshot, query, options);
  if (!allowed || !hasFilters(query.filters)) return { hits: [], tier: 'lexical', isRelevant: false };
  const hits = listMatching(snapshot, allowed, options.limit).map((ref) => {
    const chunk = snapshot.segments[ref.segment]!.chunks[ref.ordinal]!;
    return { ref, chunk, startLine: chunk.startLine, endLine: chunk.endLine, score: 0, reasons: [] };
  });
  return { hits, tier: 'lexical', isRelevant: hits.length > 0 };
}
