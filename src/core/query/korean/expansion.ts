// Expands the Korean words of a query to the English words that code uses for them.
//
// Pure: it looks at the query alone. Loan words outside the lexicon are returned as they stand, for a lookup by sound
// in the corpus' own dictionary (`loanwordIndex`, `lookUpLoanword`). It neither weighs nor ranks.
// Invariant: text without Hangul expands to nothing; never throws; time is linear in the query's length.
import { isHangulCode } from './hangul';
import { koreanLexicon } from './lexicon';
import { type Piece, segmentKorean } from './segmentation';
import { nominalTails } from './tails';

export {
  englishPhoneticKey,
  koreanPhoneticKey,
  type LoanwordIndex,
  loanwordIndex,
  lookUpLoanword,
} from './phonetics';

export interface KoreanTerm {
  /** The lexicon's word or stem as it stands in the query, without particles and endings. */
  source: string;
  /** Lower case, most typical first; a phrase has spaces. */
  english: string[];
  /** True for words that most questions contain, such as 처리 and 함수: worth less than the others. */
  weak?: true;
}

export interface KoreanExpansion {
  terms: KoreanTerm[];
  /** Stretches that no entry covers, longest reading first: candidates for `lookUpLoanword`. */
  loanwords: string[];
}

/** Longer unknown stretches are prose or noise, not one borrowed word. */
const LONGEST_LOANWORD = 12;

export function expandKorean(query: string): KoreanExpansion {
  const terms = new Map<string, KoreanTerm>();
  const loanwords = new Set<string>();
  for (const stretch of joinCompounds(hangulStretches(query))) {
    const pieces = segmentKorean(stretch.text, stretch.followsLatin);
    for (const { entry, text } of pieces) {
      if (!entry || terms.has(text)) continue;
      const term: KoreanTerm = { source: text, english: [...entry.english] };
      if (entry.isWeak) term.weak = true;
      terms.set(text, term);
    }
    for (const word of unknownWords(pieces)) loanwords.add(word);
  }
  return { terms: [...terms.values()], loanwords: [...loanwords] };
}

interface Stretch {
  readonly text: string;
  readonly followsLatin: boolean;
  /** One blank and nothing else lies between the previous stretch and this one. */
  readonly followsStretch: boolean;
}

function hangulStretches(query: string): Stretch[] {
  const stretches: Stretch[] = [];
  const text = query.normalize('NFC');
  let end = -2;
  for (let start = 0; start < text.length; start++) {
    if (!isHangulCode(text.charCodeAt(start))) continue;
    let stop = start + 1;
    while (stop < text.length && isHangulCode(text.charCodeAt(stop))) stop++;
    const before = text[start - 1] ?? ' ';
    stretches.push({
      text: text.slice(start, stop),
      followsLatin: /[\p{L}\p{N}_)\]'"`]/u.test(before),
      followsStretch: before === ' ' && end === start - 1,
    });
    end = stop;
    start = stop;
  }
  return stretches;
}

/** Words that one entry of the lexicon may be written as: 알 수 없는. */
const MOST_PARTS = 3;

/** Writes compounds of the lexicon together that the query writes apart: 지수 백오프, 교착 상태, 알 수 없는. */
function joinCompounds(stretches: readonly Stretch[]): Stretch[] {
  const joined: Stretch[] = [];
  for (let start = 0; start < stretches.length; ) {
    let parts = adjacentParts(stretches, start);
    while (parts > 1 && !isCompound(stretches.slice(start, start + parts))) parts--;
    const together = stretches.slice(start, start + parts);
    const first = stretches[start];
    if (first) joined.push({ ...first, text: together.map(({ text }) => text).join('') });
    start += parts;
  }
  return joined;
}

function adjacentParts(stretches: readonly Stretch[], start: number): number {
  let parts = 1;
  while (parts < MOST_PARTS && stretches[start + parts]?.followsStretch) parts++;
  return parts;
}

/** Whether an entry reaches from the first of the stretches into the last. */
function isCompound(parts: readonly Stretch[]): boolean {
  const { forms, longest } = koreanLexicon();
  const last = parts.at(-1)?.text ?? '';
  const head = parts
    .slice(0, -1)
    .map(({ text }) => text)
    .join('');
  for (let length = Math.min(last.length, longest - head.length); length > 0; length--) {
    if (forms.get(head + last.slice(0, length))?.some(({ entry }) => !entry.isVerb)) return true;
  }
  return false;
}

/**
 * The stretches of a word that may be borrowed: each unknown piece, with the short particle behind it (the 버 of 리졸버
 * could be cut as one), and with the known nouns beside it (페이지 + 네이션).
 */
function unknownWords(pieces: readonly Piece[]): string[] {
  const words: string[] = [];
  const add = (word: string) => {
    if (word.length > 1 && word.length <= LONGEST_LOANWORD) words.push(word);
  };
  for (let index = 0; index < pieces.length; index++) {
    const piece = pieces[index];
    if (piece?.kind !== 'unknown') continue;
    const before = pieces[index - 1];
    const after = pieces[index + 1];
    const start = before?.kind === 'term' ? before.text : '';
    const end = after?.kind === 'term' ? after.text : '';
    const particle =
      after?.kind === 'tail' && after.text.length === 1 && nominalTails.has(after.text) ? after.text : '';
    if (start || end) add(start + piece.text + end);
    if (particle) add(start + piece.text + particle);
    add(piece.text + particle);
    add(piece.text);
  }
  return [...new Set(words)];
}
