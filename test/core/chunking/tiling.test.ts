/**
 * The promise of chunking, over real files and over generated texts: nothing of a document is lost, doubled, or too
 * large.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChunkedDocument } from '../../../src/core/chunking/chunk';
import { chunkDocument } from '../../../src/core/chunking/chunkDocument';
import { splitLines } from '../../../src/core/chunking/lines';
import { MAX_CHARS, SIGNATURE_CHARS } from '../../../src/core/chunking/sizes';
import { readDocument } from '../../../src/core/corpus/classify';
import { testParsers } from './grammars';

const parsers = testParsers();

const LANGUAGES = [
  ...[
    'typescript',
    'typescriptreact',
    'javascript',
    'python',
    'go',
    'rust',
    'java',
    'c',
    'cpp',
    'csharp',
    'ruby',
    'php',
  ],
  ...['shellscript', 'kotlin', 'swift', 'elixir', 'haskell', 'lua', 'zig', 'dart', 'sql', 'toml', 'scss', 'makefile'],
  ...['markdown', 'restructuredtext', 'asciidoc', 'org', 'ipynb', 'json', 'yaml', 'plaintext'],
];

test('chunks tile every file of the project and of a few packages', async () => {
  const folders = ['src', 'test', 'docs', 'media', 'l10n', 'node_modules/fast-check/lib', 'node_modules/picomatch'];
  let files = 0;
  for (const file of folders.flatMap(filesBelow)) {
    const document = readDocument(fs.readFileSync(file), file);
    if ('skipped' in document) continue;
    assertChunks(document.text, await chunkDocument(document.text, document.language, parsers), file);
    files++;
  }
  assert.ok(files > 200, `only ${files} files were read`);
});

/** Scraps that open, close and comment in all the languages, so that parsers see beginnings without ends. */
const scrap = fc.constantFrom(
  ...[
    'function f(',
    'class A',
    'def f',
    'fn x',
    'func ',
    'namespace n',
    'module M',
    'impl T for U',
    'struct S',
    'enum E',
    'end',
  ],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    ';',
    ':',
    ',',
    '=',
    '=>',
    '->',
    '"',
    "'",
    '`',
    '"""',
    '\\',
    '$(',
    '<?php ',
    '#if X',
  ],
  ...[
    '// note',
    '/* open',
    '*/',
    '# heading',
    '## sub',
    '---',
    '===',
    '```',
    '@decorator',
    '#[attr]',
    '<!--',
    '{-',
    '--[[',
  ],
  ...[
    'name',
    'x1',
    '한글 이름',
    '💡',
    '\ud800',
    '\u0000',
    '\ufeff',
    'const',
    'export default ',
    'return',
    'if x:',
    'do',
    '    ',
    '\t',
    ' ',
  ],
  ...['\n', '\n', '\n', '\n\n', '\r\n', '\r', '\n    ', '\n        '],
);
const scraps = fc.array(fc.oneof({ weight: 20, arbitrary: scrap }, { weight: 1, arbitrary: longText() }), {
  maxLength: 400,
});

function longText(): fc.Arbitrary<string> {
  return fc.tuple(scrap, fc.integer({ min: 1, max: 6_000 })).map(([text, times]) => text.repeat(times).slice(0, 9_000));
}

test('chunks tile texts made of scraps, in every language', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...LANGUAGES), scraps, async (language, parts) => {
      const text = parts.join('');
      assertChunks(text, await chunkDocument(text, language, parsers), language);
    }),
    { numRuns: 400 },
  );
});

test('chunks tile a notebook of any cells, and their contents are the sources', async () => {
  const cell = fc.record({
    cell_type: fc.constantFrom('code', 'markdown', 'raw'),
    metadata: fc.constant({}),
    source: fc.oneof(
      scraps.map((parts) => wellFormed(parts)),
      scraps.map((parts) => wellFormed(parts).split(/(?<=\n)/)),
    ),
    outputs: fc.constantFrom([], [{ text: ['} ] " \\'] }]),
  });
  const notebook = fc.record({
    nbformat: fc.constant(4),
    metadata: fc.constant({}),
    cells: fc.array(cell, { maxLength: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(notebook, fc.constantFrom(0, 1, 4), async (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      const document = await chunkDocument(text, 'ipynb', parsers);
      assertChunks(text, document, 'notebook');
      const sources = value.cells.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
      const filled = sources.filter((source) => source.trim() !== '');
      if (filled.length > 0) assert.equal(document.chunks.map(({ content }) => content).join(''), filled.join(''));
    }),
    { numRuns: 150 },
  );
});

test('lines are those that an editor counts', () => {
  const text = fc
    .array(fc.constantFrom('a', 'bc', '\n', '\r', '\r\n', ' '), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (value) => {
      const lines = splitLines(value);
      const expected = value.split(/(?<=\r\n|\n|\r(?!\n))/).filter((line) => line !== '');
      const actual = Array.from({ length: lines.count }, (_, line) =>
        value.slice(lines.startOf(line), lines.startOf(line + 1)),
      );
      assert.deepEqual(actual, expected);
      for (let offset = 0; offset < value.length; offset++) {
        const line = lines.lineAt(offset);
        assert.ok(lines.startOf(line) <= offset && offset < lines.startOf(line + 1));
      }
    }),
  );
});

test('a document without text has no chunks', async () => {
  for (const language of LANGUAGES) assert.deepEqual(await chunkDocument('', language, parsers), { chunks: [] });
});

function assertChunks(text: string, { chunks }: ChunkedDocument, where: string): void {
  const lines = splitLines(text);
  let end = 0;
  for (const chunk of chunks) {
    const place = `${where}: ${JSON.stringify({ ...chunk, content: undefined })}`;
    assert.equal(chunk.startOffset, end, place);
    assert.ok(chunk.endOffset > chunk.startOffset, place);
    assert.equal(chunk.startLine, lines.lineAt(chunk.startOffset), place);
    assert.equal(chunk.endLine, lines.lineAt(chunk.endOffset - 1), place);
    assert.ok((chunk.content?.length ?? chunk.endOffset - chunk.startOffset) <= MAX_CHARS, place);
    assert.ok(chunk.signature.length <= SIGNATURE_CHARS, place);
    assert.ok(
      chunk.definitions.every((name) => name !== ''),
      place,
    );
    assert.ok(!isInsidePair(text, chunk.endOffset), place);
    end = chunk.endOffset;
  }
  assert.equal(end, text.length, where);
}

/** JSON in UTF-8 has no halves of characters. */
function wellFormed(parts: readonly string[]): string {
  return parts.join('').replace(/\p{Cs}/gu, '');
}

function isInsidePair(text: string, offset: number): boolean {
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  return (
    (before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff) || (before === 13 && after === 10)
  );
}

function filesBelow(folder: string): string[] {
  const root = path.join(process.cwd(), folder);
  if (!fs.existsSync(root)) return [];
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
