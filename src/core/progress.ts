/** Counts that come from the data, never from flags. */
export type IndexPhase = 'walking' | 'indexing' | 'deepening';

export interface IndexProgress {
  phase: IndexPhase;
  documentsDone: number;
  documentsTotal: number;
  documentsFailed: number;
  chunks: number;
}
