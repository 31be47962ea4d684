import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { loadEmbeddedModel } from '../../../src/inference/embedded/loadEmbedded';
import { readTokens } from '../../../src/inference/embedded/tokenizer';
import { createVocabulary, type VocabularyFile } from '../../../src/inference/embedded/vocabulary';

interface Reference {
  tokens(text: string): number[];
  encode(parts: [text: string, power: number, weight: number][]): Float32Array;
}

const root = process.cwd();
const modelDir = path.join(root, 'models/embedded');
const model = loadEmbeddedModel(modelDir);
const vocabularyFile: VocabularyFile = JSON.parse(fs.readFileSync(path.join(modelDir, 'vocabulary.json'), 'utf8'));
const vocabulary = createVocabulary(vocabularyFile);
const tokensOf = (text: string) => {
  const rows: number[] = [];
  readTokens(text, vocabulary, (row) => rows.push(row));
  return rows;
};
const wordsOf = (text: string) => tokensOf(text).map((row) => vocabularyFile.words.split(' ')[row]);

const FILES_WANTED = 500;
const KOREAN = [
  '쿠키에 세션을 저장하고 서명하는 곳',
  '미들웨어는 어떻게 체이닝되나',
  '가',
  '파일 업로드 retry 로직, HTTP2 요청을 재시도하는 UploadQueue.retry()',
  '설정을 불러오지 못했습니다. 다시 시도하십시오.',
];

describe('the encoder against the reference encoder', () => {
  let reference: Reference;
  let referenceDir: string;
  before(() => {
    // The reference reads the weights under the names they were made with.
    referenceDir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-reference-'));
    fs.copyFileSync(path.join(modelDir, 'embeddings.i8.bin'), path.join(referenceDir, 'emb.i8.bin'));
    fs.copyFileSync(path.join(modelDir, 'scales.f32.bin'), path.join(referenceDir, 'scale.f32.bin'));
    const { dims, words, logProbabilities } = vocabularyFile;
    fs.writeFileSync(
      path.join(referenceDir, 'vocab.json'),
      JSON.stringify({ dim: dims, vocab: words.split(' '), logp: logProbabilities }),
    );
    const require = createRequire(path.join(root, 'package.json'));
    reference = require(path.join(root, 'test/inference/embedded/reference/encode.reference.cjs')).load(referenceDir);
  });
  after(() => fs.rmSync(referenceDir, { recursive: true }));

  const assertAgrees = (file: string, text: string) => {
    assert.deepEqual(tokensOf(text), reference.tokens(text), file);
    const tail = file.split('/').slice(-3).join('/');
    assert.deepEqual(
      model.embedChunk(file, text),
      reference.encode([
        [text, 0.5, 1],
        [tail, 0.5, 1],
      ]),
      file,
    );
    assert.deepEqual(model.embedQuery(text), reference.encode([[text, 1, 1]]), file);
  };

  it(`agrees token for token and number for number over ${FILES_WANTED} real files`, () => {
    const files = realFiles(FILES_WANTED);
    assert.equal(files.length, FILES_WANTED);
    for (const file of files) assertAgrees(file, fs.readFileSync(path.join(root, file), 'utf8'));
  });

  it('agrees on Korean', () => {
    for (const text of KOREAN) assertAgrees('문서/설명.md', text);
  });

  it('agrees on any string of letters, digits and syllables', () => {
    const character = fc.constantFrom(...'abSsTXyz019_-. \n가각힣한글éß'.split(''));
    fc.assert(fc.property(fc.string({ unit: character, maxLength: 60 }), (text) => assertAgrees('a/b.ts', text)));
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => assertAgrees('a/b.ts', text)));
  });
});

describe('tokens', () => {
  const cases: [text: string, words: string[]][] = [
    ['HTTPServer', ['http', 'server']],
    ['user IDs', ['user', 'id']],
    ['retryUpload2', ['retry', 'upload', '2']],
    ['a b c', []],
    ['', []],
  ];
  for (const [text, words] of cases) it(JSON.stringify(text), () => assert.deepEqual(wordsOf(text), words));
});

describe('vectors', () => {
  it('have length 1, or 0 when no word is known', () => {
    const length = (vector: Float32Array) => Math.hypot(...vector);
    assert.ok(Math.abs(length(model.embedQuery('open a file')) - 1) < 1e-5);
    assert.equal(length(model.embedQuery('!?')), 0);
  });

  it('depend on the path of a chunk', () => {
    assert.notDeepEqual(
      model.embedChunk('src/cookie.ts', 'return value'),
      model.embedChunk('src/socket.ts', 'return value'),
    );
  });

  it('of another path weight have another fingerprint', () => {
    assert.notEqual(loadEmbeddedModel(modelDir, { pathWeight: 2 }).fingerprint, model.fingerprint);
  });
});

function realFiles(wanted: number): string[] {
  const found: string[] = [];
  const visit = (folder: string) => {
    for (const entry of fs.readdirSync(path.join(root, folder), { withFileTypes: true })) {
      if (found.length === wanted) return;
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(file);
      else if (
        /\.(ts|js|cjs|mjs|md|json|c|h|py)$/.test(entry.name) &&
        fs.statSync(path.join(root, file)).size < 200_000
      )
        found.push(file);
    }
  };
  for (const name of [
    'typescript',
    'vectra',
    '@types/node',
    '@types/vscode',
    'valibot',
    'mocha',
    'fast-check',
    'undici-types',
    '@huggingface/transformers',
  ])
    if (fs.existsSync(path.join(root, 'node_modules', name))) visit(`node_modules/${name}`);
  return found;
}
