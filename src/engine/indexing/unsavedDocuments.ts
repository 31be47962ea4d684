/**
 * What the editor has and the disk has not: the text of unsaved documents, laid over the shards in memory so that a
 * search finds what is on the screen. Never written anywhere. Invariant: a shard that no unsaved document belongs to is
 * handed on as it is.
 */
import { judgeByName } from '../../core/corpus/classify';
import { languageOf } from '../../core/corpus/language';
import { type LinedText, lined } from '../files/passages';
import { applyChanges, knownFile, type Shard, type ShardChanges } from './buildShard';
import { hashOf, type IngestedDocument, type IngestTools, ingestBytes, recognize } from './ingest';
import { Timings } from './timings';

interface Unsaved {
  document: IngestedDocument;
  text: LinedText;
}

export class UnsavedDocuments {
  private readonly documents = new Map<string, Unsaved>();
  private readonly laidOver = new Map<number, { base: Shard; shard: Shard; documents: number }>();
  /** Of each path the last text that came: an older one may take longer to be parsed. */
  private readonly lastGiven = new Map<string, object>();

  constructor(
    private readonly tools: Omit<IngestTools, 'timings'>,
    private readonly shardOf: (file: string) => number,
  ) {}

  /**
   * `text` undefined: the file's own text holds again. What an index would leave out by name or size is not laid over
   * either.
   */
  async set(file: string, text: string | undefined): Promise<void> {
    const given = {};
    this.lastGiven.set(file, given);
    const bytes = text === undefined ? undefined : Buffer.from(text);
    const isIndexed = bytes && (!bytes.length || !judgeByName(file, bytes.length, this.tools.maxFileSizeBytes));
    const entry = { path: file, sizeBytes: bytes?.length ?? 0, modifiedMs: 0, language: languageOf(file) };
    const tools = { ...this.tools, timings: new Timings(), isUrgent: true };
    const document = isIndexed ? await ingestBytes(entry, bytes, hashOf(bytes), tools) : undefined;
    if (this.lastGiven.get(file) !== given) return;
    this.lastGiven.delete(file);
    if (document) this.documents.set(file, { document, text: lined(text) });
    else this.documents.delete(file);
    this.laidOver.delete(this.shardOf(file));
  }

  /** The text on the screen, undefined where the file has the same. */
  textOf(file: string): LinedText | undefined {
    return this.documents.get(file)?.text;
  }

  /**
   * What the text on the screen came to, when that is the file's by now: a save that follows it has nothing to parse.
   */
  ingested(file: string, hash: string): IngestedDocument | undefined {
    const document = this.documents.get(file)?.document;
    const { contentHash, skipped, note } = document?.record ?? {};
    // What went wrong is tried again.
    return contentHash === hash && !skipped && !note ? document : undefined;
  }

  /**
   * Shard `k` after these changes, when they are exactly what is laid over it: a save that follows it has nothing to
   * merge either.
   */
  merged(k: number, base: Shard, { ingested, touched, removed }: ShardChanges): Shard | undefined {
    const laid = this.laidOver.get(k);
    if (laid?.base !== base || laid.documents !== ingested.length || touched.length > 0 || removed.size > 0)
      return undefined;
    const records = ingested.map(({ record }) => record);
    if (records.some((record) => laid.shard.documents.get(record.path)?.contentHash !== record.contentHash))
      return undefined;
    const documents = new Map(base.documents);
    for (const record of records) documents.set(record.path, record);
    return { ...laid.shard, documents };
  }

  /** Shard `k` with the unsaved documents that belong there. */
  over(k: number, base: Shard): Shard {
    if (this.documents.size === 0) return base;
    const known = this.laidOver.get(k);
    if (known?.base === base) return known.shard;
    const ingested = [...this.documents.values()]
      .map(({ document }) => document)
      .filter(({ record: { path, contentHash } }) => {
        // What was saved is there until the editor takes it back.
        return this.shardOf(path) === k && base.documents.get(path)?.contentHash !== contentHash;
      })
      .map((document) => recognize(document, knownFile(base, document.record.path)));
    const shard = ingested.length ? applyChanges(base, { ingested, touched: [], removed: new Set() }) : base;
    this.laidOver.set(k, { base, shard, documents: ingested.length });
    return shard;
  }
}
