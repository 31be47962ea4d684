/**
 * The nearest chunks to a passage, elsewhere. By vectors alone: kin shares meaning and shape, not the words of a
 * question. The passage itself and everything that overlaps it is left out; copies elsewhere stay, they are what is
 * looked for.
 */
import type { ChunkRecord, ChunkRef, Segment, Snapshot } from '../snapshot';
import { nearest } from '../vectors/scan';
import { compareHits, diversify } from './diversity';
import type { DeepEvidence } from './evidence';
import type { Hit } from './hit';
import type { SearchScratch } from './searchScratch';

export interface SimilarOptions {
  /** Embedded vector of the passage (`embedChunk(path, text)`). */
  vector: Float32Array;
  /** Where the passage stands. */
  corpusId: string;
  path: string;
  /** 0-based, both inclusive. */
  startLine: number;
  endLine: number;
  limit: number;
  accepts?: (ref: ChunkRef, chunk: ChunkRecord) => boolean;
  /** Working memory of the searches before; absent: a new one. */
  scratch?: SearchScratch;
}

/** The cosine to return at all: below it, chunks of one language look alike by their keywords. */
const LEAST_SIMILARITY = 0.2;
const SAME_FILE = 0.95;

/** A passage near the one that was asked for. */
export interface SimilarCandidate {
  ref: ChunkRef;
  chunk: ChunkRecord;
  /** Cosine of the embedded model. */
  cosine: number;
  /** Which of its segment's nearest it is, from 0. */
  place: number;
}

/** By the embedded model alone. */
export function similar(snapshot: Snapshot, options: SimilarOptions): Hit[] {
  return rankSimilar(collectSimilar(snapshot, options, options.limit), options.limit);
}

/** One pass over the vectors: enough of the nearest passages for a list of `most`. */
export function collectSimilar(
  { segments }: Snapshot,
  { vector, ...options }: SimilarOptions,
  most: number,
): SimilarCandidate[] {
  return segments.flatMap((segment, s) => {
    if (segment.dims !== vector.length) return [];
    const allowed = [maskOf(segment, s, options)];
    const found = nearest([segment.vectors], vector, perSegment(most), {
      floor: LEAST_SIMILARITY,
      allowed,
      scratch: options.scratch?.scan,
    });
    return found.map(({ row: ordinal, value: cosine }, place) => ({
      ref: { segment: s, ordinal },
      chunk: segment.chunks[ordinal]!,
      cosine,
      place,
    }));
  });
}

/** By the deep model's cosines where it knows a passage, by the embedded model's elsewhere. */
export function rankSimilar(
  candidates: readonly SimilarCandidate[],
  limit: number,
  deep?: { snapshot: Snapshot; evidence: DeepEvidence },
): Hit[] {
  const deepCosines = deep?.snapshot.segments.map((segment) => deep.evidence.cosinesOf(segment));
  const hits = candidates
    .filter(({ place }) => place < perSegment(limit))
    .map(({ ref, chunk, cosine }): Hit => {
      const deepCosine = deepCosines?.[ref.segment]?.[ref.ordinal] ?? Number.NEGATIVE_INFINITY;
      const isDeep = deepCosine > Number.NEGATIVE_INFINITY;
      const score = isDeep ? deepCosine : cosine;
      const { startLine, endLine } = chunk;
      return {
        ref,
        chunk,
        startLine,
        endLine,
        score,
        reasons: [{ name: isDeep ? 'deep' : 'dense', value: score }],
      };
    });
  return diversify(hits.sort(compareHits), limit, SAME_FILE);
}

/** Several of one file make room for other files. */
function perSegment(limit: number): number {
  return limit * 2;
}

/** Leaves out the passage itself and what is not accepted; undefined when that is nothing. */
function maskOf(
  { corpusId, chunks }: Segment,
  segment: number,
  { accepts, ...passage }: Omit<SimilarOptions, 'vector'>,
): Uint8Array | undefined {
  let mask: Uint8Array | undefined;
  chunks.forEach((chunk, ordinal) => {
    const isItself =
      corpusId === passage.corpusId &&
      chunk.path === passage.path &&
      chunk.startLine <= passage.endLine &&
      chunk.endLine >= passage.startLine;
    if (!isItself && (!accepts || accepts({ segment, ordinal }, chunk))) return;
    mask ??= new Uint8Array(chunks.length).fill(1);
    mask[ordinal] = 0;
  });
  return mask;
}
