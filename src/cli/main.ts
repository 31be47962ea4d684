/** `kindred`: the engine without an editor. Exit codes: 0 results, 1 none, 2 an error said in one line. */

import { locateResources } from '../engine/resources';
import { EngineError } from '../protocol/errors';
import { type Command, parseCommand, USAGE } from './arguments';
import { runDoctor } from './doctor';
import { runDuplicates } from './duplicatesCommand';
import { runEval } from './evalCommand';
import { runIndex } from './indexCommand';
import { runModel } from './modelCommand';
import { runSearch, runSimilar } from './searchCommand';

/** Commands that read their arguments themselves. */
const OWN_ARGUMENTS = new Map([
  ['eval', runEval],
  ['model', runModel],
]);

run(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const isOurs = error instanceof EngineError;
    process.stderr.write(
      `kindred: ${oneLine(isOurs ? error.message : `internal error: ${(error as Error)?.stack ?? error}`)}\n`,
    );
    process.exitCode = 2;
  },
);
// A reader that has seen enough (`kindred … | head -1`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

async function run(argv: readonly string[]): Promise<number> {
  const own = OWN_ARGUMENTS.get(argv[0] ?? '');
  if (own && !argv.includes('--help') && !argv.includes('-h')) return own(argv.slice(1));
  const command: Command = parseCommand(argv);
  switch (command.name) {
    case 'help':
      process.stdout.write(`${USAGE}\n`);
      return 0;
    case 'version':
      process.stdout.write(`${locateResources().version}\n`);
      return 0;
    case 'index':
      return runIndex(command);
    case 'search':
      return runSearch(command);
    case 'similar':
      return runSimilar(command);
    case 'duplicates':
      return runDuplicates(command);
    case 'doctor':
      return runDoctor(command);
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}
