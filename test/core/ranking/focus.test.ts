import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { chunkDocument } from '../../../src/core/chunking/chunkDocument';
import { languageOf } from '../../../src/core/corpus/language';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { type FocusInput, focusOf } from '../../../src/core/ranking/focus';
import { parsers } from './corpus';

/** The focus of a question within the passage of a file that a piece of it stands in. */
async function focusIn(file: string, text: string, question: string, over: Partial<FocusInput> = {}) {
  const { chunks } = await chunkDocument(text, languageOf(file), parsers);
  const chunk = chunks.find(({ startLine, endLine }) => startLine <= 4 && 4 <= endLine)!;
  const lines = text.split('\n').slice(chunk.startLine, chunk.endLine + 1);
  const query = analyzeQuery(question);
  const { symbol, startLine, inner } = chunk;
  const focus = focusOf({ query, startLine, lines, symbol, definitions: inner, ...over });
  return { line: text.split('\n')[focus.startLine]!.trim(), symbol: focus.symbol, focus };
}

const FORMATS = ['Bytes', 'Duration', 'Money', 'Date', 'Phone']
  .map(
    (what) => `export function format${what}(value: string): string {\n  return value + '${what.toLowerCase()}';\n}\n`,
  )
  .join('\n');

describe('of several small functions in one passage', () => {
  const cases: [question: string, symbol: string][] = [
    ['formatPhone', 'formatPhone'],
    ['formatphone', 'formatPhone'],
    ['formatDuration', 'formatDuration'],
    ['how is money formatted', 'formatMoney'],
    ['where do we call formatDate on a value', 'formatDate'],
    ['"bytes\'"', 'formatBytes'],
  ];
  for (const [question, symbol] of cases) {
    it(`${question} opens ${symbol}`, async () => {
      const found = await focusIn('format.ts', FORMATS, question);
      assert.equal(found.symbol, symbol);
      assert.ok(found.line.includes(symbol) || question.startsWith('"'), found.line);
    });
  }

  it('a line that a stack trace names', async () => {
    const found = await focusIn('format.ts', FORMATS, 'at format.ts:10', { referencedLine: 9 });
    assert.deepEqual([found.focus.startLine, found.symbol], [9, 'formatMoney']);
  });

  it('by vector where no word decides', async () => {
    const similarity = (text: string) => (text.includes('Money') ? 0.9 : 0.1);
    const found = await focusIn('format.ts', FORMATS, 'currency amounts', { similarity });
    assert.equal(found.symbol, 'formatMoney');
  });

  it('the main definition where nothing is known', async () => {
    const found = await focusIn('format.ts', FORMATS, 'zebra');
    assert.match(found.symbol, /^format/);
  });
});

test('in a long definition the lines that have the words', async () => {
  const filler = (from: number) => Array.from({ length: 25 }, (_, i) => `  step${from + i}();`).join('\n');
  const text = `export function start(): void {\n${filler(0)}\n  retryUpload(queue, delay);\n${filler(50)}\n}\n`;
  const found = await focusIn('start.ts', text, 'retry the upload of the queue');
  assert.equal(found.line, 'retryUpload(queue, delay);');
  assert.equal(found.symbol, 'start');
});

test('the head of a definition whose name has the words, however long it is', async () => {
  const body = Array.from({ length: 40 }, (_, i) => `  send(chunk${i});`).join('\n');
  const found = await focusIn(
    'upload.ts',
    `// Uploads\nexport function uploadFile(): void {\n${body}\n}\n`,
    'upload a file',
  );
  assert.equal(found.symbol, 'uploadFile');
  assert.match(found.line, /uploadFile|Uploads/);
});

test('every line stays inside the passage, whatever is asked', async () => {
  for (const question of ['formatPhone', 'x', '"return value"', '전화번호', '', 'at a.ts:4000']) {
    const { focus } = await focusIn('format.ts', FORMATS, question, { referencedLine: 4000 });
    assert.ok(focus.startLine >= 0 && focus.endLine < FORMATS.split('\n').length && focus.endLine >= focus.startLine);
  }
});
