/**
 * Entry point of a parsing thread: cuts one batch of documents after the other and says all the time which one it is
 * at, in memory that the pool can read while this thread is busy. It may be ended at any moment: it owns nothing but
 * its parsers.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { type CorpusText, type TimedChunks, timedChunks } from './chunker';
import { createGrammarParsers } from './treeSitter';

export interface WorkerSettings {
  grammarsDir: string;
  /** One number: the id of the document at work. */
  progress: Int32Array;
  maxParserMemoryBytes: number;
  parseTimeoutMs: number;
}

export interface WorkerJob extends CorpusText {
  id: number;
}

export type WorkerReply =
  | { id: number; chunked: TimedChunks }
  | { id: number; failure: string }
  /** The batch is done. `isWorn`: a parser has faulted or has taken much memory, which it would never give back. */
  | { isWorn: boolean };

const WASM_PAGE_BYTES = 65_536;
/** What tree-sitter's runtime asks for at its start. */
const INITIAL_BYTES = 32 << 20;
/** A file of the default size limit leaves the memory below 40 MB. */
const WORN_BYTES = 96 << 20;

const { grammarsDir, progress, maxParserMemoryBytes, parseTimeoutMs } = workerData as WorkerSettings;
let memory: WebAssembly.Memory | undefined;
let memories = 0;
const parsers = createGrammarParsers(grammarsDir, {
  parseTimeoutMs,
  createMemory: () => {
    memories++;
    memory = new WebAssembly.Memory({
      initial: INITIAL_BYTES / WASM_PAGE_BYTES,
      maximum: Math.ceil(maxParserMemoryBytes / WASM_PAGE_BYTES),
    });
    return memory;
  },
});

parentPort!.on('message', async (batch: WorkerJob[]) => {
  for (const job of batch) {
    Atomics.store(progress, 0, job.id);
    reply(await cut(job));
  }
  reply({ isWorn: memories > 1 || (memory?.buffer.byteLength ?? 0) > WORN_BYTES });
});

async function cut({ id, ...document }: WorkerJob): Promise<WorkerReply> {
  try {
    return { id, chunked: await timedChunks(document, parsers) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

function reply(message: WorkerReply): void {
  parentPort!.postMessage(message);
}
