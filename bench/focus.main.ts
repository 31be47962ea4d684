/**
 * Whether a result opens the line that answers: every definition of some repositories is asked for by its name, and the
 * first result must have its focus on the line that declares a definition of that name; of questions whose answers are
 * labeled with lines, the focus of the first result that hits a target must lie inside.
 *
 *   node out/test/bench/focus.main.cjs <folder of repositories> [<queries.jsonl>] [--repo flask …]
 *
 * Writes bench/results/focus.json.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeQuery } from '../src/core/query/analyzeQuery';
import { rank } from '../src/core/ranking/rank';
import { SearchScratch } from '../src/core/ranking/searchScratch';
import type { Snapshot } from '../src/core/snapshot';
import { focusedPlace } from '../src/engine/focusedResult';
import { createGrammarParsers } from '../src/engine/parsing/treeSitter';
import { indexTexts, type MeasuredCorpus, readFolder } from '../src/evaluation/measuredCorpus';
import { parseRepositoryQuestions } from '../src/evaluation/setFormats';
import { loadEmbeddedModel } from '../src/inference/embedded/loadEmbedded';
import { record, rounded } from './record';

const embedded = loadEmbeddedModel('models/embedded');
const parsers = createGrammarParsers('dist/grammars');
const scratch = new SearchScratch();

/** Kinds that people ask for by name. */
const ASKED_KINDS = new Set(['function', 'method', 'class', 'interface', 'type', 'enum', 'variable']);

void main();

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { repo: { type: 'string', multiple: true } },
  });
  const [folder, queries] = positionals;
  if (!folder) throw new Error('see the head of this file');
  const repositories = values.repo ?? fs.readdirSync(folder);
  const metrics: Record<string, Record<string, number>> = {};
  const labeled = { asked: 0, inside: 0 };
  for (const repository of repositories) {
    const corpus = await indexTexts(await readFolder(path.join(folder, repository)), { embedded, parsers });
    metrics[repository] = measureNames(corpus);
    if (!queries) continue;
    for (const question of parseRepositoryQuestions(fs.readFileSync(queries, 'utf8'))) {
      const targets = question.targets.filter(({ startLine }) => startLine !== undefined);
      if (question.corpus !== repository || targets.length === 0) continue;
      const hits = focusesOf(corpus, question.text, 10);
      const hit = hits.find(({ file, startLine, endLine }) =>
        targets.some((each) => each.path === file && each.startLine! <= endLine && startLine <= each.endLine!),
      );
      if (!hit) continue;
      labeled.asked++;
      const isInside = targets.some(
        (each) => each.path === hit.file && each.startLine! <= hit.line && hit.line <= each.endLine!,
      );
      if (isInside) labeled.inside++;
    }
  }
  if (labeled.asked > 0)
    metrics['labeled lines'] = { asked: labeled.asked, share_inside: rounded(labeled.inside / labeled.asked, 4) };
  record('focus', 'node out/test/bench/focus.main.cjs <folder of repositories> [<queries.jsonl>]', metrics);
}

function focusesOf({ snapshot, readText }: MeasuredCorpus, text: string, limit: number) {
  const query = analyzeQuery(text);
  const queryVector = embedded.embedQuery(query.embeddingText);
  return rank(snapshot, query, { limit, queryVector, readText, scratch }).hits.map((hit) => {
    const { focus } = focusedPlace(hit, readText(hit.ref), query);
    return { file: hit.chunk.path, startLine: hit.startLine, endLine: hit.endLine, line: focus.startLine };
  });
}

/** Names of one repository, each once; a name that several definitions have is right at each of them. */
function measureNames(corpus: MeasuredCorpus): Record<string, number> {
  const lines = headLines(corpus.snapshot);
  let isFirst = 0;
  let isFocus = 0;
  for (const [name, places] of lines) {
    const [first] = focusesOf(corpus, name, 1);
    if (!first) continue;
    const holds = [...places].some((place) => {
      const [file, line] = place.split('\n') as [string, string];
      return file === first.file && first.startLine <= Number(line) && Number(line) <= first.endLine;
    });
    if (!holds) continue;
    isFirst++;
    if (places.has(`${first.file}\n${first.line}`)) isFocus++;
  }
  return {
    names: lines.size,
    share_passage_first: rounded(isFirst / lines.size, 4),
    share_focus_of_these: rounded(isFocus / isFirst, 4),
  };
}

function headLines({ segments }: Snapshot): Map<string, Set<string>> {
  const lines = new Map<string, Set<string>>();
  for (const { chunks } of segments)
    for (const { path: file, startLine, inner } of chunks)
      for (const { kind, names, headLine } of inner) {
        if (!ASKED_KINDS.has(kind)) continue;
        for (const written of names) {
          const name = written.slice(written.lastIndexOf('.') + 1);
          if (!/^[\w$]{3,}$/.test(name)) continue;
          const places = lines.get(name) ?? new Set<string>();
          lines.set(name, places.add(`${file}\n${startLine + headLine}`));
        }
      }
  return lines;
}
