/**
 * Typing errors in a question: a word that is in no document, and is none that people usually write, is read as the
 * nearest one that the documents have. Changes the question before it is ranked, so that words, vectors and the deep
 * model are all asked the same.
 */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import { asksForTexts, isErrorLine } from '../query/filters';
import { tokensOf } from '../query/tokens';
import type { ChunkRef, Snapshot } from '../snapshot';
import { editsBetween } from '../text/nearest';
import { stem } from '../text/stem';
import { partsOf, readWords } from '../text/words';

export interface RespellingOptions {
  /** How usual a word is: the natural logarithm of its share of all text; undefined where it was never seen. */
  logProbabilityOf?: ((word: string) => number | undefined) | undefined;
  readText(ref: ChunkRef): string | undefined;
}

export interface Respelling {
  /** The question as it is to be asked. */
  query: string;
  /** Each word that was replaced, and by what. */
  words: { typed: string; read: string }[];
}

/** Shorter words are near too many others. */
const SHORTEST = 4;
/** From so many letters on two errors are forgiven. */
const LONG = 8;
/** Stems differ more than words do: `heders` keeps its ending, `headers` does not. */
const STEM_EDITS = 2;
/** How much more usual a word must be than the one that was typed, where that has been seen: e to the fourth, 55 times. */
const MORE_USUAL = 4;
/** A word that is at least so usual is none that was mistyped: one in 440,000 of all words. */
const USUAL = -13;
/** The least parts of words that were written together: `linkedlist`. */
const SHORTEST_PART = 4;
/** Stems whose words are looked up in the texts. */
const MOST_CANDIDATES = 24;
const READ_CHUNKS = 4;

/** Undefined where nothing is mistyped. */
export function respell(
  snapshot: Snapshot,
  { raw, kind, concepts, filters, prefix }: AnalyzedQuery,
  options: RespellingOptions,
): Respelling | undefined {
  const isPasted = kind === 'stackTrace' || kind === 'error' || kind === 'code' || raw.includes('\n');
  if (isPasted || asksForTexts(filters)) return undefined;
  const read = new Map<string, string>();
  for (const { role, label, alternatives } of concepts) {
    // The last word is not whole while it is typed.
    if (role !== 'word' || label.length < SHORTEST || !/^[a-z]+$/.test(label) || label === prefix?.part) continue;
    if (alternatives.some(({ term }) => isThere(snapshot, term))) continue;
    const meant = wordMeant(snapshot, label, options);
    if (meant) read.set(label, meant);
  }
  if (read.size === 0) return undefined;
  const words: Respelling['words'] = [];
  const query = tokensOf(raw, isErrorLine(raw.trim()))
    .map(({ type, text }) => (type === 'word' ? withWordsMeant(text, read, words) : text))
    .join(' ');
  return words.length > 0 ? { query, words } : undefined;
}

function isThere({ segments }: Snapshot, term: string): boolean {
  return segments.some(({ lexical }) => lexical.documentFrequency(term) > 0);
}

/** Replaces parts of identifiers too: `parseReqest`. */
function withWordsMeant(text: string, read: ReadonlyMap<string, string>, words: Respelling['words']): string {
  return text.replace(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g, (part) => {
    const meant = read.get(part.toLowerCase());
    if (meant === undefined) return part;
    const isCapital = part[0] !== part[0]!.toLowerCase();
    words.push({ typed: part, read: meant });
    return isCapital ? meant[0]!.toUpperCase() + meant.slice(1) : meant;
  });
}

interface Candidate {
  term: string;
  edits: number;
  frequency: number;
}

