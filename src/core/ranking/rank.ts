/**
 * Ranks the chunks of a snapshot for a query.
 *
 *   const query = analyzeQuery(text);                                    // src/core/query/analyzeQuery.ts; query.errors for the person
 *   const queryVector = model.embedQuery(query.embeddingText);
 *   const { hits, tier } = rank(snapshot, query, { limit: 20, queryVector, readText, accepts });
 *
 * In three steps, so that more deep vectors cost no second pass: `collectEvidence` scans words and all vectors once,
 * `withDeep` replaces what the deep models say of the candidates, `rankEvidence` weighs. A candidate's score is the sum
 * of named parts (`parts.ts`), and those are the hit's `reasons`: nothing else decides the order. Scores lie in 0..1
 * and compare across queries. Pure and synchronous; reads no file except through `readText`, and no more texts than a
 * pasted text needs. How chunks are spread over segments does not show.
 */
import { scoreLexically } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { hasFilters } from '../query/filters';
import type { Snapshot } from '../snapshot';
import { adjacentMerged } from './adjacent';
import { askedNames } from './askedNames';
import { chooseCandidates, withoutRepeats } from './candidates';
import { withCompletions } from './completions';
import { isForDeep, scoreDeep } from './deepSource';
import { weighDeep } from './deepWeight';
import { scoreDense } from './dense';
import { compareHits, diversify } from './diversity';
import type { Candidate, CollectedEvidence, CollectOptions, DeepEvidence, Evidence, RankOptions } from './evidence';
import { findFileReferences } from './fileReferences';
import { filterMask, listMatching } from './filterMask';
import type { Hit, Tier } from './hit';
import { loanwordConcepts } from './loanwords';
import { isRelevantByPairs, pairShare, weightsByScript } from './ownScript';
import { filesOf, nameRarity, type RankedFile } from './rankedFiles';
import { scoreCandidate } from './score';
import { SearchScratch } from './searchScratch';
import { verbatimShare } from './verbatim';
import { RELEVANT_SCORE, WEIGHTS, type Weights } from './weights';

export interface Ranking {
  hits: Hit[];
  tier: Tier;
  /**
   * Whether the best hit is more than the nearest of what has nothing to do with the question. Meant for rankings with
   * the embedded model's vectors and without deep ones, whose scores it was measured on. What words alone, filters
   * alone or an exact phrase find is always relevant, and so is what has most of a question's Hangul.
   */
  isRelevant: boolean;
}

/** Candidates, the best by words, whose texts are read when something was pasted: what holds it has its words. */
const COMPARED = 50;
/** Where the word score of a good best chunk lies: relative scores are brought there. */
const TYPICAL_BEST = 0.5;

/** Collects and weighs at once. */
export function rank(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const collected = collectEvidence(snapshot, query, options);
  return collected ? rankEvidence(query, collected, options) : listing(snapshot, query, options);
}

/** One pass over words and vectors. Undefined when the query asks for nothing that could be scored. */
export function collectEvidence(
  snapshot: Snapshot,
  query: AnalyzedQuery,
  options: CollectOptions,
): CollectedEvidence | undefined {
  const { queryVector, scratch = new SearchScratch() } = options;
  const { segments } = snapshot;
  const files = segments.map(filesOf);
  const concepts = [
    ...withCompletions(snapshot, query.concepts, query.prefix),
    ...loanwordConcepts(snapshot, query.loanwords),
  ];
  // A question that the embedded model knows no word of has none.
  const hasVector = queryVector?.some((value) => value !== 0) ?? false;
  if (concepts.length === 0 && !hasVector) return undefined;
  const lexical = scoreLexically(
    segments.map(({ lexical }, s) => ({ lexical, fileOf: files[s]!.fileOf, fileCount: files[s]!.files.length })),
    concepts,
    scratch.lexical,
  );
  const mask = filterMask(snapshot, query, options);
  const dense = scoreDense(segments, hasVector ? queryVector : undefined, mask, scratch);
  const references = findFileReferences(segments, files, query.files);
  const referenced = references.lines.filter(({ segment, ordinal }) => mask?.[segment]?.[ordinal] !== 0);
  const shareIn = query.pasted && options.readText ? verbatimShare(query.pasted) : undefined;
  const deep = scoreDeep(segments, isForDeep(query) ? (options.deep ?? []) : []);
  // What holds a quoted text is wanted whatever its words are worth.
  const quoted = mask && options.texts && isQuoting(query) ? listMatching(snapshot, mask, options.texts.wanted) : [];
  const ofFirstStage = chooseCandidates(lexical.chunks, [...referenced, ...dense.best, ...quoted], mask);
  const chosen = withoutRepeats([...ofFirstStage, ...deep.nearest(mask)]);
  const candidates = chosen.map((ref, place): Candidate => {
    const { segment: s, ordinal } = ref;
    const chunk = segments[s]!.chunks[ordinal]!;
    const number = files[s]!.fileOf[ordinal]!;
    const file = files[s]!.files[number]!;
    return {
      ref,
      chunk,
      file,
      words: lexical.chunks[s]![ordinal]!,
      fileWords: lexical.files[s]![number]!,
      matched: concepts.filter((_, i) => i < 31 && lexical.matched[s]![ordinal]! & (1 << i)).map(({ label }) => label),
      ageMs: options.ageMsOf?.(ref, chunk),
      deepCosines: deep.of(ref, file),
      isOfFirstStage: place < ofFirstStage.length,
      reference: references.of(ref),
      verbatim: place < COMPARED ? shareIn?.(options.readText!(ref) ?? '') : undefined,
      ...dense.of(ref, file),
    };
  });
  const byWords = candidates.reduce<Candidate | undefined>((a, b) => (a && a.words >= b.words ? a : b), undefined);
  return {
    candidates,
    asked: askedNames(concepts, nameRarity(files)),
    bestWords: lexical.best,
    pairShare: byWords ? pairShare(concepts, lexical.matched[byWords.ref.segment]![byWords.ref.ordinal]!) : 0,
    standsOut: deep.standsOut,
    hasVector,
    tier: candidates.some(({ deepCosines }) => deepCosines) ? 'deep' : hasVector ? 'embedded' : 'lexical',
  };
}

