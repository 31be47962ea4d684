/**
 * Ranks the chunks of a snapshot for a query.
 *
 *   const query = analyzeQuery(text);                                    // src/core/query/analyzeQuery.ts; query.errors for the person
 *   const queryVector = model.embedQuery(query.embeddingText);
 *   const { hits, tier } = rank(snapshot, query, { limit: 20, queryVector, deep, readText, accepts });
 *
 * Candidates come from BM25 and from the embedded vectors; a candidate's score is the sum of named parts, and those parts are the hit's
 * `reasons`: nothing else decides the order. Scores lie roughly in 0..1 and compare across queries. Pure and synchronous; reads no file
 * except through `readText`, and never more texts than a query with an exact phrase needs.
 */
import { scoreLexically } from '../lexical/bm25';
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord, ChunkRef, Snapshot } from '../segment';
import { dot, similarities } from '../vectors/similarity';
import { topK } from '../vectors/topK';
import { compileFilters } from './accept';
import { diversify } from './diversity';
import { scoreCandidate } from './features';
import { filesOf } from './files';
import type { Hit, Tier } from './hit';
import { WEIGHTS, type Weights } from './weights';

export interface RankOptions {
  /** Hits wanted at most. */
  limit: number;
  /** Of the embedded model; absent: words alone. */
  queryVector?: Float32Array;
  /** The deep model's part: takes the place of the embedded similarity for the chunks that have a deep vector. */
  deep?: DeepEvidence;
  /** Leaves out what it refuses (only these documents, only this folder). */
  accepts?: (ref: ChunkRef, chunk: ChunkRecord) => boolean;
  /** The chunk's text, undefined when its file has gone. Needed by `"exact phrase"` and `-term`; without it they are checked by words. */
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
}

/** Candidates from each source; more change nothing measurable. */
const CANDIDATES = 200;
/** Below it two static vectors have nothing in common. */
const LEAST_SIMILARITY = 0.05;

export function rank(snapshot: Snapshot, query: AnalyzedQuery, options: RankOptions): Ranking {
  const { limit, queryVector, deep } = options;
  const weights = { ...WEIGHTS, ...options.weights };
  const segments = snapshot.segments;
  const files = segments.map(filesOf);
  const lexical = scoreLexically(
    segments.map((segment, i) => ({
      lexical: segment.lexical,
      fileOf: files[i]!.fileOf,
      fileCount: files[i]!.files.length,
    })),
    query.concepts,
  );
  const accepts = compileFilters(snapshot, query, lexical, options);
  const hasVector = queryVector?.some((value) => value !== 0) ?? false;
  const meaning = segments.map((segment) =>
    hasVector && segment.dims === queryVector!.length
      ? similarities(segment.vectors, segment.dims, queryVector!)
      : undefined,
  );

  let deepSeen = 0;
  const candidates: Hit[] = [];
  segments.forEach((segment, s) => {
    const wordScores = accepted(lexical.chunks[s]!, s);
    const chosen = new Set(topK(wordScores, CANDIDATES, 0));
    const similar = meaning[s];
    if (similar) for (const ordinal of topK(accepted(similar, s), CANDIDATES, LEAST_SIMILARITY)) chosen.add(ordinal);
    for (const ordinal of chosen) {
      const chunk = segment.chunks[ordinal]!;
      const file = files[s]!.files[files[s]!.fileOf[ordinal]!]!;
      let similarity = similar?.[ordinal];
      const deepVector = deep?.vectorOf(chunk.contentHash);
      if (deepVector) {
        deepSeen++;
        similarity = dot(deepVector, deep!.queryVector);
      }
      const { score, reasons } = scoreCandidate(
        query,
        {
          chunk,
          file,
          words: lexical.chunks[s]![ordinal]!,
          fileWords: lexical.files[s]![files[s]!.fileOf[ordinal]!]!,
          matched: query.concepts
            .filter((_, i) => i < 31 && lexical.matched[s]![ordinal]! & (1 << i))
            .map(({ label }) => label),
          similarity: similarity === undefined ? undefined : Math.max(0, similarity),
          isDeep: deepVector !== undefined,
          fileSimilarity: similar ? Math.max(0, ...file.chunks.map((each) => similar[each]!)) : 0,
        },
        weights,
      );
      candidates.push({ ref: { segment: s, ordinal }, chunk, score, reasons });
    }
  });
  const hits = diversify(candidates, limit, weights.sameFile);
  return { hits, tier: deepSeen > 0 ? 'deep' : hasVector ? 'embedded' : 'lexical' };

  /** The scores with those of refused chunks set to nothing. */
  function accepted(scores: Float32Array, segment: number): Float32Array {
    if (!accepts) return scores;
    return scores.map((score, ordinal) => (score > 0 && accepts({ segment, ordinal }) ? score : 0));
  }
}
