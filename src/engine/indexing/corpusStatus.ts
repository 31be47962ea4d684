/** What the engine says of one corpus. Counts come from the index's records. */

import type { CorpusSpec, CorpusStatus } from '../../protocol/engine';
import type { EngineError } from '../../protocol/errors';
import type { CorpusIndex } from './corpusIndex';
import { isKorean, languagesOf } from './languageCounts';

export async function corpusStatus(index: CorpusIndex, isUpdating: boolean, deepChunks: number): Promise<CorpusStatus> {
  const { sizeBytes } = await index.stats();
  return {
    corpusId: index.spec.id,
    name: index.spec.name,
    state: index.isReadOnly ? 'readOnly' : isUpdating ? 'indexing' : 'ready',
    chunks: index.chunkCount,
    ...index.issues(),
    languages: languagesOf(index.segments()),
    isKorean: isKorean(index.segments()),
    deepChunks,
    indexSizeBytes: sizeBytes,
    notices: index.notices.map(({ code, detail }) => ({ code, detail })),
  };
}

/** Of a folder whose index could not be opened. */
export function failedStatus({ id, name }: CorpusSpec, { code, value, detail }: EngineError): CorpusStatus {
  return {
    corpusId: id,
    name,
    state: 'failed',
    documents: 0,
    chunks: 0,
    failed: [],
    skipped: [],
    asText: [],
    languages: [],
    isKorean: false,
    deepChunks: 0,
    indexSizeBytes: 0,
    notices: [{ code, detail: detail || value }],
  };
}
