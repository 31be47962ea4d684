/**
 * The named parts of a score, in the order in which they are added up. One row says what a part weighs, what it speaks
 * of and how it is worked out; diversity, evaluation and the sentences for people follow from the names or are checked
 * against them. A new part is a row here, its weight in `weights.ts`, its evidence in `rank.ts`, and a sentence in each
 * language.
 */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord } from '../snapshot';
import type { AskedNames } from './askedNames';
import type { Evidence, PartInput } from './evidence';
import { isExported } from './exported';
import type { PathClass } from './pathClass';
import { namesOf } from './rankedFiles';
import { recency } from './recency';
import type { Weights } from './weights';

/** Kinds of files whose chunks keep only a share of their score, unless the question asks for that kind. */
type LoweredClass = Exclude<PathClass, 'source' | 'barrel'>;

export type ScorePart =
  | ('words' | 'fileWords' | 'dense' | 'fileDense' | 'fileTopic' | 'deep' | 'fileDeep')
  | ('definition' | 'names' | 'fileName' | 'exported' | 'recent' | 'fileReference' | 'verbatim' | 'limit')
  | LoweredClass
  | 'sameFile';

export interface Part {
  /** The weights that it is multiplied by. */
  weights: readonly (keyof Weights)[];
  /**
   * `chunk`: what the chunk itself is worth; `file`: what all chunks of its file share; `sum`: a change of what the
   * parts before it come to.
   */
  scope: 'chunk' | 'file' | 'sum';
  /** 0: it has nothing to say. `detail`: what it saw, for a person. */
  score(input: PartInput): { value: number; detail?: string };
}

export const PARTS: Record<ScorePart, Part> = {
  words: {
    weights: ['words'],
    scope: 'chunk',
    score: ({ evidence, weights }) => ({ value: weights.words * evidence.words, detail: evidence.matched.join(', ') }),
  },
  fileWords: {
    weights: ['fileWords'],
    scope: 'file',
    score: ({ evidence, weights }) => ({ value: weights.fileWords * evidence.fileWords }),
  },
  dense: {
    weights: ['dense'],
    scope: 'chunk',
    score: ({ evidence, weights }) => ({ value: weights.dense * Math.max(0, evidence.dense) }),
  },
  fileDense: {
    weights: ['fileDense'],
    scope: 'file',
    score: ({ evidence, weights }) => ({ value: weights.fileDense * evidence.fileDense }),
  },
  fileTopic: {
    weights: ['fileTopic'],
    scope: 'file',
    score: ({ evidence, weights }) => ({ value: weights.fileTopic * evidence.fileTopic }),
  },
  deep: {
    weights: ['deep'],
    scope: 'chunk',
    score: ({ evidence, weights }) => ({ value: weights.deep * (evidence.deep?.chunk ?? 0) }),
  },
  fileDeep: {
    weights: ['fileDeep'],
    scope: 'file',
    score: ({ evidence, weights }) => ({ value: weights.fileDeep * (evidence.deep?.file ?? 0) }),
  },
  definition: {
    weights: ['definition'],
    scope: 'chunk',
    score({ query, evidence, weights }) {
      const defined = definitionOf(query, evidence.chunk);
      return defined ? { value: weights.definition * defined.share, detail: defined.name } : { value: 0 };
    },
  },
  names: {
    weights: ['names', 'namesCover'],
    scope: 'chunk',
    score({ query, evidence, asked, weights }) {
      if (definitionOf(query, evidence.chunk)) return { value: 0 };
      const best = bestName(evidence.chunk, asked, weights);
      return best ? { value: weights.names * best.share, detail: best.name } : { value: 0 };
    },
  },
  fileName: {
    weights: ['fileName', 'fileNameCover'],
    scope: 'file',
    score: ({ evidence: { file }, asked, weights }) => ({
      value: weights.fileName * share(file.stemTerms, asked, weights.fileNameCover),
      detail: file.path,
    }),
  },
  exported: {
    weights: ['exported'],
    scope: 'sum',
    score: ({ evidence, weights, sum }) => ({ value: isExported(evidence.chunk) ? weights.exported * sum : 0 }),
  },
  recent: {
    weights: ['recent'],
    scope: 'sum',
    score: ({ evidence: { ageMs }, weights, sum }) => ({
      value: ageMs === undefined ? 0 : weights.recent * recency(ageMs) * sum,
    }),
  },
  // A share of what is missing to 1: every chunk of the file is lifted and keeps its place among the others.
  fileReference: {
    weights: ['fileReference', 'lineReference'],
    scope: 'sum',
    score({ evidence: { reference }, weights, sum }) {
      if (!reference) return { value: 0 };
      const { frame, path } = reference;
      const share = frame === undefined ? weights.fileReference : weights.lineReference * FURTHER_FRAME ** frame;
      return { value: share * Math.max(0, 1 - sum), detail: path };
    },
  },
  verbatim: {
    weights: ['verbatim'],
    scope: 'sum',
    score: ({ evidence: { verbatim = 0 }, weights, sum }) => ({
      value: weights.verbatim * verbatim * Math.max(0, 1 - sum),
    }),
  },
  // The deep parts may be negative.
  limit: { weights: [], scope: 'sum', score: ({ sum }) => ({ value: Math.min(1, Math.max(0, sum)) - sum }) },
  test: lowered('test', ({ tests }) => tests),
  vendored: lowered('vendored'),
  generated: lowered('generated'),
  example: lowered('example', ({ examples }) => examples),
  changelog: lowered('changelog', ({ changelogs }) => changelogs),
  document: lowered('document', ({ documents }) => documents),
  declaration: lowered('declaration'),
  config: lowered('config'),
  // Worked out when hits are put in order (diversity.ts): it depends on the other hits of the file.
  sameFile: { weights: ['sameFile'], scope: 'sum', score: () => ({ value: 0 }) },
};

