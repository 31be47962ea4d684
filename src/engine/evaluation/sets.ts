/** Question sets from disk with their corpora indexed: BEIR folders and repository sets. Says of bad input which file and what in it. */
import fs from 'node:fs';
import path from 'node:path';
import { languageOf } from '../../core/corpus/language';
import {
  parseBeirCorpus,
  parseBeirQuestions,
  parseRepositoryQuestions,
  type Question,
} from '../../core/evaluation/sets';
import { EngineError } from '../errors';
import { type IndexTools, indexTexts, type MeasuredCorpus, readFolder } from './corpus';

export interface MeasuredSet {
  name: string;
  questions: Question[];
  corpora: ReadonlyMap<string, MeasuredCorpus>;
}

export interface SetOptions extends IndexTools {
  /** Holds a folder per repository that a repository set asks about. */
  repositories?: string;
  /** Of the documents of a BEIR corpus; default: by the extension of their ids. */
  language?: string;
  /** Questions of each set at most, the first ones. */
  limit?: number;
}

/** A folder with `corpus.jsonl` is a BEIR set, one split per file in `qrels/`; else a repository set, or its `queries.jsonl`. @throws EngineError */
export async function loadSet(place: string, options: SetOptions): Promise<MeasuredSet[]> {
  const isFolder = fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isFolder && fs.existsSync(path.join(place, 'corpus.jsonl'))) return loadBeir(place, options);
  return [await loadRepositories(isFolder ? path.join(place, 'queries.jsonl') : place, options)];
}

async function loadBeir(folder: string, options: SetOptions): Promise<MeasuredSet[]> {
  const qrels = path.join(folder, 'qrels');
  const files = fs.existsSync(qrels) ? fs.readdirSync(qrels).filter((file) => file.endsWith('.tsv')) : [];
  if (files.length === 0) throw bad(`${qrels} holds no .tsv file with judgements.`);
  const documents = parsed(path.join(folder, 'corpus.jsonl'), parseBeirCorpus);
  const ids = new Set(documents.map(({ id }) => id));
  const texts = documents.map(({ id, text }) => ({ path: id, language: options.language ?? languageOf(id), text }));
  const corpus = await indexTexts(texts, options);
  return files.sort().map((file) => {
    const name = `${path.basename(path.resolve(folder))}/${path.basename(file, '.tsv')}`;
    const judgements = read(path.join(qrels, file));
    const questions = parsed(path.join(folder, 'queries.jsonl'), (queries) =>
      parseBeirQuestions(name, queries, judgements, (id) => id),
    ).slice(0, options.limit);
    for (const { id, targets } of questions)
      for (const target of targets)
        if (!ids.has(target.path))
          throw bad(
            `${path.join(qrels, file)} judges "${target.path}" for "${id}", and corpus.jsonl has no such document.`,
          );
    return { name, questions, corpora: new Map([[name, corpus]]) };
  });
}

async function loadRepositories(file: string, options: SetOptions): Promise<MeasuredSet> {
  const questions = parsed(file, parseRepositoryQuestions).slice(0, options.limit);
  const { repositories } = options;
  if (repositories === undefined)
    throw bad(`${file} asks about repositories: say with --repositories which folder holds them.`);
  const corpora = new Map<string, MeasuredCorpus>();
  for (const corpus of new Set(questions.map((question) => question.corpus)))
    corpora.set(corpus, await indexTexts(await readFolder(path.join(repositories, corpus), options.signal), options));
  for (const { id, corpus, targets } of questions)
    for (const target of targets)
      if (!fs.existsSync(path.join(repositories, corpus, target.path)))
        throw bad(`${file}: the answer ${target.path} of "${id}" is not in ${path.join(repositories, corpus)}.`);
  const folder = path.basename(path.dirname(path.resolve(file)));
  return { name: folder, questions, corpora };
}

function parsed<T>(file: string, parse: (text: string) => T): T {
  try {
    return parse(read(file));
  } catch (error) {
    throw error instanceof SyntaxError ? bad(`${file}: ${error.message}`) : error;
  }
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw bad(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}). A set is a folder with corpus.jsonl, queries.jsonl and qrels/*.tsv, or a queries.jsonl of repositories.`,
    );
  }
}

function bad(message: string): EngineError {
  return new EngineError('badArguments', message);
}
