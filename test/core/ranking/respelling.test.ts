/** Typing errors: forgiven where a word is in no document, and never where it is one that people write. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { respell } from '../../../src/core/ranking/respelling';
import { editsBetween } from '../../../src/core/text/nearest';
import { indexFiles, model, snapshotOf } from './corpus';

const FILES = {
  'src/body.ts': '/** Parses the body of a request. */\nexport class BodyParser {\n  readonly catches = 1;\n}\n',
  'src/headers.ts': 'export function sendHeaders(response: Response) {\n  return response.separator;\n}\n',
  'docs/auth.md': '# Authentication\n\nTokens are received and serialized, within length.\n',
};
let snapshot: ReturnType<typeof snapshotOf>;

before(async () => {
  snapshot = snapshotOf(await indexFiles(FILES));
});

function read(query: string, isTyping = false): string | undefined {
  const options = { readText: snapshot.textOf, logProbabilityOf: model.logProbabilityOf };
  return respell(snapshot, analyzeQuery(query, { isTyping }), options)?.query;
}

describe('typing errors', () => {
  const cases: [query: string, read: string | undefined][] = [
    ['reqest boddy parsr', 'request body parser'],
    ['where is the authentiction', 'where is the authentication'],
    ['send heders path:heders', 'send headers path:heders'],
    ['sendHaeders', 'sendHeaders'],
    ['lenght of a tokne', 'length of a tokens'],
    // In a document, or words of their own: nothing to forgive.
    ['request body parser', undefined],
    ['caching middleware', undefined],
    ['kubernetes', undefined],
    // Quoted, pasted, or of another script.
    ['"reqest"', undefined],
    ['TypeError: reqest is undefined', undefined],
    ['요청 본문', undefined],
    ['xqzwvvk', undefined],
  ];
  for (const [query, expected] of cases)
    it(query, () => {
      assert.equal(read(query), expected);
    });

  it('are waited for in the word that is still typed', () => {
    assert.equal(read('body reqest', true), undefined);
    assert.equal(read('reqest body', true), 'request body');
  });
});

describe('edits', () => {
  const cases: [one: string, other: string, edits: number][] = [
    ['', '', 0],
    ['body', 'boddy', 1],
    ['tokne', 'token', 1],
    ['kitten', 'sitting', 3],
    ['abc', '', 3],
  ];
  for (const [one, other, edits] of cases)
    it(`between ${one} and ${other}`, () => {
      assert.deepEqual([editsBetween(one, other), editsBetween(other, one)], [edits, edits]);
      assert.ok(editsBetween(one, other, 1) > 1 === edits > 1);
    });
});