/** In the order of the table. */
export const SCORE_PARTS = Object.keys(PARTS) as ScorePart[];

/** What a frame of a stack trace counts beside the one inside it. */
const FURTHER_FRAME = 0.8;

function lowered(kind: LoweredClass, isAskedFor: (intent: AnalyzedQuery['intent']) => boolean = () => false): Part {
  return {
    weights: [kind],
    scope: 'sum',
    score: ({ query, evidence, weights, sum }) => ({
      value: classOf(evidence) === kind && !isAskedFor(query.intent) ? sum * (weights[kind] - 1) : 0,
    }),
  };
}

function classOf({ chunk, file }: Evidence): PathClass {
  return file.pathClass === 'source' && TEST_SYMBOL.test(chunk.symbol) ? 'test' : file.pathClass;
}

/** Tests that stand beside what they test: Rust's `mod tests`, `test_…` functions. */
const TEST_SYMBOL = /^tests?(\.|$)|(^|\.)test_/;

/**
 * The name that the question asks for and the chunk defines. In a qualified name (`Rack::Request`) the last part is the
 * one that is asked for, and the parts before it only say where.
 */
function definitionOf(
  { kind, identifiers }: AnalyzedQuery,
  chunk: ChunkRecord,
): { name: string; share: number } | undefined {
  // Whoever types a name alone does not care about capitals; within a sentence they tell the class from the word.
  const asCompared = (name: string) => (kind === 'symbol' ? name.toLowerCase() : name);
  for (let i = identifiers.length - 1; i >= 0; i--) {
    const wanted = asCompared(identifiers[i]!);
    const share = kind === 'symbol' && i < identifiers.length - 1 ? QUALIFIER_SHARE : 1;
    for (const name of chunk.definitions)
      if (asCompared(name) === wanted || asCompared(name.slice(name.lastIndexOf('.') + 1)) === wanted)
        return { name, share };
  }
  return undefined;
}

const QUALIFIER_SHARE = 0.25;

/** The defined name that most of whose parts are asked for. */
function bestName(
  chunk: ChunkRecord,
  asked: AskedNames,
  weights: Weights,
): { name: string; share: number } | undefined {
  let best: { name: string; share: number } | undefined;
  namesOf(chunk).forEach((parts, i) => {
    const found = share(parts, asked, weights.namesCover);
    if (found > (best?.share ?? 0)) best = { name: chunk.definitions[i]!, share: found };
  });
  return best;
}

/**
 * How much of a name is asked for, rare words counting more, times how much of the question the name covers to the
 * power `cover`: a name of one common word is easily all asked for and says little.
 */
function share(terms: Iterable<string>, asked: AskedNames, cover: number): number {
  let all = 0;
  let found = 0;
  for (const term of terms) {
    const weight = asked.rarity(term);
    all += weight;
    if (asked.has(term)) found += weight;
  }
  if (found === 0) return 0;
  return (found / all) * Math.min(1, found / asked.total) ** cover;
}
