/** Hits as they are answered: with the lines of their files as they are now, and the place in them that answers. */
import type { EmbeddedModel } from '../core/embedder';
import type { AnalyzedQuery } from '../core/query/analyzeQuery';
import type { Hit } from '../core/ranking/hit';
import type { ChunkRef, Snapshot } from '../core/snapshot';
import { dot } from '../core/vectors/dot';
import type { SearchResult } from '../protocol/engine';
import { focusedPlace } from './focusedResult';

export interface ResultsOptions {
  embedded: EmbeddedModel;
  readText(ref: ChunkRef, lines: Pick<Hit, 'startLine' | 'endLine'>): string | undefined;
  /** Absent for Find Similar. */
  analyzed?: AnalyzedQuery | undefined;
  /** Where a passage holds what the question quotes. */
  lineOf?: ((ref: ChunkRef) => number | undefined) | undefined;
}

export function searchResults(
  { segments }: Snapshot,
  hits: readonly Hit[],
  { embedded, readText, analyzed, lineOf }: ResultsOptions,
): SearchResult[] {
  const similarity = analyzed && similarityTo(analyzed, embedded);
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

/** How near a text is to the question by the embedded model; undefined where it cannot be used. */
function similarityTo(
  { embeddingText }: AnalyzedQuery,
  { fault, embedQuery, embedChunk }: EmbeddedModel,
): ((text: string) => number) | undefined {
  if (fault !== undefined) return undefined;
  const asked = embedQuery(embeddingText);
  return (text) => dot(asked, embedChunk('', text));
}
