import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { createMatcher } from '../../../src/core/exact/findMatches';
import { textConditions } from '../../../src/core/exact/textCondition';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { asksForTexts, parseQuery } from '../../../src/core/query/filters';
import { deepEvidence } from '../../../src/core/ranking/deepSource';
import type { DeepEvidence, RankOptions } from '../../../src/core/ranking/evidence';
import type { Hit } from '../../../src/core/ranking/hit';
import { rank } from '../../../src/core/ranking/rank';
import { similar } from '../../../src/core/ranking/similar';
import type { Snapshot } from '../../../src/core/snapshot';
import { type IndexedChunk, indexFiles, model, snapshotOf } from './corpus';

const FILES = {
  'src/upload/uploadQueue.ts': `/** Uploads wait here and are tried again when the network fails. */
export class UploadQueue {
  retry(job: Job): void {
    if (job.attempts < MAX_ATTEMPTS) this.schedule(job, backoff(job.attempts));
  }
}
`,
  'src/upload/uploadQueue.test.ts': `test('retry schedules the upload again', () => {
  const queue = new UploadQueue();
  queue.retry(failedUpload);
});
`,
  'src/session/cookies.py': `def sign_session(session, secret_key):
    """Serialize the session and sign it, so that the browser cannot change it."""
    payload = json.dumps(session)
    return payload + "." + hmac_digest(secret_key, payload)
`,
  'src/http/server.go': `package http

// ListenAndServe accepts connections until the listener is closed.
func ListenAndServe(address string) error {
	listener, err := net.Listen("tcp", address)
	return serve(listener, err)
}
`,
  'docs/uploads.md': '# Uploads\n\nFailed uploads are retried with a growing delay.\n',
  'vendor/lib/retry.js':
    'module.exports = function retry(upload, times) { return upload().catch(() => retry(upload, times - 1)); };\n',
  'docs/안내.md': '# 로그인\n\n사용자가 로그인하면 세션을 저장합니다.\n',
};

let indexed: IndexedChunk[];
let snapshot: ReturnType<typeof snapshotOf>;
before(async () => {
  indexed = await indexFiles(FILES);
  snapshot = snapshotOf(indexed);
});

function search(text: string, options: Partial<RankOptions> = {}, on: Snapshot = snapshot): Hit[] {
  const query = analyzeQuery(text);
  return rank(on, query, { limit: 10, queryVector: model.embedQuery(query.embeddingText), ...options }).hits;
}
const searchWords = (text: string, isTyping: boolean) =>
  rank(snapshot, analyzeQuery(text, { isTyping }), { limit: 10 }).hits;
const pathsOf = (hits: readonly Hit[]) => hits.map(({ chunk }) => chunk.path);

