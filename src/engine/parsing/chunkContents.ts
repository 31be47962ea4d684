/**
 * The embedded text of chunks, found again by content: the file is chunked as it was when it was indexed, so that cells
 * of notebooks and pieces of long lines are found as well. Meant for filling in deep vectors file by file; the last
 * file is kept.
 */
import { chunkContent } from '../../core/chunking/chunk';
import { readDocument } from '../../core/corpus/classify';
import type { ChunkRecord } from '../../core/snapshot';
import { contentHash } from '../deep/deepText';
import { readCorpusFile } from '../files/walk';
import type { Chunker } from './chunker';

export class ChunkContents {
  private lastFile: { file: string; contents: ReadonlyMap<string, string> } | undefined;

  constructor(
    private readonly chunker: Chunker,
    private readonly maxFileSizeBytes: number,
  ) {}

  /** Undefined when the file has gone or has changed since it was indexed: the next update brings the new chunk. */
  async read(root: string, { path, language, contentHash: hash }: ChunkRecord): Promise<string | undefined> {
    const file = `${root}/${path}`;
    if (this.lastFile?.file !== file) this.lastFile = { file, contents: await this.chunk(root, path, language) };
    return this.lastFile.contents.get(hash);
  }

  /** To be called when files may have changed. */
  forget(): void {
    this.lastFile = undefined;
  }

  private async chunk(root: string, path: string, language: string): Promise<ReadonlyMap<string, string>> {
    const contents = new Map<string, string>();
    const bytes = await readCorpusFile(root, path, this.maxFileSizeBytes);
    if ('skipped' in bytes) return contents;
    const document = readDocument(bytes, path);
    if ('skipped' in document) return contents;
    const { chunks } = await this.chunker.chunk({ path, language, text: document.text });
    for (const chunk of chunks) {
      const content = chunkContent(chunk, document.text);
      contents.set(contentHash(chunk.symbol, content), content);
    }
    return contents;
  }
}