function wordMeant(snapshot: Snapshot, typed: string, options: RespellingOptions): string | undefined {
  const { logProbabilityOf, readText } = options;
  const usual = logProbabilityOf?.(typed);
  if ((usual ?? Number.NEGATIVE_INFINITY) > USUAL || isCompound(typed, logProbabilityOf)) return undefined;
  const words = nearStems(snapshot, typed).flatMap(({ term, frequency }) => {
    const word = wordOf(term, typed, chunksWith(snapshot, term).map(readText));
    const usualOfWord = logProbabilityOf?.(word);
    // Two errors lead to many words; one that nobody else writes may be mistyped itself.
    const most = typed.length < LONG || (logProbabilityOf && usualOfWord === undefined) ? 1 : 2;
    const edits = editsBetween(singular(typed), singular(word), most);
    const isMoreUsual = usual === undefined || (usualOfWord ?? Number.NEGATIVE_INFINITY) > usual + MORE_USUAL;
    return edits <= most && isMoreUsual ? [{ word, cost: costOf(typed, word, edits), frequency }] : [];
  });
  return words.sort((one, other) => one.cost - other.cost || other.frequency - one.frequency)[0]?.word;
}

/** Two usual words, written together. */
function isCompound(typed: string, logProbabilityOf: RespellingOptions['logProbabilityOf']): boolean {
  const isUsual = (word: string) => (logProbabilityOf?.(word) ?? Number.NEGATIVE_INFINITY) > USUAL;
  for (let at = SHORTEST_PART; at <= typed.length - SHORTEST_PART; at++)
    if (isUsual(typed.slice(0, at)) && isUsual(typed.slice(at))) return true;
  return false;
}

function nearStems({ segments }: Snapshot, typed: string): Candidate[] {
  // With a letter missing an ending may look too near to the beginning to be one.
  const forms = [...new Set([stem(typed), typed.replace(/(?<=...)(?:ers?|ors?|ings?|ed|ions?|ly)$/, '')])];
  const lengths = forms.map(({ length }) => length);
  const [least, most] = [Math.min(...lengths) - STEM_EDITS, Math.max(...lengths) + STEM_EDITS];
  const near = new Map<string, Candidate>();
  for (const { lexical } of segments) {
    for (const { term, frequency } of lexical.termsOfLength(least, most)) {
      const edits = Math.min(...forms.map((form) => editsBetween(form, term, STEM_EDITS)));
      if (edits > STEM_EDITS) continue;
      const before = near.get(term);
      if (before) before.frequency += frequency;
      else near.set(term, { term, edits, frequency });
    }
  }
  const cost = ({ term, edits }: Candidate) => costOf(typed, term, edits);
  return [...near.values()]
    .sort((one, other) => cost(one) - cost(other) || other.frequency - one.frequency)
    .slice(0, MOST_CANDIDATES);
}

/** A few chunks that have the term: its words are read from them. */
function chunksWith({ segments }: Snapshot, term: string): ChunkRef[] {
  const refs: ChunkRef[] = [];
  segments.forEach(({ lexical }, segment) => {
    if (refs.length >= READ_CHUNKS) return;
    lexical.postings(term, (ordinal) => {
      if (refs.length < READ_CHUNKS) refs.push({ segment, ordinal });
    });
  });
  return refs;
}

/** People seldom mistype the first letter, and rather leave one out than write another. */
function costOf(typed: string, word: string, edits: number): number {
  return edits + (word[0] === typed[0] ? 0 : 0.5) - (holdsInOrder(word, typed) ? 0.25 : 0);
}

function holdsInOrder(word: string, letters: string): boolean {
  let at = 0;
  for (const letter of word) if (letter === letters[at]) at++;
  return at === letters.length;
}

function singular(word: string): string {
  return word.endsWith('s') ? word.slice(0, -1) : word;
}

/** Of the words of the texts whose stem the term is the one that is nearest to what was typed; else the term itself. */
function wordOf(term: string, typed: string, texts: readonly (string | undefined)[]): string {
  let best: { word: string; cost: number } | undefined;
  for (const part of new Set(texts.flatMap((text = '') => readWords(text).flatMap(({ text: run }) => partsOf(run))))) {
    if (stem(part) !== term) continue;
    const cost = costOf(typed, part, editsBetween(typed, part));
    if (!best || cost < best.cost) best = { word: part, cost };
  }
  return best?.word ?? term;
}
