/**
 * Questions out of a repository's history: the subject of a commit asks for the files that it changed. Pure: text of
 * `git log` in, data out.
 */
import { wordCount } from './docComments';

export interface CommitQuestion {
  commit: string;
  text: string;
  paths: string[];
}

/** For `git log -z --name-only`: marks what begins a commit among the names of files. */
export const COMMIT_FORMAT = 'commit %H %s';

const MIN_WORDS = 4;
/** A commit over more files is a sweep, not an answer. */
const MAX_FILES = 10;

/**
 * `isAnswer` says which changed files may be asked for: those still there. Subjects that name a file, or stand twice,
 * are left out.
 */
export function readCommits(log: string, isAnswer: (path: string) => boolean): CommitQuestion[] {
  const commits: { commit: string; text: string; changed: string[] }[] = [];
  for (const token of log.split('\0').map((each) => each.replace(/^\n/, ''))) {
    const head = /^commit ([0-9a-f]{40,64}) (.*)$/s.exec(token);
    if (head) commits.push({ commit: head[1]!, text: bare(head[2]!), changed: [] });
    else if (token !== '') commits.at(-1)?.changed.push(token);
  }
  const times = new Map<string, number>();
  for (const { text } of commits) times.set(text, (times.get(text) ?? 0) + 1);
  return commits
    .filter(({ text, changed }) => changed.length <= MAX_FILES && times.get(text) === 1 && wordCount(text) >= MIN_WORDS)
    .filter(({ text }) => !/^(merge|revert|fixup!|squash!|bump)\b/i.test(text))
    .filter(({ text, changed }) => !changed.some((path) => namesFile(text, path)))
    .map(({ commit, text, changed }) => ({ commit, text, paths: changed.filter(isAnswer) }))
    .filter(({ paths }) => paths.length > 0);
}

/** Without the kind (`fix(scope): `) and the number of the change request. */
function bare(subject: string): string {
  return subject
    .replace(/^\w+(\([^)]*\))?!?:\s+/, '')
    .replace(/\s*\(?#\d+\)?\s*$/, '')
    .trim();
}

function namesFile(subject: string, path: string): boolean {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/(?<=.)\..*$/, '');
  return words(subject).includes(words(stem));
}

function words(text: string): string {
  return ` ${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join(' ')} `;
}
