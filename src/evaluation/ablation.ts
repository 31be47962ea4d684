/** The parts of ranking that an evaluation can switch off, by name. */
import type { AnalyzedQuery } from '../core/query/analyzeQuery';
import type { Weights } from '../core/ranking/weights';

export interface Part {
  weights?: Partial<Weights>;
  query?: (query: AnalyzedQuery) => AnalyzedQuery;
  noVectors?: boolean;
}

const HANGUL = /[\uac00-\ud7a3]/;

export const PARTS: Record<string, Part> = {
  vectors: { noVectors: true },
  words: { weights: { words: 0, fileWords: 0 } },
  'file words': { weights: { fileWords: 0 } },
  'file similarity': { weights: { fileDense: 0 } },
  'file topic': { weights: { fileTopic: 0 } },
  'deep model': { weights: { deep: 0, fileDeep: 0 } },
  definition: { weights: { definition: 0 } },
  names: { weights: { names: 0 } },
  'file name': { weights: { fileName: 0 } },
  'lines of a stack trace': { weights: { lineReference: 0 } },
  'pasted text as it is': { weights: { verbatim: 0 } },
  'relative word scores': { weights: { relativeWords: 0 } },
  'cover of names': { weights: { fileNameCover: 0, namesCover: 0 } },
  'tests lowered': { weights: { test: 1 } },
  'documents lowered': { weights: { document: 1, changelog: 1 } },
  'other kinds lowered': { weights: { vendored: 1, generated: 1, example: 1, declaration: 1, config: 1 } },
  'file diversity': { weights: { sameFile: 0.999 } },
  'exports lifted': { weights: { exported: 0 } },
  'neighbors merged': { weights: { neighbor: Number.POSITIVE_INFINITY } },
  'forms of a word': {
    query: (query) => ({
      ...query,
      concepts: query.concepts.map((each) =>
        HANGUL.test(each.label) ? each : { ...each, alternatives: each.alternatives.slice(0, 1) },
      ),
    }),
  },
  'joined words and initials': {
    query: (query) => ({ ...query, concepts: query.concepts.filter(({ role }) => role !== 'joined') }),
  },
  'documents for how-to questions': {
    query: (query) => ({ ...query, intent: { ...query.intent, documents: false, changelogs: false } }),
  },
  completions: { query: ({ prefix: _, ...query }) => query },
  'Korean lexicon': {
    query: (query) => ({
      ...query,
      concepts: query.concepts.filter(({ role, label }) => role !== 'word' || !HANGUL.test(label)),
      loanwords: [],
      embeddingText: query.text,
    }),
  },
  'Korean loan words by sound': { query: (query) => ({ ...query, loanwords: [] }) },
  'Korean words embedded in English too': { query: (query) => ({ ...query, embeddingText: query.text }) },
};
