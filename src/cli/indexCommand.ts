import { EngineError } from '../protocol/errors';
import type { Command } from './arguments';
import { openSession } from './session';

/** Brings the index of a folder up to date. 0: it holds passages; 1: there is nothing to index. */
export async function runIndex(command: Command & { name: 'index' }): Promise<number> {
  const session = await openSession(command.dir, command);
  try {
    const report = await session.update();
    if (!report) throw new EngineError('indexLocked', session.corpus.indexDir);
    if (command.json) {
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
