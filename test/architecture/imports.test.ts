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
    ['src/core/text/words.ts', '../../protocol/engine'],
    ['src/core/snapshot.ts', '../storage/indexStore'],
    ['src/storage/indexStore.ts', '../protocol/engine'],
    ['src/storage/indexStore.ts', 'onnxruntime-node'],
    ['src/storage/indexStore.ts', 'vscode'],
    ['src/inference/main.ts', 'vectra'],
    ['src/inference/main.ts', 'vscode'],
    ['src/inference/main.ts', '../protocol/engine'],
    ['src/engine/main.ts', '@huggingface/transformers'],
    ['src/engine/main.ts', 'onnxruntime-node'],
    ['src/engine/main.ts', 'onnxruntime-common'],
    ['src/engine/main.ts', 'vectra'],
    ['src/engine/indexing/corpusIndex.ts', '../../storage/indexStore'],
    ['src/engine/deep/deepTier.ts', '../../storage/vectors/vectorCache'],
    ['src/engine/main.ts', 'vectra/lib/LocalIndex'],
    ['src/engine/main.ts', 'vscode'],
    ['src/engine/main.ts', '../extension/engine/engineClient'],
    ['src/engine/main.ts', '../cli/output'],
    ['src/engine/main.ts', '../webview/search/main'],
    ['src/cli/main.ts', '../storage/indexStore'],
    ['src/cli/main.ts', '../inference/deep/transformer'],
    ['src/engine/main.ts', '../download/download'],
    ['src/inference/main.ts', '../download/download'],
    ['src/download/download.ts', '../protocol/engine'],
    ['src/download/download.ts', 'vscode'],
    ['src/cli/main.ts', '../extension/engine/engineClient'],
    ['src/cli/main.ts', 'vscode'],
    ['src/webview/search/main.ts', 'node:path'],
    ['src/webview/search/main.ts', 'vscode'],
    ['src/webview/search/main.ts', '../../protocol/engine'],
    ['src/webview/search/main.ts', '../../extension/main'],
    ['src/extension/main.ts', '../engine/indexing/corpusIndex'],
    ['src/extension/main.ts', '../engine/main'],
    ['src/extension/main.ts', '../core/text/words'],
    ['src/extension/main.ts', '../storage/indexStore'],
    ['src/extension/main.ts', '../inference/deep/transformer'],
    ['src/extension/main.ts', '@huggingface/transformers'],
    ['src/extension/main.ts', '../webview/search'],
    ['src/engine/engine.ts', '../evaluation/evaluate'],
    ['src/protocol/engine.ts', '../engine/engine'],
    ['src/protocol/channel.ts', 'node:child_process'],
    ['src/extension/main.ts', '../engine/engine'],
    ['src/map/workspaceMap.ts', '../engine/engine'],
    ['src/library/main.ts', 'vectra'],
    ['src/library/main.ts', '../storage/indexStore'],
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
    ['src/core/text/words.ts', ['../snapshot', 'picomatch', './stem']],
    ['src/storage/indexStore.ts', ['vectra', 'node:fs', '../core/snapshot']],
    ['src/inference/deep/transformer.ts', ['@huggingface/transformers', '../../core/embedder', '../presets']],
    ['src/engine/main.ts', ['../core/snapshot', '../storage/store', '../inference/presets', '../protocol/channel']],
    ['src/cli/main.ts', ['../protocol/engine', 'node:util']],
    ['src/webview/search/main.ts', ['../../protocol/searchBox']],
    ['src/extension/search/resultsView.ts', ['vscode', '../../protocol/engine', '../../protocol/searchBox']],
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
