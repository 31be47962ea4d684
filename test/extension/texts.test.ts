import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { lexer, type Token } from 'marked';
import {
  codeBlock,
  escapeMarkdown,
  formatBytes,
  formatCount,
  formatPercent,
  oneLine,
  shortAddress,
} from '../../src/extension/format';
import { activeGlobs, corporaOf, relativeTo, uniqueNames } from '../../src/extension/workspace/folders';

test('numbers as people read them', () => {
  assert.equal(formatCount(1204, 'en'), '1,204');
  assert.equal(formatCount(1204, 'ko'), '1,204');
  assert.equal(formatCount(1204, 'qps-ploc-nonsense!'), formatCount(1204, 'en'));
  assert.equal(formatBytes(161_895_621, 'en'), '162 MB');
  assert.equal(formatBytes(999, 'en'), '999 B');
  assert.equal(formatBytes(1500, 'en'), '1.5 kB');
});

test('a hundred per cent is said only when all is done', () => {
  assert.equal(formatPercent(999, 1000, 'en'), '99%');
  assert.equal(formatPercent(1000, 1000, 'en'), '100%');
  assert.equal(formatPercent(0, 0, 'en'), '0%');
});

test('one line is one line, short enough, and never half a character', () => {
  assert.equal(oneLine(' a\n\tb  c '), 'a b c');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 30 }), (text, limit) => {
      const line = oneLine(text, limit);
      assert.ok(line.length <= limit && !line.includes('\n'));
      assert.equal(Buffer.from(line, 'utf8').toString('utf8'), line);
    }),
  );
});

test('file names and code stay what they are in markdown', () => {
  assert.equal(escapeMarkdown('[x](command:y) <b> $(icon)'), '\\[x\\]\\(command\\:y\\) \\<b\\> \\$\\(icon\\)');
  assert.equal(codeBlock('a', 'ts'), '```ts\na\n```');
  assert.equal(codeBlock('````', 'x y'), '`````\n````\n`````');
});

/** What markdown makes of a text that it should show as it is: its tokens' types, and what a reader sees. */
function read(markdown: string): { types: Set<string>; text: string } {
  const types = new Set<string>();
  let text = '';
  const walk = (tokens: Token[]): void => {
    for (const token of tokens) {
      types.add(token.type);
      if ('tokens' in token && token.tokens) walk(token.tokens);
      else text += token.type === 'escape' ? token.raw.slice(1) : token.raw;
    }
  };
  walk(lexer(markdown));
  return { types, text };
}

test('no text becomes a link, an icon, HTML or emphasis in a tooltip', () => {
  const pieces = fc.constantFrom(
    ...[
      'https://x.y',
      'www.x.y',
      'a@b.cd',
      '<https://x>',
      '<b>',
      '[a](command:b)',
      '![a](b)',
      '[a]: b',
      '&lt;',
      '&#60;',
    ],
    ...[
      '$(trash)',
      '`',
      '**',
      '_',
      '~~',
      '# ',
      '> ',
      '- ',
      '1. ',
      '+ ',
      '---',
      '===',
      '|',
      '\\',
      '    ',
      '\t',
      '\n',
      '\r\n',
    ],
    ...[
      'a',
      '·',
      '한',
      ' ',
      ':',
      '@',
      '\u2028',
      'command:kindred.open',
      '<!--',
      '-->',
      '<?',
      'ftp://z',
      '[^1]',
      '- [ ] ',
    ],
  );
  const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (input) => {
      const { types, text: shown } = read(escapeMarkdown(input));
      for (const type of types) assert.ok(['paragraph', 'text', 'escape', 'space'].includes(type), `${type}: ${input}`);
      const words = (value: string) => value.replace(/[\s\u00a0\u2028]+/g, ' ').trim();
      assert.equal(words(shown), words(input));
    }),
    { numRuns: 5000 },
  );
});

test('an address is its file and its host', () => {
  assert.equal(shortAddress('https://hub.example/a/b/resolve/main/config.json?x=1'), 'config.json (hub.example)');
  assert.equal(shortAddress('http://hub.example'), 'hub.example');
  assert.equal(shortAddress('owner/model'), 'owner/model');
});

const folder = (name: string, fsPath: string) => ({ uri: `file://${fsPath}`, name, fsPath });

test('folders of one name are told apart by their parents', () => {
  assert.deepEqual(uniqueNames([folder('a', '/x/a'), folder('b', '/x/b')]), ['a', 'b']);
  assert.deepEqual(uniqueNames([folder('api', '/one/api'), folder('api', '/two/api')]), ['api (one)', 'api (two)']);
  assert.deepEqual(uniqueNames([folder('api', '/one/src/api'), folder('api', '/two/src/api')]), [
    'api (one/src)',
    'api (two/src)',
  ]);
});

test('every folder has an index folder of its own, of a short name', () => {
  const deep = `/very/${'long/'.repeat(200)}`;
  const corpora = corporaOf([folder('a', `${deep}a`), folder('a', `${deep}b`)], '/storage');
  assert.equal(new Set(corpora.map(({ indexDir }) => indexDir)).size, 2);
  for (const { indexDir } of corpora) assert.ok(path.basename(indexDir).length <= 32);
});

test('paths outside of a folder do not belong to it', () => {
  assert.equal(relativeTo('/w', '/w/src/a.ts'), 'src/a.ts');
  assert.equal(relativeTo('/w', '/w/..a'), '..a');
  assert.equal(relativeTo('/w', '/w'), undefined);
  assert.equal(relativeTo('/w', '/other/a'), undefined);
  assert.equal(relativeTo('/w', '/wider/a'), undefined);
});

test('only globs that are switched on count', () => {
  const settings = [{ '**/out': true, '**/*.js': { when: '$(basename).ts' }, '**/lib': false }, ['**/x', 3, ''], null];
  assert.deepEqual(activeGlobs(...settings), ['**/out', '**/x']);
});
