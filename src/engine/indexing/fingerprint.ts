/** What an index was made by: the model, the versions of what cuts and analyzes, and the folder's own settings. */
import { CHUNKER_VERSION } from '../../core/chunking/chunkDocument';
import { NO_ASSOCIATIONS } from '../../core/corpus/associations';
import type { EmbeddedModel } from '../../core/embedder';
import { LEXICAL_VERSION } from '../../core/lexical/lexicalSegment';
import { hashOf } from './ingest';

/** An index of another fingerprint is built anew: so is one whose files are to be read as other languages. */
export function indexFingerprint({ fingerprint }: EmbeddedModel, associations = NO_ASSOCIATIONS): string {
  const versions = `${fingerprint}; chunker ${CHUNKER_VERSION}; lexical ${LEXICAL_VERSION}`;
  const entries = Object.entries(associations).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? versions : `${versions}; associations ${hashOf(Buffer.from(JSON.stringify(entries)))}`;
}