describe('ranking', () => {
  const cases: [query: string, first: string][] = [
    ['where are failed uploads retried', 'src/upload/uploadQueue.ts'],
    ['UploadQueue', 'src/upload/uploadQueue.ts'],
    ['uploadqueue', 'src/upload/uploadQueue.ts'],
    ['UploadQueue.retry', 'src/upload/uploadQueue.ts'],
    ['test of the upload queue', 'src/upload/uploadQueue.test.ts'],
    ['documentation of uploads', 'docs/uploads.md'],
    ['how are cookies signed', 'src/session/cookies.py'],
    ['세션에 서명하는 곳', 'src/session/cookies.py'],
    ['사용자 로그인 안내', 'docs/안내.md'],
    ['accept connections', 'src/http/server.go'],
    ['src/session/cookies.py', 'src/session/cookies.py'],
    [
      'Error: no\n    at sign (/home/me/app/src/session/cookies.py:3:1)\n    at main (main.py:1:1)',
      'src/session/cookies.py',
    ],
  ];
  for (const [query, first] of cases) it(query, () => assert.equal(search(query)[0]!.chunk.path, first));

  it('explains each score by parts that sum to it, for any query and tier', () => {
    const words = fc.constantFrom(
      'retry',
      'upload',
      'UploadQueue',
      'session',
      '로그인',
      'test',
      'docs',
      'server',
      'the',
      'xyzzy',
      '-failed',
    );
    const query = fc.array(words, { minLength: 1, maxLength: 6 }).map((each) => each.join(' '));
    fc.assert(
      fc.property(query, fc.boolean(), fc.boolean(), fc.nat(), (text, withVector, withDeep, ageMs) => {
        const hits = search(text, {
          ageMsOf: ({ ordinal }) => (ordinal % 2 ? ageMs * ordinal : undefined),
          ...(withVector ? {} : { queryVector: undefined }),
          ...(withDeep ? { deep: [deepOf(text)] } : {}),
        });
        for (const { score, reasons } of hits) {
          const sum = reasons.reduce((total, { value }) => total + value, 0);
          assert.ok(Math.abs(sum - score) < 1e-9, `${sum} is not ${score}`);
          assert.ok(score <= 1, `${score} is above 1`);
          assert.ok(reasons.every(({ value }) => value !== 0 && Number.isFinite(value)));
        }
        assert.deepEqual(
          hits.map(({ score }) => score),
          hits.map(({ score }) => score).sort((a, b) => b - a),
        );
      }),
    );
  });

  it('leaves a changelog lowered where documents are wanted', async () => {
    const text = '# Uploads\n\nUploads are retried.\n';
    const both = snapshotOf(await indexFiles({ 'CHANGELOG.md': text, 'docs/uploads.md': text }));
    const named = (query: string) => {
      const changelog = search(query, {}, both).find(({ chunk }) => chunk.path === 'CHANGELOG.md');
      return changelog!.reasons.some(({ name }) => name === 'changelog');
    };
    assert.equal(named('how do I retry uploads'), true);
    assert.equal(named('changelog: uploads are retried'), false);
  });

  it('finds what a word becomes that is still being typed', () => {
    const paths = (text: string, isTyping: boolean) => pathsOf(searchWords(text, isTyping));
    assert.deepEqual(paths('liste', false), []);
    assert.deepEqual(paths('liste', true), ['src/http/server.go']);
    assert.equal(paths('UploadQ', true)[0], 'src/upload/uploadQueue.ts');
    assert.equal(paths('serializ', true)[0], 'src/session/cookies.py');
    // The letters of its stem are fewer than those that are typed already.
    assert.equal(paths('listene', true)[0], 'src/http/server.go');
    // A word that is followed by something is whole, and so is one within a filter.
    assert.deepEqual(paths('liste ', true), []);
    assert.deepEqual(paths('liste path:src', true), []);
    // Two letters begin too many words.
    assert.deepEqual(paths('li', true), []);
  });

  it('ranks a word that is whole as if nobody were typing', () => {
    for (const [query] of cases) assert.equal(searchWords(query, true)[0]?.score, searchWords(query, false)[0]?.score);
  });

  it('knows an identifier typed without capitals', () => {
    for (const name of ['listenandserve', 'uploadqueue']) assert.equal(searchWords(name, false).length > 0, true, name);
  });

  it('does not depend on how chunks are spread over segments', () => {
    for (const [query] of cases) {
      const [one, many] = [search(query), search(query, {}, snapshotOf(indexed, 5))];
      assert.deepEqual(pathsOf(many), pathsOf(one));
      many.forEach((hit, i) => {
        assert.ok(Math.abs(hit.score - one[i]!.score) < 1e-6);
      });
    }
  });

  it('says which words it found', () => {
    const words = search('failed uploads')[0]!.reasons.find(({ name }) => name === 'words');
    assert.match(words!.detail!, /uploads/);
  });

  it('lowers vendored files and tests', () => {
    const paths = pathsOf(search('retry an upload'));
    for (const lowered of ['vendor/lib/retry.js', 'src/upload/uploadQueue.test.ts'])
      assert.ok(paths.indexOf('src/upload/uploadQueue.ts') < paths.indexOf(lowered), lowered);
  });

  it('stays within 1 for a stack trace that names the line, and tells that line from the rest of the file', () => {
    const trace =
      'TypeError: sign_session failed\n    at sign_session (/app/src/session/cookies.py:2:1)\n    at main (main.py:1:1)';
    const heavy = { words: 1, fileWords: 1, dense: 1, definition: 1, fileReference: 0.5 };
    const [first] = search(trace, { weights: heavy });
    assert.ok(first!.score > 0.9 && first!.score <= 1, String(first!.score));
    assert.ok(Math.abs(first!.reasons.reduce((sum, { value }) => sum + value, 0) - first!.score) < 1e-9);
    assert.equal(first!.chunk.path, 'src/session/cookies.py');
  });

  it('shows the lines of a stack trace, the innermost first, and passes over frames of other code', () => {
    const trace =
      'Error: no\n    at x (/deps/other/lib.js:9:1)\n    at ListenAndServe (/go/src/http/server.go:5)\n    at sign (/app/src/session/cookies.py:2:1)';
    const hits = search(trace);
    assert.deepEqual(pathsOf(hits).slice(0, 2), ['src/http/server.go', 'src/session/cookies.py']);
    for (const { reasons, score } of hits) {
      assert.ok(score <= 1);
      assert.ok(Math.abs(reasons.reduce((sum, { value }) => sum + value, 0) - score) < 1e-9);
    }
  });

  it('finds what was pasted where it stands as it is, where texts can be read', () => {
    const pasted = 'if (job.attempts < MAX_ATTEMPTS) this.schedule(job, backoff(job.attempts));\n}\n}';
    const [first] = search(pasted, { readText: snapshot.textOf });
    assert.equal(first!.chunk.path, 'src/upload/uploadQueue.ts');
    assert.ok(first!.reasons.some(({ name }) => name === 'verbatim'));
    assert.ok(!search(pasted)[0]!.reasons.some(({ name }) => name === 'verbatim'));
    assert.ok(
      search('where are failed uploads retried', { readText: () => assert.fail('a text was read') }).length > 0,
    );
  });

  it('says whether the best hit is relevant', () => {
    const isRelevant = (text: string) => {
      const query = analyzeQuery(text);
      const options = { limit: 5, queryVector: model.embedQuery(query.embeddingText), texts: textsWith(text) };
      return rank(snapshot, query, options).isRelevant;
    };
    for (const text of ['where are failed uploads retried', '세션에 서명하는 곳', 'lang:go', '"growing delay"'])
      assert.ok(isRelevant(text), text);
    for (const text of ['kubernetes pod eviction policy', '환율 계산', '"delay growing"', 'lang:cobol'])
      assert.ok(!isRelevant(text), text);
  });

  it('gives no more than the limit, and nothing for a query without words', () => {
    assert.equal(search('retry', { limit: 2 }).length, 2);
    assert.deepEqual(search('!?'), []);
    assert.deepEqual(search(''), []);
    assert.deepEqual(search('retry', {}, { segments: [] }), []);
  });
});

