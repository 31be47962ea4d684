/**
 * What deep models say of the passages of a snapshot, before it is weighed: the nearest passages, which become
 * candidates, and for each candidate the cosines of the passage and of its file. Several models may take part (one that
 * ships, one that was installed and is still filling in its vectors): a passage is judged by the first that has a
 * vector of it, and cosines of different models are never compared.
 */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRef, Segment } from '../snapshot';
import { dot } from '../vectors/dot';
import { lengthOfSum } from '../vectors/sum';
import { createTopK } from '../vectors/topK';
import { CANDIDATES } from './candidates';
import type { CandidateCosines, DeepEvidence } from './evidence';
import type { ChunkMask } from './filterMask';
import type { RankedFile } from './rankedFiles';

export interface DeepScores {
  /** By model: how far its best passage stands out from all that it has seen; undefined where it has seen too few. */
  standsOut: (number | undefined)[];
  /** The most similar passages by each model, best first, of those that are allowed. */
  nearest(allowed: ChunkMask | undefined): ChunkRef[];
  /** Undefined where no model has a vector of the passage. */
  of(ref: ChunkRef, file: RankedFile): CandidateCosines | undefined;
}

/** Fewer passages are no background to stand out from. */
const LEAST_BACKGROUND = 100;

/**
 * Whether a deep model has anything to add to the question. Names, sentences with a name in them and pasted text are
 * found by their words, and the transformers that were measured only got in the way there (docs/cascade.md).
 */
export function isForDeep({ kind }: AnalyzedQuery): boolean {
  return kind === 'natural';
}

/** `evidence`: the preferred model first. */
export function scoreDeep(segments: readonly Segment[], evidence: readonly DeepEvidence[]): DeepScores {
  const cosines = evidence.map((model) => segments.map((segment) => model.cosinesOf(segment)));
  const modelOf = ({ segment, ordinal }: ChunkRef) =>
    cosines.findIndex((bySegment) => bySegment[segment]![ordinal]! > Number.NEGATIVE_INFINITY);
  return {
    standsOut: cosines.map(standsOutBy),
    nearest: (allowed) =>
      cosines.flatMap((bySegment, model) => nearestOf(bySegment, allowed).filter((ref) => modelOf(ref) === model)),
    of(ref, file) {
      const model = modelOf(ref);
      if (model < 0) return undefined;
      const values = cosines[model]![ref.segment]!;
      const length = evidence[model]!.sumLengthOf(segments[ref.segment]!, file.chunks);
      return { model, chunk: values[ref.ordinal]!, file: length === 0 ? 0 : sumOf(values, file.chunks) / length };
    },
  };
}

/** Evidence of a model whose vectors are looked up one by one: for small corpora and measurements. */
export function deepEvidence(
  query: Float32Array,
  vectorOf: (contentHash: string) => Float32Array | undefined,
): DeepEvidence {
  return {
    cosinesOf: ({ chunks }) =>
      Float32Array.from(chunks, ({ contentHash }) => {
        const vector = vectorOf(contentHash);
        return vector ? dot(vector, query) : Number.NEGATIVE_INFINITY;
      }),
    sumLengthOf: ({ chunks }, ordinals) =>
      lengthOfSum(
        ordinals.map((ordinal) => vectorOf(chunks[ordinal]!.contentHash)).filter((vector) => vector !== undefined),
      ),
  };
}

function nearestOf(bySegment: readonly Float32Array[], allowed: ChunkMask | undefined): ChunkRef[] {
  const top = createTopK(CANDIDATES);
  const bases: number[] = [];
  let base = 0;
  bySegment.forEach((values, segment) => {
    bases.push(base);
    top.offer(values, base, allowed?.[segment]);
    base += values.length;
  });
  return top.take().map(({ index }) => {
    const segment = bases.findLastIndex((first) => first <= index);
    return { segment, ordinal: index - bases[segment]! };
  });
}

/** Deviations of the greatest value above the mean of all. */
function standsOutBy(bySegment: readonly Float32Array[]): number | undefined {
  let count = 0;
  let sum = 0;
  let squares = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (const values of bySegment)
    for (const value of values) {
      if (value === Number.NEGATIVE_INFINITY) continue;
      count++;
      sum += value;
      squares += value * value;
      if (value > most) most = value;
    }
  if (count < LEAST_BACKGROUND) return undefined;
  const deviation = Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2));
  return deviation > 0 ? (most - sum / count) / deviation : 0;
}

function sumOf(values: Float32Array, ordinals: readonly number[]): number {
  let sum = 0;
  for (const ordinal of ordinals) {
    const value = values[ordinal]!;
    if (value > Number.NEGATIVE_INFINITY) sum += value;
  }
  return sum;
}
