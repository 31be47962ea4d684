/**
 * What a query's vector says about the chunks of a snapshot. All are scanned in the first, approximate pass; exact are
 * the values of the best and of the files that are asked for, and no others can be seen from outside.
 */
import type { ChunkRef, Segment } from '../snapshot';
import { approximate, refine, refineBest } from '../vectors/scan';
import { lengthOfSum } from '../vectors/sum';
import { CANDIDATES } from './candidates';
import type { ChunkMask } from './filterMask';
import type { RankedFile } from './rankedFiles';
import type { SearchScratch } from './searchScratch';

export interface DenseScores {
  /** The most similar chunks, best first. */
  best: ChunkRef[];
  /** Cosines of the chunk, of its file's best chunk, and of the sum of its file's chunks. */
  of(ref: ChunkRef, file: RankedFile): { dense: number; fileDense: number; fileTopic: number };
}

/** Below it two static vectors have nothing in common. */
const LEAST_SIMILARITY = 0.05;

/**
 * Chunks that are not allowed are not scanned; they count for their file when one of its others is a candidate. Reads
 * the scratch while it is asked.
 */
export function scoreDense(
  segments: readonly Segment[],
  query: Float32Array | undefined,
  allowed: ChunkMask | undefined,
  scratch: SearchScratch,
): DenseScores {
  const values = segments.map(({ vectors, dims }, segment) => {
    if (!query || dims !== query.length) return undefined;
    return approximate(vectors, query, allowed?.[segment], scratch.similaritiesOf(vectors), scratch.scan);
  });
  const best = query
    ? refineBest(
        segments.map(({ vectors }) => vectors),
        values,
        query,
        CANDIDATES,
        LEAST_SIMILARITY,
      )
    : [];
  const exactFiles = new Set<RankedFile>();
  return {
    best: best.map(({ source, row }) => ({ segment: source, ordinal: row })),
    of({ segment, ordinal }, file) {
      const all = values[segment];
      if (!all) return { dense: 0, fileDense: 0, fileTopic: 0 };
      if (!exactFiles.has(file)) {
        const vectors = refine(segments[segment]!.vectors, all, query!, file.chunks);
        file.vectorSumLength ??= lengthOfSum(rowsOf(vectors, query!.length));
        exactFiles.add(file);
      }
      return { dense: all[ordinal]!, ...ofFile(all, file.chunks, file.vectorSumLength!) };
    },
  };
}

function ofFile(
  values: Float32Array,
  ordinals: readonly number[],
  vectorSumLength: number,
): { fileDense: number; fileTopic: number } {
  if (vectorSumLength === 0) return { fileDense: 0, fileTopic: 0 };
  let most = 0;
  let sum = 0;
  for (const ordinal of ordinals) {
    most = Math.max(most, values[ordinal]!);
    sum += values[ordinal]!;
  }
  return { fileDense: most, fileTopic: Math.max(0, sum / vectorSumLength) };
}

/** Views of the rows of a row-major matrix. */
function rowsOf(matrix: Float32Array, dims: number): Float32Array[] {
  return Array.from({ length: matrix.length / dims }, (_, row) => matrix.subarray(row * dims, (row + 1) * dims));
}
