/**
 * The question sets that ranking is measured on, indexed in memory with the parts that the engine uses. `--trees`,
 * `--whole` and `--held-out` hold a folder per repository: the searched part, the same repository with tests, documents
 * and examples, and the repositories of test/eval/heldout.
 */
import fs from 'node:fs';
import path from 'node:path';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { indexTexts, type MeasuredCorpus, readFolder } from '../src/evaluation/measuredCorpus';
import {
  parseBeirCorpus,
  parseBeirJudgments,
  parseBeirQuestions,
  parseRepositoryQuestions,
  type Question,
} from '../src/evaluation/setFormats';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';
import { PASTED_KINDS, pastedQuestions } from './pasted';

const text = { type: 'string' } as const;
/** For `parseArgs`. */
export const SET_OPTIONS = {
  ...{ trees: text, queries: text, whole: text, korean: text, beir: text, 'how-to': text, 'held-out': text },
  split: { ...text, multiple: true as const, default: ['dev'] },
  /** Of these repositories alone. */
  repo: { ...text, multiple: true as const, default: [] as string[] },
};

type SetArguments = { [option in Exclude<keyof typeof SET_OPTIONS, 'split' | 'repo'>]?: string | undefined } & {
  [option in 'split' | 'repo']?: string[] | undefined;
};

export interface EvaluationSet {
  name: string;
  questions: Question[];
  corpora: Map<string, MeasuredCorpus>;
  isTyping?: boolean;
  /** Nothing is chosen on it. */
  isHeldOut?: boolean;
}

export const embedded = loadEmbeddedModel('models/embedded');
const parsers = createGrammarParsers('dist/grammars');
const OWN_CORPUS = 'test/eval/korean/corpus';
const HELD_OUT = 'test/eval/heldout';

export async function loadSets(args: SetArguments): Promise<EvaluationSet[]> {
  const sets: EvaluationSet[] = [];
  const { trees, whole, beir, 'how-to': howTo, 'held-out': heldOut } = args;
  const add = async (name: string, questions: Question[], folderOf: (corpus: string) => string) => {
    const corpora = new Map<string, MeasuredCorpus>();
    for (const corpus of new Set(questions.map((question) => question.corpus)))
      corpora.set(corpus, await indexTexts(await readFolder(folderOf(corpus)), { embedded, parsers }));
    sets.push({ name, questions, corpora });
  };
  const read = (file: string) => fs.readFileSync(file, 'utf8');
  const isWanted = ({ corpus }: Question) => !args.repo?.length || args.repo.includes(corpus);
  const english = args.queries ? parseRepositoryQuestions(read(args.queries)).filter(isWanted) : [];
  if (trees && english.length > 0) {
    await add('repositories', english, (corpus) => path.join(trees, corpus));
    const questions = english.map((question) => ({ ...question, text: withHalfAWord(question.text) }));
    const { corpora } = sets.at(-1)!;
    sets.push({ name: 'repositories while typing', questions, corpora, isTyping: true });
    for (const name of PASTED_KINDS) sets.push({ name, questions: pastedQuestions(name, corpora), corpora });
  }
  if (whole) {
    await add('whole repositories', english, (corpus) => path.join(whole, corpus));
    if (howTo) {
      const { corpora } = sets.at(-1)!;
      sets.push({ name: 'how-to', questions: parseRepositoryQuestions(read(howTo)), corpora });
    }
  }
  if (args.korean && trees) {
    const questions = parseRepositoryQuestions(read(args.korean));
    await add('Korean', questions, (corpus) => (corpus === 'korean-corpus' ? OWN_CORPUS : path.join(trees, corpus)));
  }
  if (heldOut) {
    const read = (file: string) => parseRepositoryQuestions(fs.readFileSync(path.join(HELD_OUT, file), 'utf8'));
    await add('held out', read('english.jsonl'), (corpus) => path.join(heldOut, corpus));
    const { corpora } = sets.at(-1)!;
    sets.push({ name: 'held out, Korean', questions: read('korean.jsonl'), corpora });
    for (const set of sets.slice(-2)) set.isHeldOut = true;
  }
  if (beir) {
    const documents = parseBeirCorpus(read(path.join(beir, 'corpus.jsonl')));
    const functions = await indexTexts(
      documents.map(({ id, text }) => ({ path: id, language: 'python', text })),
      { embedded, parsers },
    );
    for (const split of args.split ?? []) {
      const queries = read(path.join(beir, `queries.${split}.jsonl`));
      const name = `CoSQA ${split}`;
      const judgments = parseBeirJudgments(read(path.join(beir, `qrels.${split}.tsv`)));
      const questions = parseBeirQuestions(name, queries, judgments);
      sets.push({ name, questions, corpora: new Map([[name, functions]]) });
    }
  }
  return sets;
}

/** The question when half of its last word is typed, where that has five letters or more. */
function withHalfAWord(question: string): string {
  return question.replace(/([A-Za-z]{5,})\W*$/, (_, word: string) => word.slice(0, Math.ceil(word.length / 2)));
}
