/** What an update has done so far: counts of documents, reported to the caller at a pace that a person can follow. */
import type { DocumentRecord } from '../../core/corpus/document';
import type { WalkEntry } from '../files/walk';
import type { ShardChanges } from './buildShard';
import type { IngestedDocument } from './ingest';
import { TimeLeft } from './timeLeft';
import type { UpdatePlan } from './updatePlan';

export interface UpdateProgress {
  phase: 'walking' | 'indexing';
  documentsDone: number;
  documentsTotal: number;
  documentsFailed: number;
  chunks: number;
  msLeft?: number;
}

/** Of documents, compared with the index before the update. */
export interface ChangeCounts {
  added: number;
  changed: number;
  removed: number;
  unchanged: number;
}

const PROGRESS_INTERVAL_MS = 100;
/** What a file weighs besides its bytes: thousands of empty ones are not read at once. */
const FILE_BYTES = 16_000;

/** How much work a file is, in bytes. */
export const workOf = ({ sizeBytes }: WalkEntry): number => sizeBytes + FILE_BYTES;

export class UpdateReporter {
  readonly counts: ChangeCounts = { added: 0, changed: 0, removed: 0, unchanged: 0 };
  private failed = 0;
  private done = 0;
  private total = 0;
  private timeLeft = new TimeLeft(0);
  private lastReport = 0;

  constructor(
    private readonly chunkCount: () => number,
    private readonly onProgress: ((progress: UpdateProgress) => void) | undefined,
  ) {}

  /** To be called before files are compared, when nothing is known of them. */
  beginWalk(): void {
    this.report('walking');
  }

  beginIndexing({ shards, unchanged }: UpdatePlan): void {
    const entries = shards.flatMap((shard) => shard.entries);
    this.counts.unchanged = unchanged;
    this.done = unchanged;
    this.total = unchanged + entries.length;
    this.timeLeft = new TimeLeft(entries.reduce((sum, entry) => sum + workOf(entry), 0));
    this.report('indexing');
  }

  /** To be awaited after each document: where it is time for a report, a search that waits is let in too. */
  async addDocument(document: IngestedDocument | 'unchanged', entry: WalkEntry): Promise<void> {
    this.done++;
    this.timeLeft.add(workOf(entry));
    if (document !== 'unchanged' && document.record.skipped === 'unreadable') this.failed++;
    if (performance.now() - this.lastReport <= PROGRESS_INTERVAL_MS) return;
    this.report('indexing');
    await new Promise(setImmediate);
  }

  /** `before`: the documents of the shard that changes. */
  addChanges(before: ReadonlyMap<string, DocumentRecord>, { ingested, touched, removed }: ShardChanges): void {
    for (const { record } of ingested) this.counts[before.has(record.path) ? 'changed' : 'added']++;
    this.counts.unchanged += touched.length;
    this.counts.removed += removed.size;
  }

  end(): void {
    this.report('indexing');
  }

  private report(phase: UpdateProgress['phase']): void {
    this.lastReport = performance.now();
    const msLeft = this.timeLeft.ms;
    this.onProgress?.({
      phase,
      documentsDone: this.done,
      documentsTotal: this.total,
      documentsFailed: this.failed,
      chunks: this.chunkCount(),
      ...(msLeft !== undefined && { msLeft }),
    });
  }
}
