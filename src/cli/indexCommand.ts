import { EngineError } from '../protocol/errors';
import { defineCommand } from './command';
import { type SessionOptions, sessionFlags, sessionOptions } from './flags';
import { openSession } from './session';

export const indexCommand = defineCommand({
  name: 'index',
  usage: ['index [dir]'],
  summary: 'Brings the index of a folder up to date.',
  flags: sessionFlags,
  most: 1,
  run: ({ values, positionals: [dir = '.'] }) => runIndex(dir, sessionOptions(values)),
});

/** 0: the index holds passages; 1: there is nothing to index. */
async function runIndex(dir: string, options: SessionOptions): Promise<number> {
  const session = await openSession(dir, options);
  try {
    const report = await session.update();
    if (!report) throw new EngineError('indexLocked', session.corpus.indexDir);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ ...report, indexDir: session.corpus.indexDir })}\n`);
    } else {
      const { documents, chunks, unchanged, skipped, failed, asText } = report;
      process.stdout.write(
        `${documents} documents, ${chunks} passages; ${unchanged} files unchanged, ${skipped.length} left out\n`,
      );
      for (const { path, reason } of failed) process.stdout.write(`failed: ${path}: ${reason}\n`);
      for (const { path, reason } of asText) process.stdout.write(`indexed as text: ${path}: ${reason}\n`);
    }
    return report.chunks > 0 ? 0 : 1;
  } finally {
    await session.close();
  }
}
