/** The parts of one candidate's score. Each is named, and only parts that are not zero are kept; their sum is the score. */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord } from '../snapshot';
import type { AskedNames } from './askedNames';
import { isExported } from './exported';
import type { FileReference } from './fileReferences';
import type { Reason } from './hit';
import type { PathClass } from './pathClass';
import { namesOf, type RankedFile } from './rankedFiles';
import { recency } from './recency';
import type { Weights } from './weights';

/** What is known about a candidate before it is weighed. */
export interface Evidence {
  chunk: ChunkRecord;
  file: RankedFile;
  /** BM25 of the chunk and of its file, 0..1. */
  words: number;
  fileWords: number;
  /** Labels of the concepts found. */
  matched: string[];
  /** Cosines of the embedded model: of the chunk, of the file's best chunk, of the sum of the file's chunks. */
  meaning: number;
  fileDense: number;
  fileTopic: number;
  /** What the deep model's cosine stands for (`deepDense.ts`), where the chunk has a deep vector. */
  deepDense: number | undefined;
  /** Time since the file was edited, where it is known. */
  ageMs: number | undefined;
  /** Whether the question points at the chunk or its file. */
  named: FileReference | undefined;
  /** How much of what was pasted stands in the chunk as it is, where texts could be read. */
  verbatim: number | undefined;
}

/** What a frame of a stack trace counts beside the one inside it. */
const FURTHER_FRAME = 0.8;

export function scoreCandidate(
  query: AnalyzedQuery,
  evidence: Evidence,
  asked: AskedNames,
  weights: Weights,
): { score: number; reasons: Reason[] } {
  const reasons: Reason[] = [];
  let score = 0;
  const add = (name: string, value: number, detail?: string) => {
    if (value === 0) return;
    score += value;
    reasons.push(detail ? { name, value, detail } : { name, value });
  };
  const { chunk, file } = evidence;
  add('words', weights.words * evidence.words, evidence.matched.join(', '));
  add('fileWords', weights.fileWords * evidence.fileWords);
  if (evidence.deepDense === undefined) add('meaning', weights.meaning * Math.max(0, evidence.meaning));
  else add('deepDense', weights.meaning * Math.max(0, evidence.deepDense));
  add('fileDense', weights.fileDense * evidence.fileDense);
  add('fileTopic', weights.fileTopic * evidence.fileTopic);

  const defined = definitionOf(query, chunk);
  if (defined) add('definition', weights.definition * defined.share, defined.name);
  else {
    const best = bestName(chunk, asked, weights);
    if (best) add('names', weights.names * best.share, best.name);
  }
  add('fileName', weights.fileName * share(file.stemTerms, asked, weights.fileNameCover), file.path);
  if (isExported(chunk)) add('exported', weights.exported * score);
  if (evidence.ageMs !== undefined) add('recent', weights.recent * recency(evidence.ageMs) * score);
  // A share of what is missing to 1: every chunk of the file is lifted and keeps its place among the others.
  const { named, verbatim = 0 } = evidence;
  if (named) {
    const share =
      named.frame === undefined ? weights.referencedFile : weights.referencedLine * FURTHER_FRAME ** named.frame;
    add('referencedFile', share * Math.max(0, 1 - score), named.path);
  }
  add('verbatim', weights.verbatim * verbatim * Math.max(0, 1 - score));
  if (score > 1) add('limit', 1 - score);

  const pathClass = file.pathClass === 'source' && TEST_SYMBOL.test(chunk.symbol) ? 'test' : file.pathClass;
  const kept = keptOf(pathClass, query, weights);
  if (kept !== 1) add(pathClass, score * (kept - 1));
  return { score, reasons };
}

/** Tests that stand beside what they test: Rust's `mod tests`, `test_…` functions. */
const TEST_SYMBOL = /^tests?(\.|$)|(^|\.)test_/;

/**
 * The name that the question asks for and the chunk defines. In a qualified name (`Rack::Request`) the last part is the one that is asked
 * for, and the parts before it only say where.
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
 * How much of a name is asked for, rare words counting more, times how much of the question the name covers to the power `cover`:
 * a name of one common word is easily all asked for and says little.
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

function keptOf(pathClass: PathClass, { intent }: AnalyzedQuery, weights: Weights): number {
  switch (pathClass) {
    case 'source':
    case 'barrel':
      return 1;
    case 'test':
      return intent.tests ? 1 : weights.test;
    case 'example':
      return intent.examples ? 1 : weights.example;
    case 'document':
      return intent.documents ? 1 : weights.document;
    case 'changelog':
      return intent.changelogs ? 1 : weights.changelog;
    default:
      return weights[pathClass];
  }
}
