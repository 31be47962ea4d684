/** What parsers do with hostile input, and what chunking does when parsers fail. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Parser } from '@vscode/tree-sitter-wasm';
import { chunkDocument, outlineDocument } from '../../../src/core/chunking/chunkDocument';
import { createParsers, type TreeSitter } from '../../../src/core/chunking/parsers';
import { MAX_CHARS } from '../../../src/core/chunking/sizes';
import { LANGUAGES } from '../../../src/core/languages/registry';
import { GRAMMARS_DIR, testParsers } from './grammars';

const parsers = testParsers();
const loadWasm = (file: string): Promise<Uint8Array> => fs.promises.readFile(path.join(GRAMMARS_DIR, file));

/** Each once blew a stack, took quadratic time or was cut wrongly somewhere. */
const HOSTILE: [language: string, name: string, text: string][] = [
  ['typescript', 'open brackets', '['.repeat(50_000)],
  ['typescript', 'nested parentheses', '('.repeat(50_000) + ')'.repeat(50_000)],
  ['typescript', 'nested namespaces', 'namespace a {\n'.repeat(10_000) + '}\n'.repeat(10_000)],
  ['javascript', 'a long sum', `${'a+'.repeat(100_000)}a`],
  ['javascript', 'nested functions', 'function f(){\n'.repeat(10_000) + '}\n'.repeat(10_000)],
  ['python', 'nested lists', '[\n'.repeat(20_000)],
  ['cpp', 'open conditions', '#if A\n'.repeat(10_000)],
  ['java', 'nested classes on one line', 'class A {'.repeat(10_000)],
  ['kotlin', 'nested classes', 'class A {\n'.repeat(20_000)],
  ['markdown', 'nothing but headings', '# a\n'.repeat(50_000)],
  ['markdown', 'nested quotes', `${'> '.repeat(50_000)}\n`],
  ['ipynb', 'brackets', '['.repeat(50_000)],
  ['markdown', 'a heading with a gap', `# a${' '.repeat(200_000)}b\n`.repeat(4)],
  ['groovy', 'words on one line', 'word '.repeat(200_000)],
  ['dart', 'types on many lines', `${'List<int> '.repeat(90)}\n`.repeat(500)],
  ['kotlin', 'open type parameters', `fun ${'<a'.repeat(200)}\n`.repeat(500)],
  ['haskell', 'an equation without end', `f ${'x '.repeat(190)}\n`.repeat(500)],
  ['cpp', 'templates without end', `void ${'a<b'.repeat(2_000)}::c() {}\n`],
  ['plaintext', 'one line of 5 MB', 'x'.repeat(5_000_000)],
  ['plaintext', 'one line of words', 'word '.repeat(1_000_000)],
  ['plaintext', 'nothing but line ends', '\n'.repeat(300_000)],
  ['typescript', 'a string of 5 MB', `const x = "${'a'.repeat(5_000_000)}";\n`],
  ['typescript', 'halves of characters', `\ud800 const a = 1;\n${'\udc00'.repeat(5_000)}`],
];

for (const [language, name, text] of HOSTILE) {
  test(`${language}: ${name}`, async () => {
    const { chunks } = await chunkDocument(text, language, parsers);
    assert.ok(
      chunks.every(({ startOffset, endOffset }) => endOffset > startOffset && endOffset - startOffset <= MAX_CHARS),
    );
    assert.equal(
      chunks.reduce((sum, { startOffset, endOffset }) => sum + endOffset - startOffset, 0),
      text.length,
    );
  });
}

test('no table of declarations is slow on lines that are made to be', async () => {
  const scraps = [
    'word ',
    'List<int> ',
    '<a',
    'a.',
    'a<b,',
    '@a(',
    '(a',
    'pub ',
    '  ',
    '[a',
    '{a',
    '=> a',
    '= ',
    '"a',
    'fun <a',
    'let a',
    'f ::',
    'a: ',
    'a-',
    ': a',
    '\t',
    'a, ',
    '*&',
    "'a",
    '@a ',
    '{% a',
    'a.a ',
    'sharing ',
    'cdef ',
    'pub(a) ',
  ];
  const starts =
    '|fun |class |function |type |create |FROM |public static |cdef |let a = |task |tasks.register(|(func |public |a = |      |{% block |local |class a'.split(
      '|',
    );
  const nasty = scraps.flatMap((first, row) =>
    starts.map((start, at) => `${start}${`${first}${scraps[(row + at) % scraps.length]}`.repeat(200)}`.slice(0, 400)),
  );
  for (const { id: language } of LANGUAGES.filter(({ scan }) => scan)) {
    const { chunks } = await chunkDocument(nasty.join('\n'), language, parsers);
    assert.ok(chunks.length > 10, language);
  }
});