/** Which chunks hold what the query quotes, as the engine would find them in the files. */
function textsWith(query: string): RankOptions['texts'] {
  const { filters } = parseQuery(query);
  if (!asksForTexts(filters)) return undefined;
  const conditions = textConditions(filters).map((condition) => ({ ...condition, matcher: createMatcher(condition) }));
  const mask = snapshot.segments.map(({ chunks }, segment) =>
    Uint8Array.from(chunks, (_, ordinal) => {
      const text = snapshot.textOf({ segment, ordinal });
      const holds = ({ isNegative, matcher }: (typeof conditions)[number]) => {
        let count = 0;
        matcher(text, () => count++);
        return count > 0 !== isNegative;
      };
      return conditions.every(holds) ? 1 : 0;
    }),
  );
  return { mask, wanted: 100 };
}

describe('filters', () => {
  const cases: [query: string, paths: string[]][] = [
    ['retry lang:go', ['src/http/server.go']],
    ['upload path:src -path:*.test.ts retry lang:ts', ['src/upload/uploadQueue.ts']],
    ['retry is:test', ['src/upload/uploadQueue.test.ts']],
    ['sign kind:function path:session', ['src/session/cookies.py']],
    ['symbol:listenandserve', ['src/http/server.go']],
    ['lang:python', ['src/session/cookies.py']],
    ['"growing delay"', ['docs/uploads.md']],
    ['"delay growing"', []],
    ['uploads -attempts -test -module path:upload', ['docs/uploads.md']],
    ['retry path:src/**/*.go', ['src/http/server.go']],
    ['delay path:uploads -"growing delay"', []],
    ['delay path:uploads -"delay growing"', ['docs/uploads.md']],
  ];
  const found = (query: string) => [...new Set(pathsOf(search(query, { texts: textsWith(query) })))];
  for (const [query, paths] of cases) {
    it(query, () => {
      assert.deepEqual(found(query), paths);
    });
  }

  it('are answered alike each time, whatever was filtered for between', () => {
    for (let round = 0; round < 2; round++)
      for (const [query, paths] of cases) assert.deepEqual(found(query), paths, query);
  });

  it('that refuse nothing change nothing', () => {
    assert.deepEqual(search('retry failed uploads -path:nowhere'), search('retry failed uploads'));
  });

  it('work together with what the caller accepts', () => {
    const hits = search('retry', { accepts: (_, path) => path.startsWith('docs/') });
    assert.ok(hits.length > 0 && hits.every(({ chunk }) => chunk.path.startsWith('docs/')));
  });
});

