import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { grammarNames } from '../../src/core/chunking/parsers';

interface Metafile {
  outputs: Record<string, { inputs: Record<string, unknown>; imports: { path: string; external?: boolean }[] }>;
}

/** Packages that end up in a bundle, bundled or asked for when it runs. */
function packagesOf(metafiles: readonly Metafile[], output: string): Set<string> {
  const found = metafiles.map((metafile) => metafile.outputs[output]).find(Boolean);
  assert.ok(found, `${output} is in the metafile`);
  const bundled = Object.keys(found.inputs).flatMap((input) => {
    const packages = [...input.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
    return packages.length ? [packages.at(-1)![1]!] : [];
  });
  return new Set([...bundled, ...found.imports.map((imported) => imported.path)]);
}

const readMetafiles = (): Metafile[] =>
  JSON.parse(fs.readFileSync(path.join(process.cwd(), 'dist/meta.json'), 'utf8')) as Metafile[];

/** Parsing, embedding and scanning belong to the engine's and the inference process, unpacking to the CLI. */
const HEAVY = /^(@huggingface\/|onnxruntime|@vscode\/tree-sitter|web-tree-sitter|vectra|modern-tar|yauzl)/;
const heavyIn = (packages: Set<string>) => [...packages].filter((name) => HEAVY.test(name)).sort();

test('the extension host loads neither models nor parsers nor vectors', () => {
  assert.deepEqual(heavyIn(packagesOf(readMetafiles(), 'dist/extension.cjs')), []);
});

test('the webviews load no package but the one that checks messages', () => {
  for (const page of ['search', 'map']) {
    const packages = packagesOf(readMetafiles(), `dist/webview/${page}.js`);
    packages.delete('valibot');
    assert.deepEqual([...packages], [], page);
  }
});

test('the downloader is loaded when a model is to be brought, and carried by nobody', () => {
  const outputs = readMetafiles().flatMap((metafile) => Object.entries(metafile.outputs));
  const carries = (output: string) =>
    'src/download/transfer.ts' in outputs.find(([name]) => name === output)![1].inputs;
  assert.deepEqual(['dist/extension.cjs', 'dist/cli.cjs', 'dist/download.cjs'].map(carries), [false, false, true]);
});

test('the check sees what is bundled and what is asked for at run time', () => {
  const metafile: Metafile = {
    outputs: {
      'dist/extension.cjs': {
        inputs: { 'src/extension/main.ts': {}, 'node_modules/vectra/lib/LocalIndex.js': {} },
        imports: [{ path: 'onnxruntime-node', external: true }],
      },
    },
  };
  assert.deepEqual(heavyIn(packagesOf([metafile], 'dist/extension.cjs')), ['onnxruntime-node', 'vectra']);
});

test('the grammars that ship are those that are used', () => {
  const shipped = fs.readdirSync(path.join(process.cwd(), 'dist/grammars')).filter((file) => file.endsWith('.wasm'));
  const used = grammarNames().map((name) => `tree-sitter-${name}.wasm`);
  assert.deepEqual(shipped.sort(), [...used, 'tree-sitter.wasm'].sort());
});
