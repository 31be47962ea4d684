// Bilingual lexicon of Korean developer terms: a Korean word or verb stem to the English words that code uses for it.
//
// It holds words, not their inflection: particles and endings are cut off by segmentation.ts. Loan words that are
// not listed are found by sound (phonetics.ts).
// Format of the tables: entries between `|`, each `word english…`; spellings of one word share an entry with `/`; a
// stem that conjugates ends in `-`; `_` joins the words of an English phrase; `?` before the first English word marks a
// term that most questions contain and that says little. Lines with `#` are headings.
// Invariant: no Korean word is listed twice, English words are lower case, the most typical one first.

import { businessTerms } from './businessTerms';
import { codeTerms } from './codeTerms';
import { conjugate } from './conjugation';
import { generalTerms } from './generalTerms';
import { systemTerms } from './systemTerms';
import { uiTerms } from './uiTerms';
import { verbTerms } from './verbTerms';
import { webTerms } from './webTerms';

export interface LexiconEntry {
  /** As listed; a verb's stem without its hyphen. */
  readonly korean: string;
  /** Lower-case words or phrases of words separated by one space, most typical first. */
  readonly english: readonly string[];
  readonly isVerb: boolean;
  readonly isWeak: boolean;
}

export interface LexiconForm {
  readonly entry: LexiconEntry;
  /** A verb's form that no word of a sentence ends with, such as 읽 of 읽는. */
  readonly needsEnding: boolean;
}

export interface KoreanLexicon {
  readonly entries: readonly LexiconEntry[];
  /** Nouns as listed and every surface form of the verb stems; a noun comes before a verb that is spelled alike. */
  readonly forms: ReadonlyMap<string, readonly LexiconForm[]>;
  /** Syllables of the longest form. */
  readonly longest: number;
}

let cached: KoreanLexicon | undefined;

/** The whole lexicon, parsed at the first call. */
export function koreanLexicon(): KoreanLexicon {
  cached ??= buildLexicon(
    [webTerms, codeTerms, uiTerms, verbTerms, businessTerms, generalTerms, systemTerms].flatMap(parseTerms),
  );
  return cached;
}

/** Entries of one table in the format that the module header describes. */
export function parseTerms(table: string): LexiconEntry[] {
  const entries: LexiconEntry[] = [];
  for (const line of table.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    for (const item of line.split('|')) {
      const [spellings = '', ...words] = item.trim().split(' ');
      const isWeak = words[0]?.startsWith('?') ?? false;
      const english = words.map((word) => word.replace('?', '').replaceAll('_', ' '));
      for (const spelling of spellings.split('/')) {
        const isVerb = spelling.endsWith('-');
        entries.push({ korean: isVerb ? spelling.slice(0, -1) : spelling, english, isVerb, isWeak });
      }
    }
  }
  return entries;
}

function buildLexicon(entries: readonly LexiconEntry[]): KoreanLexicon {
  const forms = new Map<string, LexiconForm[]>();
  let longest = 0;
  const add = (surface: string, form: LexiconForm) => {
    const known = forms.get(surface);
    if (!known) forms.set(surface, [form]);
    else if (!known.some(({ entry }) => entry.isVerb === form.entry.isVerb)) known.push(form);
    longest = Math.max(longest, surface.length);
  };
  for (const entry of entries) {
    if (!entry.isVerb) add(entry.korean, { entry, needsEnding: false });
  }
  for (const entry of entries) {
    if (!entry.isVerb) continue;
    for (const form of conjugate(entry.korean)) add(form.surface, { entry, needsEnding: form.needsEnding });
  }
  return { entries, forms, longest };
}