/** The same evidence as if there were no deep model. */
export function withoutDeep(collected: CollectedEvidence): CollectedEvidence {
  const candidates = collected.candidates.filter(({ isOfFirstStage }) => isOfFirstStage);
  return {
    ...collected,
    candidates: candidates.map((candidate) => ({ ...candidate, deepCosines: undefined })),
    tier: collected.hasVector ? 'embedded' : 'lexical',
  };
}

/** The same candidates with what deep models say of them by now. */
export function withDeep(
  { segments }: Snapshot,
  collected: CollectedEvidence,
  evidence: readonly DeepEvidence[],
): CollectedEvidence {
  const deep = scoreDeep(segments, evidence);
  const candidates = collected.candidates.map((candidate): Candidate => {
    return { ...candidate, deepCosines: deep.of(candidate.ref, candidate.file) };
  });
  const isDeep = candidates.some(({ deepCosines }) => deepCosines);
  return { ...collected, candidates, standsOut: deep.standsOut, tier: isDeep ? 'deep' : collected.tier };
}

export function rankEvidence(
  query: AnalyzedQuery,
  collected: CollectedEvidence,
  { limit, weights }: Pick<RankOptions, 'limit' | 'weights'>,
): Ranking {
  const hits = rankCandidates(query, collected, limit, { ...WEIGHTS, ...weights });
  const isCertain = !collected.hasVector || isQuoting(query) || isRelevantByPairs(collected.pairShare);
  const isRelevant = hits.length > 0 && (isCertain || hits[0]!.score >= RELEVANT_SCORE);
  return { hits, tier: collected.tier, isRelevant };
}

/** Weighs what was collected: cheap beside collecting it, so that an evaluation can try many weights. */
export function rankCandidates(
  query: AnalyzedQuery,
  { candidates, asked, bestWords, pairShare: share, standsOut }: CollectedEvidence,
  limit: number,
  usual: Weights,
): Hit[] {
  const weights = weightsByScript(usual, share);
  const scale = (TYPICAL_BEST / Math.max(TYPICAL_BEST / 100, bestWords)) ** weights.relativeWords;
  const scoreOf = (evidence: Evidence) => scoreCandidate({ query, evidence, asked, weights });
  const found = candidates.map(({ ref, deepCosines, isOfFirstStage, words, fileWords, ...rest }) => {
    const evidence = { ...rest, words: scale * words, fileWords: scale * fileWords, deep: undefined };
    const first = scoreOf(evidence);
    return {
      ref,
      evidence,
      first,
      deep: { first: first.score, deep: deepCosines, isProse: isProse(rest.file), isOfFirstStage },
    };
  });
  const deepValue = weighDeep(
    found.map(({ deep }) => deep),
    standsOut,
    query.intent.documents,
  );
  const hits = found.map(({ ref, evidence, first, deep }): Hit => {
    const { chunk } = evidence;
    const { startLine, endLine } = chunk;
    const value = deepValue(deep);
    const isMoved = value && (value.chunk !== 0 || value.file !== 0);
    return { ref, chunk, startLine, endLine, ...(isMoved ? scoreOf({ ...evidence, deep: value }) : first) };
  });
  return diversify(adjacentMerged(hits.sort(compareHits), weights.neighbor), limit, weights.sameFile);
}

/** A query that only filters lists what passes, in the order of the corpus. */
export function listing(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const allowed = filterMask(snapshot, query, options);
  if (!allowed || !hasFilters(query.filters)) return { hits: [], tier: 'lexical', isRelevant: false };
  const hits = listMatching(snapshot, allowed, options.limit).map((ref) => {
    const chunk = snapshot.segments[ref.segment]!.chunks[ref.ordinal]!;
    return { ref, chunk, startLine: chunk.startLine, endLine: chunk.endLine, score: 0, reasons: [] };
  });
  return { hits, tier: 'lexical', isRelevant: hits.length > 0 };
}

function isQuoting({ filters }: AnalyzedQuery): boolean {
  return filters.phrases.length + filters.patterns.length > 0;
}

function isProse({ pathClass }: RankedFile): boolean {
  return pathClass === 'document' || pathClass === 'changelog';
}
