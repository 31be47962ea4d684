/**
 * What a query is and what it asks for. Pure and light: it sees the query alone, never the corpus. A query is a symbol,
 * natural language, a mix of both, a stack trace, the line of an error or pasted code; each becomes weighted concepts
 * for the lexical index and a text for the embedded model.
 */

import type { Concept } from '../lexical/bm25';
import { readWords, type Word } from '../text/words';
import { conceptsOfKorean, conceptsOfWords } from './concepts';
import { type Filters, isErrorLine, parseQuery, type QueryError, type QueryHint } from './filters';
import { type Intent, intentOf } from './intent';
import { expandKorean } from './korean/expansion';
import { STOP_WORDS } from './stopWords';

export type QueryKind = 'symbol' | 'natural' | 'mixed' | 'stackTrace' | 'error' | 'code';

export interface AnalyzedQuery {
  /** As typed. */
  raw: string;
  /** The question without its filters. */
  text: string;
  kind: QueryKind;
  filters: Filters;
  errors: QueryError[];
  hints: QueryHint[];
  concepts: Concept[];
  /** Names as written, whole: `UploadQueue.retry` gives UploadQueue and retry. */
  identifiers: string[];
  /**
   * Files named by the question (`src/net/http.ts`, a frame of a stack trace), with the line where one is given
   * (0-based); the innermost frame first.
   */
  files: { path: string; line?: number }[];
  /** What of a pasted text may stand in the corpus as it is: all but the frames of a stack trace. */
  pasted?: string;
  /** Korean words that the lexicon does not know: candidates for a lookup by sound. */
  loanwords: string[];
  /** What the embedded model is asked: the question, and for Korean its English words as well. */
  embeddingText: string;
  /**
   * The word that is still being typed: its letters so far, and the last part of them where it has several. Set while
   * typing alone.
   */
  prefix?: { whole: string; part: string };
  /** What the question is about apart from its subject: tests, examples, documents. */
  intent: Intent;
}

/** A pasted page is no better question than its beginning, or where its end says more, than that. */
const MAX_QUERY_CHARS = 4_000;
const MAX_CONCEPTS = 40;

/** `isTyping`: the last word may be the prefix of one. */
export function analyzeQuery(raw: string, { isTyping = false } = {}): AnalyzedQuery {
  // Python prints the innermost frame last.
  const isInnermostLast = raw.includes('most recent call last');
  const cut = isInnermostLast ? raw.slice(-MAX_QUERY_CHARS) : raw.slice(0, MAX_QUERY_CHARS);
  const { text, filters, errors, hints } = parseQuery(cut.normalize('NFC'), { isTyping });
  const words = readWords(text);
  const kind = kindOf(text, words);
  const korean = expandKorean(text);
  const content = contentWords(words, kind);
  const concepts = [...conceptsOfWords(content, kind === 'symbol'), ...conceptsOfKorean(korean.terms)];
  const intent = intentOf(text);
  const prefix = isTyping ? prefixOf(raw, words) : undefined;
  const english = korean.terms.flatMap((term) => (term.weak ? [] : term.english.slice(0, 1)));
  return {
    raw,
    text,
    kind,
    filters,
    errors,
    hints,
    concepts: concepts.slice(0, MAX_CONCEPTS),
    identifiers: identifiersOf(words, kind),
    files: isInnermostLast ? filesOf(text).reverse() : filesOf(text),
    ...(isPasted(kind) && { pasted: kind === 'stackTrace' ? withoutFrames(text) : text }),
    loanwords: korean.loanwords,
    ...(prefix && { prefix }),
    embeddingText: english.length ? `${text} ${english.join(' ')}` : text,
    intent: filters.isTest ? { ...intent, tests: true } : intent,
  };
}

const FRAME =
  /^\s*(?:at\s+\S.*[:(](?:line )?\d+|File ".*", line \d+|(?:\(.*\) )?\S+\.\w+:\d+(?::\d+)?\b|Traceback |Caused by:|\w*(?:Error|Exception)\b.*:|goroutine \d+|thread '.*' panicked|panic:)/;
const CODE_LINE =
  /[;{}]\s*$|^\s*(?:def|fn|func|function|class|const|let|var|import|return|if|for|while|public|private)\b.*[({:=]|=>|^\s*[)\]}]/;
