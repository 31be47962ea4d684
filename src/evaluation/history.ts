/**
 * The log of a folder's git repository, as text. Reads only: nothing that the repository's own configuration names is
 * run, nothing is fetched, no lock is taken. Invariant: git is looked for on the path alone, never in the folder.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { EngineError } from '../protocol/errors';
import { COMMIT_FORMAT } from './commits';

const MAX_COMMITS = 2_000;
const MAX_BYTES = 64 << 20;
const TIMEOUT_MS = 60_000;

/**
 * A repository can name programs in its configuration; these switches keep each of them from being run by `git log`.
 */
const SAFE = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'protocol.allow=never'];
const LOG = ['--no-merges', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '--no-notes', '--relative'];
const KEPT = ['PATH', 'PATHEXT', 'HOME', 'USERPROFILE', 'XDG_CONFIG_HOME', 'APPDATA', 'SystemRoot', 'TMPDIR', 'TEMP'];

/**
 * Paths in it are relative to the folder. Without git or a repository: what stood in the way, in one line.
 * @throws EngineError canceled
 */
export async function readLog(folder: string, signal?: AbortSignal): Promise<{ log: string } | { missing: string }> {
  const settings = [...SAFE, 'safe.bareRepository=explicit'].flatMap((each) => ['-c', each]);
  const format = ['-z', '--name-only', '--encoding=UTF-8', `--format=${COMMIT_FORMAT}`, `-n${MAX_COMMITS}`];
  const kept = Object.entries(process.env).filter(([name]) =>
    KEPT.some((each) => each.toLowerCase() === name.toLowerCase()),
  );
  try {
    const { stdout } = await promisify(execFile)(
      'git',
      ['--no-pager', ...settings, '-C', path.resolve(folder), 'log', ...LOG, ...format, '--', '.'],
      {
        // Windows looks for a program in the current folder first.
        cwd: path.dirname(process.execPath),
        env: {
          ...Object.fromEntries(kept),
          LC_ALL: 'C',
          GIT_OPTIONAL_LOCKS: '0',
          GIT_NO_LAZY_FETCH: '1',
          GIT_TERMINAL_PROMPT: '0',
        },
        maxBuffer: MAX_BYTES,
        timeout: TIMEOUT_MS,
        windowsHide: true,
        ...(signal && { signal }),
      },
    );
    return { log: stdout };
  } catch (error) {
    if (signal?.aborted) throw new EngineError('canceled', folder);
    const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === 'ENOENT') return { missing: 'git is not installed' };
    return { missing: (stderr || message).trim().split('\n')[0]! };
  }
}
