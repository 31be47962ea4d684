/**
 * A question set that a folder asks of itself, of its doc comments, hidden from the index, and of its git history.
 * Reads, and writes nothing.
 * Invariant: the same folder, limit and seed give the same questions.
 */
import fs from 'node:fs';
import path from 'node:path';
import { outlineDocument } from '../core/chunking/chunkDocument';
import { analyzeQuery } from '../core/query/analyzeQuery';
import { hasFilters } from '../core/query/filters';
import { classifyPath, type PathClass } from '../core/ranking/pathClass';
import type { CorpusText } from '../engine/parsing/chunker';
import { EngineError } from '../protocol/errors';
import { shuffled } from './bootstrap';
import { readCommits } from './commits';
import { comparable, hideDocComments } from './docComments';
import { readLog } from './history';
import type { MeasuredSet } from './loadSet';
import { type IndexTools, indexTexts, pause, readFolder } from './measuredCorpus';
import type { Question } from './setFormats';

export interface OwnSetOptions extends IndexTools {
  /** Questions of each category at most; default 200. */
  limit?: number;
  /** Decides which questions, where there are more; default 1. */
  seed?: number;
  /** Is told why there are no questions from history, where there are none. */
  onNote?: (note: string) => void;
}

const DEFAULT_LIMIT = 200;
/**
 * Tests, examples, vendored and generated files are ranked down on purpose: a question for one would count that as a
 * fault.
 */
const ASKED: ReadonlySet<PathClass> = new Set(['source', 'declaration', 'barrel']);

/** @throws EngineError folderNotFound, badArguments where the folder gives no question */
export async function loadOwnSet(folder: string, options: OwnSetOptions): Promise<MeasuredSet> {
  const { limit = DEFAULT_LIMIT, seed = 1 } = options;
  const root = fs.existsSync(folder) ? fs.realpathSync(folder) : path.resolve(folder);
  const name = path.basename(root);
  const { texts, questions } = await hidden(await readFolder(root, options.signal), name, options);
  const asked = [
    ...sample(questions.flatMap(withoutFilters), texts, limit, seed),
    ...shuffled((await commitQuestions(root, name, texts, options)).flatMap(withoutFilters), seed).slice(0, limit),
  ];
  if (asked.length === 0)
    throw new EngineError(
      'badArguments',
      `${folder} has no doc comment to make a question of (four words or more, said once), and no history.`,
    );
  return { name, questions: asked, corpora: new Map([[name, await indexTexts(texts, options, name)]]) };
}

async function hidden(texts: readonly CorpusText[], corpus: string, { parsers, signal }: OwnSetOptions) {
  const questions: Question[] = [];
  const left: CorpusText[] = [];
  for (const { path: file, language, text } of texts) {
    if (left.length % 16 === 0) await pause();
    if (signal?.aborted) throw new EngineError('canceled', file);
    const { definitions } = await outlineDocument(text, language, parsers);
    const found = hideDocComments(text, language, definitions);
    left.push({ path: file, language, text: found.text });
    if (!ASKED.has(classifyPath(file))) continue;
    for (const { text: question, startLine, endLine } of found.questions)
      questions.push({
        id: `${file}:${startLine + 1}`,
        text: question,
        corpus,
        category: 'docComment',
        language,
        targets: [{ path: file, startLine, endLine }],
      });
  }
  return { texts: left, questions };
}

async function commitQuestions(root: string, corpus: string, texts: readonly CorpusText[], options: OwnSetOptions) {
  const history = await readLog(root, options.signal);
  if ('missing' in history) {
    options.onNote?.(`No questions from history, only from doc comments: ${history.missing}`);
    return [];
  }
  const languages = new Map(
    texts.filter((text) => ASKED.has(classifyPath(text.path))).map((text) => [text.path, text.language]),
  );
  return readCommits(history.log, (file) => languages.has(file)).map(
    ({ commit, text, paths }): Question => ({
      id: commit.slice(0, 12),
      text,
      corpus,
      category: 'commit',
      language: languages.get(paths[0]!)!,
      targets: paths.map((file) => ({ path: file })),
    }),
  );
}

/**
 * A sentence is asked as words: what it quotes is no phrase that must stand there exactly. One that still filters is
 * left out.
 */
function withoutFilters(question: Question): Question[] {
  const text = question.text.replaceAll('"', '').replace(/(?<=^|\s)-+(?=\S)/g, '');
  return hasFilters(analyzeQuery(text).filters) ? [] : [{ ...question, text }];
}

/**
 * A sentence that stands twice asks for two places, and one that still stands somewhere (in a document, in a copy)
 * gives itself away.
 */
function sample(questions: readonly Question[], texts: readonly CorpusText[], limit: number, seed: number): Question[] {
  const times = new Map<string, number>();
  for (const { text } of questions) times.set(comparable(text), (times.get(comparable(text)) ?? 0) + 1);
  const unique = questions.filter(({ text }) => times.get(comparable(text)) === 1);
  const left = texts.map(({ text }) => comparable(text));
  const asked: Question[] = [];
  for (const question of shuffled(unique, seed)) {
    if (asked.length === limit) break;
    const sentence = comparable(question.text);
    if (!left.some((text) => text.includes(sentence))) asked.push(question);
  }
  return asked;
}