/** Between other lines these are code as well: assignments, calls, the head of a block. */
const CODE_AMONG_LINES =
  /^\s*[\w.$@[\]"'*]+(?:\s*,\s*\w+)*\s*(?::=|[-+|&]?=(?!=)|<-)\s|[\w?!]\(.*\)[,:]?\s*$|^\s*(?:if|elif|else|for|while|with|try|match|case|switch|when|do|end|begin|rescue)\b.*[:)]?$/;

function kindOf(text: string, words: readonly Word[]): QueryKind {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const share = (is: (line: string) => boolean) => lines.filter(is).length / Math.max(1, lines.length);
  if (lines.length > 1 && share((line) => FRAME.test(line)) >= 0.4) return 'stackTrace';
  if (isErrorLine(text)) return 'error';
  const isCode = (line: string) => CODE_LINE.test(line) || CODE_AMONG_LINES.test(line);
  if ((lines.length > 1 && share(isCode) >= 0.4) || (lines.length === 1 && /[;{}]\s*$|=>|\)\s*\{/.test(text)))
    return 'code';
  if (words.length > 0 && !/\s/.test(text) && words.every((word) => word.script === 'latin')) return 'symbol';
  const identifiers = words.filter(looksLikeIdentifier).length;
  if (identifiers === 0) return 'natural';
  return identifiers === words.length ? 'symbol' : 'mixed';
}

function isPasted(kind: QueryKind): boolean {
  return kind === 'stackTrace' || kind === 'error' || kind === 'code';
}

function withoutFrames(text: string): string {
  return text
    .split('\n')
    .filter((line) => filesOf(line).every((file) => file.line === undefined))
    .join('\n');
}

/** Written as nobody writes a plain word: inner capitals, underscores, digits inside. */
function looksLikeIdentifier(word: Word): boolean {
  return word.script === 'latin' && /[a-z0-9][A-Z]|[A-Z]{2,}[a-z]|_|\$|[a-z]\d+[a-z]/.test(word.text);
}

function contentWords(words: readonly Word[], kind: QueryKind): Word[] {
  if (kind === 'symbol') return [...words];
  const content = words.filter((word) => word.parts.length > 1 || !STOP_WORDS.has(word.parts[0]!));
  return content.length ? content : [...words];
}

/**
 * Names that the question writes as names: all words of a symbol query, else what looks like one, and capitalized words
 * that are no acronyms.
 */
function identifiersOf(words: readonly Word[], kind: QueryKind): string[] {
  const identifiers = words.filter(
    (word, index) =>
      word.script === 'latin' &&
      (kind === 'symbol' || looksLikeIdentifier(word) || (index > 0 && /^[A-Z][a-z]{2,}$/.test(word.text))),
  );
  return [...new Set(identifiers.map((word) => word.text))];
}

/** The word that the query ends with; words of other scripts than Latin are found by their parts anyway. */
function prefixOf(raw: string, words: readonly Word[]): AnalyzedQuery['prefix'] {
  const last = words.at(-1);
  if (last?.script !== 'latin' || !raw.endsWith(last.text)) return undefined;
  return { whole: last.parts.join(''), part: last.parts.at(-1)! };
}

const FILE = /(?:[\w.@-]+[\\/])*[\w@-][\w.@-]*\.[A-Za-z]\w{0,9}\b(?:(?::(?:line )?|", line )(\d+))?/g;

function filesOf(text: string): AnalyzedQuery['files'] {
  const files: AnalyzedQuery['files'] = [];
  for (const match of text.matchAll(FILE)) {
    const path = match[0].replace(/(?::(?:line )?|", line )\d+$/, '').replaceAll('\\', '/');
    files.push(match[1] ? { path, line: Number(match[1]) - 1 } : { path });
  }
  return files;
}
