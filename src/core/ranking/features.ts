/** The parts of one candidate's score. Each is named, and only parts that are not zero are kept; their sum is the score. */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRecord } from '../segment';
import { stem } from '../text/stem';
import { partsOf } from '../text/words';
import type { RankedFile } from './files';
import type { Reason } from './hit';
import type { PathClass } from './pathClass';
import type { Weights } from './weights';

export interface Candidate {
  chunk: ChunkRecord;
  file: RankedFile;
  /** 0..1 */
  words: number;
  fileWords: number;
  /** Labels of the concepts found. */
  matched: string[];
  /** Cosine, 0..1; undefined without vectors. */
  similarity: number | undefined;
  isDeep: boolean;
  fileSimilarity: number;
}

export function scoreCandidate(
  query: AnalyzedQuery,
  candidate: Candidate,
  weights: Weights,
): { score: number; reasons: Reason[] } {
  const reasons: Reason[] = [];
  let score = 0;
  const add = (name: string, value: number, detail?: string) => {
    if (value === 0) return;
    score += value;
    reasons.push(detail ? { name, value, detail } : { name, value });
  };
  const { chunk, file } = candidate;
  add('words', weights.words * candidate.words, candidate.matched.join(', '));
  add('fileWords', weights.fileWords * candidate.fileWords);
  if (candidate.similarity !== undefined)
    add(candidate.isDeep ? 'deepMeaning' : 'meaning', weights.meaning * candidate.similarity);
  add('fileMeaning', weights.fileMeaning * candidate.fileSimilarity);

  const asked = new Set(query.words.map(stem));
  const defined = definitionOf(query, chunk);
  if (defined) add('definition', weights.definition, defined);
  else {
    const best = bestName(chunk, asked);
    if (best) add('names', weights.names * best.share, best.name);
  }
  add('fileName', weights.fileName * share(file.stemTerms, asked), file.path);
  add('folder', weights.folder * (countIn(file.folderTerms, asked) > 0 ? 1 : 0));

  const kept = keptOf(file.pathClass, query, weights);
  if (kept !== 1) add(file.pathClass, score * (kept - 1));
  return { score, reasons };
}

/** The name that the question asks for and the chunk defines, '' when there is none. */
function definitionOf(query: AnalyzedQuery, chunk: ChunkRecord): string {
  for (const identifier of query.identifiers) {
    const wanted = identifier.toLowerCase();
    for (const definition of chunk.definitions) if (definition.toLowerCase() === wanted) return definition;
  }
  return '';
}

/** The defined name that most of whose parts are asked for. */
function bestName(chunk: ChunkRecord, asked: ReadonlySet<string>): { name: string; share: number } | undefined {
  let best: { name: string; share: number } | undefined;
  for (const name of chunk.definitions) {
    const parts = partsOf(name).map(stem);
    const found = share(parts, asked);
    if (found > (best?.share ?? 0)) best = { name, share: found };
  }
  return best;
}

function share(terms: readonly string[], asked: ReadonlySet<string>): number {
  return terms.length === 0 ? 0 : countIn(terms, asked) / terms.length;
}

function countIn(terms: Iterable<string>, asked: ReadonlySet<string>): number {
  let count = 0;
  for (const term of terms) if (asked.has(term)) count++;
  return count;
}

function keptOf(pathClass: PathClass, { wants }: AnalyzedQuery, weights: Weights): number {
  switch (pathClass) {
    case 'source':
    case 'barrel':
      return 1;
    case 'test':
      return wants.tests ? 1 : weights.test;
    case 'example':
      return wants.examples ? 1 : weights.example;
    case 'document':
    case 'changelog':
      return wants.documents ? 1 : weights[pathClass];
    default:
      return weights[pathClass];
  }
}
