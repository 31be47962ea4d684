// Splits one unspaced stretch of Hangul into lexicon terms, stop words, particles and endings, and unknown syllables.
//
// The cheapest reading wins (dynamic programming over syllable positions); the costs below are ordered so that a longer
// lexicon word beats its parts, and a known word with endings beats an unknown stretch.
// It knows spellings only, no grammar beyond "what may follow what".
// Invariant: the pieces tile the stretch in order; time is linear in its length.
import { koreanLexicon, type LexiconEntry } from './lexicon';
import { lightVerbTails, nominalTails, stopWords, verbalTails } from './tails';

export type PieceKind = 'term' | 'stop' | 'tail' | 'unknown';

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
  /** Present for terms. */
  readonly entry?: LexiconEntry;
}

/** What a position may follow: the kind of the piece that ends there. */
enum State {
  Start,
  Noun,
  /** A verb that may end the word. */
  Verb,
  /** A verb's form that needs an ending. */
  OpenVerb,
  NominalTail,
  VerbalTail,
  Stop,
  Unknown,
}
const STATES = 8;

// Costs are relative; they were set by hand on the table of test/core/query/korean/expansion.test.ts.
const NOUN_COST = 1;
const SHORT_NOUN_COST = 1.6;
const TAIL_COST = 0.5;
const CHAINED_TAIL_COST = 0.3;
const STOP_COST = 0.9;
/** 이, 해 and their like start many other words. */
const SHORT_STOP_COST = 1.6;
const UNKNOWN_SYLLABLE_COST = 2;
const UNKNOWN_START_COST = 1;
/** A word that starts after a particle without a space: rare next to a particle that merely looks like one. */
const MISSING_SPACE_COST = 1.2;
/** Short particles occur inside unknown words (디바이스의 이): an unknown word after one is hardly ever right. */
const UNKNOWN_AFTER_TAIL_COST = 3;
/** A known word right after an unknown stretch is mostly its second half (the 린트 of 블루프린트). */
const TERM_AFTER_UNKNOWN_COST = 3.2;
/** Of two readings that cost the same, the one with the longer word is right (가져오 + 는, not 가져 + 오는). */
const TAIL_SYLLABLE_COST = 0.02;
const LONGEST_TAIL = 6;

interface Step {
  readonly cost: number;
  readonly from: number;
  readonly fromState: State;
  readonly kind: PieceKind;
  readonly entry: LexiconEntry | undefined;
}

/**
 * Reads a stretch of Hangul syllables. `followsLatin` says that letters of another script stand right before it, as in
 * `URL을`, so that it may begin with a particle.
 */
export function segmentKorean(stretch: string, followsLatin = false): Piece[] {
  const steps: (Step | undefined)[] = new Array((stretch.length + 1) * STATES);
  steps[followsLatin ? State.Noun : State.Start] = {
    cost: 0,
    from: -1,
    fromState: State.Start,
    kind: 'stop',
    entry: undefined,
  };
  const reach = Math.max(koreanLexicon().longest, LONGEST_TAIL);
  for (let position = 0; position < stretch.length; position++) {
    for (let state = 0; state < STATES; state++) {
      const step = steps[position * STATES + state];
      if (step) extend(stretch, position, state, step.cost, reach, steps);
    }
  }
  return trace(stretch, steps);
}

function extend(
  stretch: string,
  from: number,
  state: State,
  cost: number,
  reach: number,
  steps: (Step | undefined)[],
): void {
  const offer = (length: number, next: State, added: number, kind: PieceKind, entry?: LexiconEntry) => {
    const slot = (from + length) * STATES + next;
    const total = cost + added;
    const known = steps[slot];
    if (!known || total < known.cost) steps[slot] = { cost: total, from, fromState: state, kind, entry };
  };

  const isAfterTail = state === State.NominalTail || state === State.VerbalTail;
  if (state !== State.OpenVerb) {
    const opening = state === State.Unknown ? 0 : UNKNOWN_START_COST;
    const broken = isAfterTail || state === State.Stop ? UNKNOWN_AFTER_TAIL_COST : 0;
    offer(1, State.Unknown, UNKNOWN_SYLLABLE_COST + opening + broken, 'unknown');
  }

  const { forms } = koreanLexicon();
  const longest = Math.min(reach, stretch.length - from);
  for (let length = 1; length <= longest; length++) {
    const text = stretch.slice(from, from + length);
    if (length <= LONGEST_TAIL) {
      const next = tailAfter(state, text);
      const tail = (isAfterTail ? CHAINED_TAIL_COST : TAIL_COST) + TAIL_SYLLABLE_COST * length;
      if (next !== undefined) offer(length, next, tail, 'tail');
    }
    if (state === State.OpenVerb) continue;
    const spacing = isAfterTail || state === State.Verb ? MISSING_SPACE_COST : 0;
    const mayStop = state === State.Start || (length > 1 && state !== State.Noun && state !== State.Unknown);
    if (mayStop && stopWords.has(text)) {
      offer(length, State.Stop, (length === 1 ? SHORT_STOP_COST : STOP_COST) + spacing, 'stop');
    }
    if (length === 1 && state === State.Unknown) continue;
    const joint = state === State.Unknown ? TERM_AFTER_UNKNOWN_COST : spacing;
    for (const { entry, needsEnding } of forms.get(text) ?? []) {
      const next = !entry.isVerb ? State.Noun : needsEnding ? State.OpenVerb : State.Verb;
      offer(length, next, (length === 1 ? SHORT_NOUN_COST : NOUN_COST) + joint, 'term', entry);
    }
  }
}

/** The state after `text` read as a particle or ending, or undefined where it cannot be one. */
function tailAfter(state: State, text: string): State | undefined {
  switch (state) {
    case State.Noun:
    case State.Unknown:
    case State.NominalTail:
      if (lightVerbTails.has(text)) return State.Verb;
      return nominalTails.has(text) ? State.NominalTail : undefined;
    case State.Verb:
    case State.OpenVerb:
      return verbalTails.has(text) ? State.VerbalTail : undefined;
    case State.VerbalTail:
    case State.Stop:
      if (verbalTails.has(text)) return State.VerbalTail;
      return nominalTails.has(text) ? State.NominalTail : undefined;
    default:
      return undefined;
  }
}

function trace(stretch: string, steps: readonly (Step | undefined)[]): Piece[] {
  let position = stretch.length;
  let state: State | undefined;
  let best = Number.POSITIVE_INFINITY;
  for (let candidate = 0; candidate < STATES; candidate++) {
    const step = steps[position * STATES + candidate];
    if (step && candidate !== State.OpenVerb && step.cost < best) {
      best = step.cost;
      state = candidate;
    }
  }
  const pieces: Piece[] = [];
  while (position > 0 && state !== undefined) {
    const step: Step | undefined = steps[position * STATES + state];
    if (!step) break;
    const text = stretch.slice(step.from, position);
    const last = pieces.at(-1);
    if (step.kind === 'unknown' && last?.kind === 'unknown') {
      pieces[pieces.length - 1] = { kind: 'unknown', text: text + last.text };
    } else {
      pieces.push(step.entry ? { kind: step.kind, text, entry: step.entry } : { kind: step.kind, text });
    }
    position = step.from;
    state = step.fromState;
  }
  return pieces.reverse();
}
