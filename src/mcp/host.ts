/**
 * What the server gets from the process it runs in. The server's bundle carries the protocol alone: engine, models and
 * packing are the terminal's, which has them loaded already.
 */
import type { Answer, PackedContext } from '../context/packContext';
import type { References } from '../core/symbols/references';
import type { Engine } from '../engine/engine';
import type { Outline, OutlineParams, ReferencesParams } from '../engine/symbolSearch';
import type { CorpusProgress, CorpusSpec } from '../protocol/engine';

export interface McpHost {
  engine: Pick<
    Engine,
    'open' | 'close' | 'update' | 'search' | 'similar' | 'passagesOf' | 'textOf' | 'status' | 'dispose'
  >;
  outline: (params: OutlineParams) => Promise<Outline>;
  references: (params: ReferencesParams) => Promise<References>;
  /** The code of what was found, in so many tokens. Paths may be absolute. */
  pack: (answers: readonly Answer[], budgetTokens: number) => PackedContext;
  version: string;
  /** Folders that were named; empty: those of the client, or else the folder the server was started in. */
  folders: readonly CorpusSpec[];
  /** Another process keeps the indexes up to date; here they are only read. */
  isReader: boolean;
  corpusOf: (folder: string) => CorpusSpec;
  /** False for a whole home or a whole disk. */
  isProject: (folder: string) => boolean;
  /** To be called whenever the engine reports. */
  onProgress: (listener: (progress: CorpusProgress) => void) => void;
}
