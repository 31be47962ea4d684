import { spawn } from 'node:child_process';
import path from 'node:path';
import { EngineError } from '../protocol/errors';
import { type Arguments, defineCommand } from './command';
import { badArguments, numberOf, sessionFlags, sessionOptions } from './flags';
import { interruptible } from './interrupt';
import { isProject, openSession, type Session } from './session';

const flags = {
  deep: { type: 'boolean', help: 'also fill in the deep vectors that are missing, at full speed' },
  budget: { type: 'string', value: 'MINUTES', help: 'with --deep: stop after so long; the next run goes on' },
  background: { type: 'boolean', help: 'return at once and say nothing, for hooks of agents and editors' },
  ...sessionFlags,
} as const;

export const indexCommand = defineCommand({
  name: 'index',
  usage: ['index [dir]'],
  summary: 'Brings the index of a folder up to date.',
  flags,
  most: 1,
  run: ({ values, positionals: [dir = '.'] }) => (values.background ? startInBackground(dir) : runIndex(dir, values)),
});

/** In a process that outlives this one. A hook may run anywhere. */
function startInBackground(dir: string): number {
  if (!isProject(path.resolve(dir))) return 0;
  const typed = process.argv.slice(2).filter((each) => each !== '--background');
  spawn(process.execPath, [process.argv[1]!, ...typed], { detached: true, stdio: 'ignore' }).unref();
  return 0;
}

/** 0: the index holds passages; 1: there is nothing to index. */
async function runIndex(dir: string, values: Arguments<typeof flags>['values']): Promise<number> {
  const options = sessionOptions(values);
  const budgetMinutes = numberOf('budget', values.budget, 1);
  if (budgetMinutes !== undefined && !values.deep) throw badArguments('--budget needs --deep.');
  if (values.deep && !options.useDeep) throw badArguments('--deep and --no-deep exclude each other.');
  const session = await openSession(dir, options);
  try {
    const report = await session.update();
    if (!report) throw new EngineError('indexLocked', session.corpus.indexDir);
    const deep = values.deep ? await deepen(session, budgetMinutes) : undefined;
    if (options.json) {
      const { indexDir } = session.corpus;
      process.stdout.write(`${JSON.stringify({ ...report, indexDir, ...(deep && { deep }) })}\n`);
    } else {
      const { documents, chunks, unchanged, skipped, failed, asText } = report;
      process.stdout.write(
        `${documents} documents, ${chunks} passages; ${unchanged} files unchanged, ${skipped.length} left out\n`,
      );
      for (const { path, reason } of failed) process.stdout.write(`failed: ${path}: ${reason}\n`);
      for (const { path, reason } of asText) process.stdout.write(`indexed as text: ${path}: ${reason}\n`);
      if (deep) process.stdout.write(`${deep.covered} of ${deep.passages} passages have a vector of ${deep.model}\n`);
    }
    return report.chunks > 0 ? 0 : 1;
  } finally {
    await session.close();
  }
}

interface DeepReport {
  model: string;
  passages: number;
  covered: number;
}

/** Until all is done, the time is up, or the person interrupts; progress goes to standard error. */
async function deepen({ engine, line }: Session, budgetMinutes: number | undefined): Promise<DeepReport> {
  await interruptible(async (signal, stop) => {
    const timer = budgetMinutes === undefined ? undefined : setTimeout(stop, budgetMinutes * 60_000);
    try {
      await engine.deepen(signal);
    } finally {
      clearTimeout(timer);
      line.clear();
    }
  });
  const { corpora, deep } = await engine.status();
  return { model: deep.id ?? '', passages: corpora[0]!.chunks, covered: corpora[0]!.deepChunks };
}
