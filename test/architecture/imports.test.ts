import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findViolations, importsOf, RULES, readImports, sourceFiles } from './imports';

const root = process.cwd();

test('every import below src/ goes in an allowed direction', () => {
  const imports = readImports(root);
  assert.ok(imports.size > 20, 'the sources were found');
  assert.deepEqual(findViolations(imports), []);
});

test('every folder that has a rule exists', () => {
  const folders = new Set(sourceFiles(root).map((file) => file.split('/')[1]));
  assert.deepEqual(
    Object.keys(RULES).filter((folder) => !folders.has(folder)),
    [],
  );
});

test('each rule can fail', async (t) => {
  const forbidden: [file: string, specifier: string][] = [
    ['src/core/text/words.ts', 'node:fs'],
    ['src/core/text/words.ts', 'vscode'],
    ['src/core/text/words.ts', 'vectra'],
    ['src/core/text/words.ts', '../../engine/protocol'],
    ['src/core/segment.ts', '../storage/indexStore'],
    ['src/storage/indexStore.ts', '../engine/protocol'],
    ['src/storage/indexStore.ts', 'onnxruntime-node'],
    ['src/storage/indexStore.ts', 'vscode'],
    ['src/inference/main.ts', 'vectra'],
    ['src/inference/main.ts', 'vscode'],
    ['src/inference/main.ts', '../engine/protocol'],
    ['src/engine/main.ts', '@huggingface/transformers'],
    ['src/engine/main.ts', 'onnxruntime-node'],
    ['src/engine/main.ts', 'onnxruntime-common'],
    ['src/engine/main.ts', 'vectra'],
    ['src/engine/corpusIndex.ts', '../storage/indexStore'],
    ['src/engine/deepTier.ts', '../storage/vectorCache'],
    ['src/engine/main.ts', 'vectra/lib/LocalIndex'],
    ['src/engine/main.ts', 'vscode'],
    ['src/engine/main.ts', '../extension/engineClient'],
    ['src/engine/main.ts', '../cli/output'],
    ['src/engine/main.ts', '../webview/messages'],
    ['src/cli/main.ts', '../storage/indexStore'],
    ['src/cli/main.ts', '../inference/deep/model'],
    ['src/engine/main.ts', '../download/download'],
    ['src/inference/main.ts', '../download/download'],
    ['src/download/download.ts', '../engine/protocol'],
    ['src/download/download.ts', 'vscode'],
    ['src/cli/main.ts', '../extension/engineClient'],
    ['src/cli/main.ts', 'vscode'],
    ['src/webview/search.ts', 'node:path'],
    ['src/webview/search.ts', 'vscode'],
    ['src/webview/search.ts', '../engine/protocol'],
    ['src/webview/search.ts', '../extension/main'],
    ['src/extension/main.ts', '../engine/corpusIndex'],
    ['src/extension/main.ts', '../engine/main'],
    ['src/extension/main.ts', '../core/text/words'],
    ['src/extension/main.ts', '../storage/indexStore'],
    ['src/extension/main.ts', '../inference/deep/encoder'],
    ['src/extension/main.ts', '@huggingface/transformers'],
    ['src/extension/main.ts', '../webview/search'],
    ['src/novelty/main.ts', './other'],
  ];
  for (const [file, specifier] of forbidden) {
    await t.test(`${file} -> ${specifier}`, () => {
      assert.equal(findViolations(new Map([[file, [specifier]]])).length, 1);
    });
  }
});

test('what is allowed passes', () => {
  const allowed = new Map([
    ['src/core/text/words.ts', ['../segment', 'picomatch', './stem']],
    ['src/storage/indexStore.ts', ['vectra', 'node:fs', '../core/segment']],
    ['src/inference/deep/encoder.ts', ['@huggingface/transformers', '../../core/embedder', '../models']],
    ['src/engine/main.ts', ['../core/segment', '../storage/store', '../inference/models', 'birpc']],
    ['src/cli/main.ts', ['../engine/protocol', 'node:util']],
    ['src/webview/search.ts', ['./messages']],
    ['src/extension/views/search.ts', ['vscode', '../../engine/protocol', '../../webview/messages']],
  ]);
  assert.deepEqual(findViolations(allowed), []);
});

test('imports are found in every form', () => {
  const source = `
    /** import nothing from 'comment'; */
    // import 'line-comment';
    import a from 'default';
    import type { B } from "type-only";
    import {
      c,
    } from 'several-lines';
    import 'side-effect';
    export * from 'all';
    export type { D } from 'again';
    const e = await import('dynamic');
    type F = typeof import('type-query');
    const g = require('required');
    const h = require.resolve('resolved');
    const notOne = Buffer.from('bytes');
    const address = 'https://example.test/'; // from 'after'
  `;
  assert.deepEqual(importsOf(source), [
    'default',
    'type-only',
    'several-lines',
    'side-effect',
    'all',
    'again',
    'dynamic',
    'type-query',
    'required',
    'resolved',
  ]);
});
