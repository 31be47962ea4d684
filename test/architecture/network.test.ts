/**
 * Which sources can reach a network at all. What the processes really do is traced in test/engine/networkTrace.test.ts.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { importsOf, sourceFiles } from './imports';

const NETWORK_MODULE = /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/|$)|^undici(\/|$)/;
const NETWORK_GLOBAL = /\bfetch\b(?!\?)|\b(?:WebSocket|EventSource|XMLHttpRequest|sendBeacon)\b/;

/** Callers hand the downloader the `fetch` of their host: these may name it, and call nothing with it. */
const HANDS_IT_ON = new Set(['src/extension/models/modelSetup.ts', 'src/cli/modelCommand.ts']);

function reachesNetwork(source: string): boolean {
  const code = source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$|'(?:[^'\\\n]|\\.)*'|`[^`]*`/gm, '$1');
  return importsOf(source).some((name) => NETWORK_MODULE.test(name)) || NETWORK_GLOBAL.test(code);
}

test('only src/download can reach a network', () => {
  const reaching = sourceFiles(process.cwd()).filter((file) =>
    reachesNetwork(fs.readFileSync(path.join(process.cwd(), file), 'utf8')),
  );
  const elsewhere = reaching.filter((file) => !file.startsWith('src/download/') && !HANDS_IT_ON.has(file));
  assert.deepEqual(elsewhere, []);
  assert.ok(reaching.includes('src/download/transfer.ts'), 'the check finds what is there');
});

for (const source of [
  `import http from 'node:http';`,
  `const { get } = require('https');`,
  `await fetch(url);`,
  `new WebSocket(url)`,
  `navigator.sendBeacon(url)`,
]) {
  test(`it would be seen: ${source}`, () => assert.ok(reachesNetwork(source)));
}

for (const source of [`// fetch(url)`, `const words = 'fetch WebSocket';`, `terms(\`fetch\`)`]) {
  test(`it is none: ${source}`, () => assert.ok(!reachesNetwork(source)));
}