describe('the tier', () => {
  const tierOf = (options: Partial<RankOptions>) => {
    const query = analyzeQuery('retry failed uploads');
    return rank(snapshot, query, { limit: 5, ...options }).tier;
  };

  it('names the best evidence used', () => {
    const queryVector = model.embedQuery('retry failed uploads');
    assert.equal(tierOf({}), 'lexical');
    assert.equal(tierOf({ queryVector }), 'embedded');
    assert.equal(tierOf({ queryVector, deep: [deepEvidence(queryVector, () => undefined)] }), 'embedded');
    assert.equal(tierOf({ queryVector, deep: [deepEvidence(queryVector, () => queryVector)] }), 'deep');
  });

  const scoreOf = (hits: readonly Hit[], path: string) => hits.find(({ chunk }) => chunk.path === path)!.score;
  /** Of a model whose cosines lie between `low` and 1: it finds one path better than all others that it covers. */
  const favoring = (path: string, low: number, covers: (path: string) => boolean): DeepEvidence => {
    const pathOf = new Map(indexed.map(({ chunk }) => [chunk.contentHash, chunk.path]));
    const found = Float32Array.of(1, 0);
    const other = Float32Array.of(low, Math.sqrt(1 - low ** 2));
    return deepEvidence(found, (hash) =>
      covers(pathOf.get(hash)!) ? (pathOf.get(hash) === path ? found : other) : undefined,
    );
  };

  it('deep lifts what the deep model finds and leaves chunks without a deep vector where they were', () => {
    const before = search('retry failed uploads');
    const [server, uncovered] = ['src/http/server.go', 'src/upload/uploadQueue.ts'];
    const after = search('retry failed uploads', { deep: [favoring(server, 0.1, (path) => path !== uncovered)] });
    assert.ok(scoreOf(after, server) > scoreOf(before, server));
    assert.equal(scoreOf(after, uncovered), scoreOf(before, uncovered));
    const target = after.find(({ chunk }) => chunk.path === server)!;
    assert.ok(target.reasons.some(({ name }) => name === 'deep'));
  });

  it('deep ranks the same whatever range the cosines of the model have', () => {
    const [narrow, wide] = [0.85, 0.1].map((low) =>
      search('retry failed uploads', { deep: [favoring('src/http/server.go', low, () => true)] }),
    );
    assert.deepEqual(pathsOf(narrow!), pathsOf(wide!));
    narrow!.forEach(({ score }, i) => {
      assert.ok(Math.abs(score - wide![i]!.score) < 1e-6);
    });
  });

  it('one deep vector alone says nothing about its chunk', () => {
    const before = search('retry failed uploads');
    const server = 'src/http/server.go';
    const after = search('retry failed uploads', { deep: [favoring(server, 0.1, (path) => path === server)] });
    assert.ok(Math.abs(scoreOf(after, server) - scoreOf(before, server)) < 1e-6);
  });
});

describe('similar', () => {
  const passage = (path: string) => {
    const { chunk, vector } = indexed.find((each) => each.chunk.path === path)!;
    return { vector, corpusId: 'test', path, startLine: chunk.startLine, endLine: chunk.endLine, limit: 3 };
  };

  it('finds kin and leaves the passage itself out', () => {
    const hits = similar(snapshot, passage('vendor/lib/retry.js'));
    assert.ok(hits.length > 0);
    assert.ok(!pathsOf(hits).includes('vendor/lib/retry.js'));
    assert.match(hits[0]!.chunk.path, /upload/);
    for (const { score, reasons } of hits)
      assert.ok(Math.abs(reasons.reduce((sum, { value }) => sum + value, 0) - score) < 1e-9);
  });

  it('leaves out every chunk that overlaps, but not the same path of another corpus', () => {
    const where = passage('src/session/cookies.py');
    assert.ok(!pathsOf(similar(snapshot, { ...where, startLine: 3, endLine: 3 })).includes(where.path));
    assert.equal(similar(snapshot, { ...where, corpusId: 'other' })[0]!.chunk.path, where.path);
  });

  it('finds a copy first', async () => {
    const copied = await indexFiles({ ...FILES, 'src/copy/tokens.py': FILES['src/session/cookies.py'] });
    assert.equal(
      similar(snapshotOf(copied, 3), passage('src/session/cookies.py'))[0]!.chunk.path,
      'src/copy/tokens.py',
    );
  });
});

/** Deep vectors that see nothing: of two dimensions, by the length of the text. */
function deepOf(text: string): DeepEvidence {
  return deepEvidence(Float32Array.of(1, 0), (hash) =>
    hash.length % 2 === text.length % 2 ? Float32Array.of(0.6, 0.8) : undefined,
  );
}
