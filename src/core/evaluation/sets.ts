/** Reads question sets: repository sets (one JSON object a line, targets are paths and lines) and BEIR sets. Texts in, data out; opens no file. */
import type { Target } from './metrics';

export interface Question {
  id: string;
  text: string;
  /** The corpus it is asked of. */
  corpus: string;
  /** `symbol`, `semantic`, …; '' when the set has none. */
  category: string;
  /** Of the corpus' code. */
  language: string;
  targets: Target[];
}

interface RepositoryRow {
  id: string;
  repo: string;
  query: string;
  language?: string;
  category?: string;
  /** Lines are 1-based and inclusive here. */
  relevant: { path: string; startLine?: number; endLine?: number }[];
}

/** `{id, repo, language, query, category, relevant}`, one a line. Questions without an answer are left out. */
export function parseRepositoryQuestions(jsonl: string): Question[] {
  return parseRows<RepositoryRow>(jsonl)
    .filter(({ relevant }) => relevant?.length > 0)
    .map(({ id, repo, query, language = '', category = '', relevant }) => ({
      ...{ id, text: query, corpus: repo, category, language },
      targets: relevant.map(({ path, startLine, endLine }) =>
        startLine === undefined ? { path } : { path, startLine: startLine - 1, endLine: (endLine ?? startLine) - 1 },
      ),
    }));
}

/**
 * BEIR: `queries.jsonl` (`_id`, `text`) and qrels (tab-separated: query, document, score). `pathOf` says where a document of the corpus
 * lies. Questions without a right answer are left out, as in trec_eval.
 */
export function parseBeirQuestions(
  name: string,
  queriesJsonl: string,
  qrelsTsv: string,
  pathOf: (documentId: string) => string,
): Question[] {
  const targets = new Map<string, Target[]>();
  for (const line of qrelsTsv.split('\n').slice(1)) {
    const [query, document, score] = line.trim().split('\t');
    if (!query || !document || Number(score) <= 0) continue;
    targets.set(query, [...(targets.get(query) ?? []), { path: pathOf(document) }]);
  }
  return parseRows<{ _id: string; text: string }>(queriesJsonl)
    .filter(({ _id }) => targets.has(_id))
    .map(({ _id, text }) => ({ id: _id, text, corpus: name, category: '', language: '', targets: targets.get(_id)! }));
}

/** `corpus.jsonl` of BEIR: `_id`, `title`, `text`. */
export function parseBeirCorpus(jsonl: string): { id: string; text: string }[] {
  return parseRows<{ _id: string; title?: string; text: string }>(jsonl).map(({ _id, title, text }) => ({
    id: _id,
    text: title ? `${title}\n${text}` : text,
  }));
}

function parseRows<T>(jsonl: string): T[] {
  return jsonl
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      try {
        return JSON.parse(line) as T;
      } catch {
        throw new SyntaxError(`line ${i + 1} is not JSON: ${line.slice(0, 80)}`);
      }
    });
}
