/**
 * Asks one question of a snapshot as the product does, less the parts that are switched off. Where vectors come from is
 * the caller's.
 */
import type { EmbeddedModel } from '../core/embedder';
import { analyzeQuery } from '../core/query/analyzeQuery';
import type { DeepEvidence } from '../core/ranking/evidence';
import { type Ranking, rank } from '../core/ranking/rank';
import { respell } from '../core/ranking/respelling';
import type { ChunkRef, Snapshot } from '../core/snapshot';
import type { Part } from './ablation';

export interface AskOptions {
  embedded: EmbeddedModel;
  without: readonly Part[];
  limit: number;
  /** The last word may be the beginning of one. */
  isTyping?: boolean;
  deep?: readonly DeepEvidence[];
  readText?: (ref: ChunkRef) => string | undefined;
}

export function ask(snapshot: Snapshot, text: string, options: AskOptions): Ranking {
  const { embedded, without, limit, isTyping, deep, readText } = options;
  const typed = analyzeQuery(text, { isTyping });
  const { logProbabilityOf } = embedded;
  const respelled = readText && respell(snapshot, typed, { readText, logProbabilityOf });
  const asked = respelled ? analyzeQuery(respelled.query, { isTyping }) : typed;
  const query = without.reduce((each, part) => part.query?.(each) ?? each, asked);
  const noVectors = without.some((part) => part.noVectors);
  return rank(snapshot, query, {
    limit,
    weights: Object.assign({}, ...without.map((part) => part.weights ?? {})),
    ...(!noVectors && { queryVector: embedded.embedQuery(query.embeddingText) }),
    ...(deep && { deep }),
    ...(readText && { readText }),
  });
}
