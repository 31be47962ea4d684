/**
 * `files.associations` of VS Code: file names and paths, as globs, to language ids. As there, a glob without a slash is
 * compared with the file's name, the longest glob that matches wins, and case is ignored.
 */
import { memoize } from '../memo';
import { globTest } from './globs';

/** Globs to language ids, as the user wrote them. */
export type LanguageAssociations = Readonly<Record<string, string>>;

export const NO_ASSOCIATIONS: LanguageAssociations = {};

/** The language id that the user gave to a corpus path; undefined for none. */
export function associatedLanguage(path: string, associations: LanguageAssociations): string | undefined {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  return rulesOf(associations).find(({ isOfPath, matches }) => matches(isOfPath ? lower : name))?.language;
}

/** The longest glob first. */
const rulesOf = memoize((associations: LanguageAssociations) =>
  Object.entries(associations)
    .sort(([one], [other]) => other.length - one.length)
    .map(([glob, language]) => ({
      isOfPath: glob.includes('/'),
      matches: globTest(glob.toLowerCase().replace(/^\//, '**/')),
      language,
    })),
);
