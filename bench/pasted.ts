/**
 * Questions that people paste: lines of code, stack traces, the line of an error. Made of the corpora themselves, the
 * same ones each time; the answer is the place that they come from. What is pasted differs from the corpus as it does
 * in life: code without its indentation, paths of another machine, an error's message with values where the code has
 * placeholders.
 */

import { classifyPath } from '../src/core/ranking/pathClass';
import { shuffled } from '../src/evaluation/bootstrap';
import type { MeasuredCorpus } from '../src/evaluation/measuredCorpus';
import type { Question } from '../src/evaluation/setFormats';

/** Of each kind and corpus. */
const MOST = 10;
const PASTED_LINES = 5;

export const PASTED_KINDS = ['pasted code', 'stack traces', 'error lines'] as const;
export type PastedKind = (typeof PASTED_KINDS)[number];

interface Place {
  corpus: string;
  path: string;
  language: string;
  symbol: string;
  /** Of the first line, from 0. */
  startLine: number;
  lines: string[];
}

export function pastedQuestions(kind: PastedKind, corpora: ReadonlyMap<string, MeasuredCorpus>): Question[] {
  return [...corpora].flatMap(([corpus, measured]) => {
    const places = shuffled(placesOf(corpus, measured), 1);
    return places.flatMap((place, i) => questionOf(kind, place, places[(i + 1) % places.length]!)).slice(0, MOST);
  });
}

function placesOf(corpus: string, { snapshot, readText }: MeasuredCorpus): Place[] {
  return snapshot.segments.flatMap(({ chunks }, segment) =>
    chunks.flatMap(({ path, language, symbol, startLine }, ordinal) => {
      if (classifyPath(path) !== 'source' || symbol === '') return [];
      const lines = readText({ segment, ordinal }).split('\n');
      return [{ corpus, path, language, symbol, startLine, lines }];
    }),
  );
}

function questionOf(kind: PastedKind, place: Place, caller: Place): Question[] {
  const found = { 'pasted code': codeOf, 'stack traces': traceOf, 'error lines': errorOf }[kind](place, caller);
  if (!found) return [];
  const { corpus, path, language } = place;
  const startLine = place.startLine + found.line;
  const target = { path, startLine, endLine: startLine + (found.lineCount ?? 1) - 1 };
  return [{ id: `${path}:${startLine + 1}`, text: found.text, corpus, category: kind, language, targets: [target] }];
}

interface Pasted {
  text: string;
  /** Of the place, from 0. */
  line: number;
  lineCount?: number;
}

/** Lines from the middle of a definition: its name is not among them. */
function codeOf({ lines }: Place): Pasted | undefined {
  const line = Math.max(2, Math.floor(lines.length / 2) - 2);
  const taken = lines.slice(line, line + PASTED_LINES);
  const isCode = taken.filter((each) => /[({=;]/.test(each) && !/^\s*(\/\/|\*|#|--|\/\*|""")/.test(each)).length >= 3;
  if (taken.length < PASTED_LINES || !isCode) return undefined;
  return { text: taken.map((each) => each.trimStart()).join('\n'), line, lineCount: PASTED_LINES };
}

/** The innermost frame is the answer; the other names a caller. */
function traceOf(place: Place, caller: Place): Pasted | undefined {
  const frame = FRAMES[place.language];
  if (!frame || place.lines.length < 4) return undefined;
  const line = 2;
  const [inner, outer] = [frame(place, place.startLine + line + 1), frame(caller, caller.startLine + 2)];
  const message = 'Error: unexpected value';
  const text =
    place.language === 'python'
      ? ['Traceback (most recent call last):', outer, inner, message]
      : [message, inner, outer];
  return { text: text.join('\n'), line };
}

const MACHINE = '/home/runner/work/app/deps';
const name = ({ symbol }: Place) => symbol.slice(symbol.lastIndexOf('.') + 1);
const file = ({ path }: Place) => path.slice(path.lastIndexOf('/') + 1);
const script = (place: Place, line: number) => `    at ${place.symbol} (${MACHINE}/${place.path}:${line}:11)`;
const java = (place: Place, line: number) => `\tat org.example.${place.symbol}(${file(place)}:${line})`;
/** How each language prints a frame; lines from 1. */
const FRAMES: Record<string, (place: Place, line: number) => string> = {
  python: (place, line) => `  File "${MACHINE}/${place.path}", line ${line}, in ${name(place)}\n    return value`,
  javascript: script,
  typescript: script,
  typescriptreact: script,
  java,
  kotlin: java,
  go: (place, line) => `main.${place.symbol}(0xc000012120)\n\t${MACHINE}/${place.path}:${line} +0x1d`,
  ruby: (place, line) => `${MACHINE}/${place.path}:${line}:in \`${name(place)}'`,
  rust: (place, line) =>
    `   3: app::${place.symbol.replaceAll('.', '::')}\n             at ${MACHINE}/${place.path}:${line}:9`,
  csharp: (place, line) => `   at App.${place.symbol}(String value) in ${MACHINE}/${place.path}:line ${line}`,
  elixir: (place, line) => `    (app 1.0.0) ${place.path}:${line}: ${place.symbol}/2`,
  lua: (place, line) => `\t${MACHINE}/${place.path}:${line}: in function '${name(place)}'`,
};

const RAISED = /\b(?:raise|throw|panic|bail|errors\.New|Errorf|error|fail|die|fatalError|assert\w*)\b/i;
const PLACEHOLDER = /\$?\{[^{}]*\}|#\{[^{}]*\}|\\\([^()]*\)|%[-+.\d]*[a-zA-Z]|\$\w+/g;

/** The message of an error that the code raises, as a log shows it. */
function errorOf({ lines }: Place): Pasted | undefined {
  for (const [line, text] of lines.entries()) {
    if (!RAISED.test(text) || /^\s*(\/\/|\*|#|--)/.test(text)) continue;
    const message = /(["'`])((?:(?!\1).){20,160})\1/.exec(text)?.[2];
    if (!message || (message.match(/[A-Za-z]{2,}/g)?.length ?? 0) < 4) continue;
    const kind = /\b([A-Z]\w*(?:Error|Exception))\b/.exec(text)?.[1] ?? 'Error';
    return { text: `${kind}: ${message.replace(PLACEHOLDER, 'foo42')}`, line };
  }
  return undefined;
}
