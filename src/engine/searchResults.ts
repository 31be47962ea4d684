/** Hits as they are answered: with the lines of their files as they are now, and the place in them that answers. */
import type { EmbeddedModel } from '../core/embedder';
import type { AnalyzedQuery } from '../core/query/analyzeQuery';
import type { Hit } from '../core/ranking/hit';
import type { ChunkRef, Snapshot } from '../core/snapshot';
import { dot } from '../core/vectors/dot';
import type { SearchResult } from '../protocol/engine';
import { focusedPlace } from './focusedResult';

/** What the hits answer; nothing for Find Similar. */
export interface QuestionOfResults {
  analyzed?: AnalyzedQuery;
  /** By the embedded model; absent where it cannot be used. */
  queryVector?: Float32Array | undefined;
  /** Where a passage holds what the question quotes. */
  lineOf?: ((ref: ChunkRef) => number | undefined) | undefined;
}

export interface ResultsOptions extends QuestionOfResults {
  embedded: EmbeddedModel;
  readText(ref: ChunkRef, lines: Pick<Hit, 'startLine' | 'endLine'>): string | undefined;
}

export function searchResults(
  { segments }: Snapshot,
  hits: readonly Hit[],
  { embedded, readText, analyzed, queryVector, lineOf }: ResultsOptions,
): SearchResult[] {
  const similarity = queryVector && ((text: string) => dot(queryVector, embedded.embedChunk('', text)));
  return hits.map((hit) => {
    const { ref, chunk, startLine, endLine, score, reasons } = hit;
    const { path, symbol, kind, language } = chunk;
    const preview = readText(ref, hit) ?? '';
    return {
      corpusId: segments[ref.segment]!.corpusId,
      path,
      startLine,
      endLine,
      symbol,
      kind,
      language,
      score,
      reasons,
      ...focusedPlace(hit, preview, analyzed, similarity, lineOf?.(ref)),
      preview,
    };
  });
}
