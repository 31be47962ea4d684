/**
 * Question sets from disk with their corpora indexed: BEIR folders and repository sets. Says of bad input which file,
 * which line and what in it.
 * Invariant: everything is read and checked before anything is indexed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { languageOf } from '../core/corpus/language';
import { EngineError } from '../protocol/errors';
import { type IndexTools, indexTexts, type MeasuredCorpus, readFolder } from './measuredCorpus';
import {
  parseBeirCorpus,
  parseBeirJudgments,
  parseBeirQuestions,
  parseRepositoryQuestions,
  type Question,
} from './setFormats';

export interface MeasuredSet {
  name: string;
  questions: Question[];
  corpora: ReadonlyMap<string, MeasuredCorpus>;
}

export interface SetOptions extends IndexTools {
  /** Holds a folder per repository that a repository set asks about. */
  repositories?: string;
  /** The one split of a BEIR set that is asked; default: all. */
  split?: string;
  /** Of the documents of a BEIR corpus; default: by the extension of their ids. */
  language?: string;
  /** Questions of each set at most, the first ones. */
  limit?: number;
  /** Is told of questions that cannot be asked and are left out. */
  onNote?: (note: string) => void;
}

/** A folder with `corpus.jsonl` is a BEIR set; else a repository set, or its `queries.jsonl`. @throws EngineError */
export async function loadSet(place: string, options: SetOptions): Promise<MeasuredSet[]> {
  const isFolder = fs.statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isFolder && fs.existsSync(path.join(place, 'corpus.jsonl'))) return loadBeir(place, options);
  return [await loadRepositories(isFolder ? path.join(place, 'queries.jsonl') : place, options)];
}

async function loadBeir(folder: string, options: SetOptions): Promise<MeasuredSet[]> {
  const folderName = path.basename(path.resolve(folder));
  const corpusFile = path.join(folder, 'corpus.jsonl');
  const documents = parsed(corpusFile, parseBeirCorpus);
  if (documents.length === 0) throw bad(`${corpusFile} holds no document.`);
  const ids = new Set(documents.map(({ id }) => id));
  const splits = chosenSplits(folder, options.split).map((split) => {
    const judgments = parsed(split.qrels, parseBeirJudgments);
    const name = `${folderName}/${split.name}`;
    const questions = parsed(split.queries, (text) => parseBeirQuestions(name, text, judgments)).slice(
      0,
      options.limit,
    );
    if (questions.length === 0)
      throw bad(`${split.queries} holds no question that ${split.qrels} names a right answer for.`);
    for (const { id, targets } of questions)
      for (const target of targets)
        if (!ids.has(target.path))
          throw bad(`${split.qrels} judges "${target.path}" for "${id}", and ${corpusFile} has no such document.`);
    return { name, questions };
  });
  const texts = documents.map(({ id, text }) => ({
    path: id,
    language: options.language ?? languageOf(id, text),
    text,
  }));
  const corpus = await indexTexts(texts, options, folderName);
  return splits.map(({ name, questions }) => ({ name, questions, corpora: new Map([[name, corpus]]) }));
}

interface Split {
  name: string;
  qrels: string;
  queries: string;
}

/**
 * `qrels/<split>.tsv` or, beside the corpus, `qrels.<split>.tsv`; its questions in `queries.<split>.jsonl`, or in
 * `queries.jsonl` for all splits.
 */
function chosenSplits(folder: string, wanted: string | undefined): Split[] {
  const files = new Map<string, string>();
  for (const file of fs.readdirSync(folder).sort()) {
    const split = /^qrels\.(.+)\.tsv$/.exec(file)?.[1];
    if (split !== undefined) files.set(split, path.join(folder, file));
  }
  const inside = path.join(folder, 'qrels');
  if (fs.statSync(inside, { throwIfNoEntry: false })?.isDirectory())
    for (const file of fs.readdirSync(inside).sort())
      if (file.endsWith('.tsv')) files.set(path.basename(file, '.tsv'), path.join(inside, file));
  if (files.size === 0) throw bad(`${folder} has no judgments: neither qrels/<split>.tsv nor qrels.<split>.tsv.`);
  if (wanted !== undefined && !files.has(wanted))
    throw bad(`${folder} has no split "${wanted}". There are: ${[...files.keys()].join(', ')}.`);
  return [...files]
    .filter(([name]) => wanted === undefined || name === wanted)
    .map(([name, qrels]) => {
      const own = path.join(folder, `queries.${name}.jsonl`);
      return { name, qrels, queries: fs.existsSync(own) ? own : path.join(folder, 'queries.jsonl') };
    });
}

async function loadRepositories(file: string, options: SetOptions): Promise<MeasuredSet> {
  if (options.split !== undefined) throw bad(`${file} is a repository set, and only BEIR sets have splits.`);
  const all = parsed(file, parseRepositoryQuestions).slice(0, options.limit);
  if (all.length === 0) throw bad(`${file} holds no question that has an answer.`);
  const folders = foldersOf(file, all, options);
  const questions = all.filter(({ corpus }) => folders.has(corpus));
  for (const { id, corpus, targets } of questions)
    for (const target of targets)
      if (!fs.existsSync(path.join(folders.get(corpus)!, target.path)))
        throw bad(`${file}: the answer ${target.path} of "${id}" is not in ${folders.get(corpus)}.`);
  const corpora = new Map<string, MeasuredCorpus>();
  for (const [name, folder] of folders)
    corpora.set(name, await indexTexts(await readFolder(folder, options.signal), options, name));
  return { name: path.basename(path.dirname(path.resolve(file))), questions, corpora };
}

/**
 * Where the repositories lie that the questions are about: below `repositories`, or in the folder `corpus` beside the
 * questions, which a set brings along for one of them. Without `repositories` the questions about the others are left
 * out.
 */
function foldersOf(file: string, questions: readonly Question[], { repositories, onNote }: SetOptions) {
  const own = path.join(path.dirname(file), 'corpus');
  const folders = new Map<string, string>();
  const missing = new Set<string>();
  for (const { corpus, targets } of questions) {
    if (folders.has(corpus) || missing.has(corpus)) continue;
    const named = repositories === undefined ? undefined : path.join(repositories, corpus);
    if (named !== undefined && fs.existsSync(named)) folders.set(corpus, named);
    else if (fs.existsSync(path.join(own, targets[0]!.path))) folders.set(corpus, own);
    else missing.add(corpus);
  }
  const names = [...missing].join(', ');
  if (repositories !== undefined && missing.size > 0)
    throw bad(`${repositories} has no folder ${names}, which ${file} asks about.`);
  if (folders.size === 0)
    throw bad(`${file} asks about ${names}: say with --repositories which folder holds a folder of each.`);
  if (missing.size > 0) {
    const count = questions.filter(({ corpus }) => missing.has(corpus)).length;
    onNote?.(
      `${count} questions are left out: they ask about ${names}, and --repositories names no folder that holds these.`,
    );
  }
  return folders;
}

function parsed<T>(file: string, parse: (text: string) => T): T {
  try {
    return parse(read(file));
  } catch (error) {
    throw error instanceof SyntaxError ? bad(`${file}, ${error.message}`) : error;
  }
}

function read(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw bad(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}). A set is a folder with corpus.jsonl, queries.jsonl and qrels/<split>.tsv, or a queries.jsonl of repositories.`,
    );
  }
}

function bad(message: string): EngineError {
  return new EngineError('badArguments', message);
}