const SOURCE = 'export class Uploader {\n  retry() {\n    return 1;\n  }\n}\n';

test('a parse that takes too long becomes windows of lines with a note, and the next one works', async () => {
  let isSlow = true;
  const slow = testParsers({
    parseTimeoutMs: 1,
    loadRuntime: () => spying((parse) => (isSlow ? delayed(parse) : parse())),
  });
  const first = await chunkDocument(SOURCE.repeat(200), 'typescript', slow);
  assert.match(first.note ?? '', /longer than 1 ms/);
  assert.equal(first.chunks[0]?.symbol, '');
  assert.ok(first.chunks.length > 1);
  isSlow = false;
  const second = await chunkDocument('let a = 1;\n', 'typescript', slow);
  assert.equal(second.note, undefined);
  assert.equal(second.chunks[0]?.symbol, 'a');
});

test('a grammar that cannot be loaded is said with each file, and other languages go on', async () => {
  const partly = createParsers((file) =>
    file.includes('python') ? Promise.reject(new Error('ENOENT')) : loadWasm(file),
  );
  for (let round = 0; round < 2; round++) {
    const { chunks, note } = await chunkDocument('def f():\n    pass\n', 'python', partly);
    assert.equal(note, 'without syntax tree: the python grammar cannot be loaded: ENOENT');
    assert.equal(chunks.length, 1);
  }
  const { definitions } = await outlineDocument(SOURCE, 'typescript', partly);
  assert.equal(definitions[0]?.symbol, 'Uploader');
});

test('a damaged grammar is said', async () => {
  const damaged = createParsers((file) =>
    file.includes('-go') ? Promise.resolve(new Uint8Array(64)) : loadWasm(file),
  );
  const { note } = await chunkDocument('package a\n', 'go', damaged);
  assert.match(note ?? '', /^without syntax tree: the go grammar cannot be loaded: /);
});

test('a fault costs one file its tree: the next works in a fresh runtime', async () => {
  let runtimes = 0;
  const faulty = testParsers({
    loadRuntime: () => {
      runtimes++;
      return spying((parse, text) => (text.includes('BOOM') ? fault() : parse()));
    },
  });
  const chunk = async (text: string) => (await chunkDocument(text, 'typescript', faulty)).note;
  for (const expected of [2, 3, 4, 5]) {
    assert.equal(await chunk('let BOOM'), 'without syntax tree: the typescript parser failed: unreachable');
    assert.equal(await chunk(SOURCE), undefined);
    assert.equal((await chunkDocument('def f(): pass\n', 'python', faulty)).note, undefined);
    assert.equal(runtimes, expected);
  }
});

test('an exception that is no fault costs one file', async () => {
  const clumsy = testParsers({
    loadRuntime: () => spying((parse, text) => (text.includes('BOOM') ? assert.fail('odd') : parse())),
  });
  assert.match((await chunkDocument('let BOOM', 'typescript', clumsy)).note ?? '', /failed: odd/);
  assert.equal((await chunkDocument(SOURCE, 'typescript', clumsy)).note, undefined);
});

/** A fresh runtime whose parsers go through `around`. */
function spying(
  around: (parse: () => ReturnType<Parser['parse']>, text: string) => ReturnType<Parser['parse']>,
): TreeSitter {
  const script = path.join(GRAMMARS_DIR, 'tree-sitter.js');
  delete require.cache[script];
  const { Language, Parser: Original } = require(script) as TreeSitter;
  class Spy extends Original {
    override parse(...parameters: Parameters<Parser['parse']>): ReturnType<Parser['parse']> {
      return around(() => super.parse(...parameters), String(parameters[0]));
    }
  }
  return { Language, Parser: Spy };
}

/** The clock is looked at during the parse, so time that passes before it counts. */
function delayed(parse: () => ReturnType<Parser['parse']>): ReturnType<Parser['parse']> {
  const until = performance.now() + 20;
  while (performance.now() < until);
  return parse();
}

function fault(): never {
  throw Object.assign(new Error('unreachable'), { name: 'RuntimeError' });
}
