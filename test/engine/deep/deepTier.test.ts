/**
 * Filling in deep vectors: order, what comes while it runs, failures, and questions beside it. The embedder is a fake
 * that can be held up.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChunkRecord } from '../../../src/core/snapshot';
import type { DeepCandidate, DeepCorpus } from '../../../src/engine/deep/deepCorpus';
import { DeepTier, type DeepTierOptions } from '../../../src/engine/deep/deepTier';
import type { Urgency } from '../../../src/engine/deep/governor';
import { EngineError } from '../../../src/protocol/errors';
import type { VectorStore } from '../../../src/storage/store';
import { until } from '../../support/until';

test('what the user works on goes first, then what was changed last', async (t) => {
  const { tier, embedded, addCorpus } = start(t, { fresh: () => [document('d'), document('b')] });
  addCorpus(['a', 'b', 'c', 'd'], { a: 1, b: 2, c: 3, d: 4 });
  tier.fill();
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['d', 'b', 'c', 'a']);
});

test('what is indexed while it fills is filled in, too', async (t) => {
  const { tier, embedder, embedded, addCorpus } = start(t);
  const names = addCorpus(['a', 'b']);
  embedder.hold();
  tier.fill();
  await until(() => embedder.running === 'a');
  names.push('c');
  tier.fill();
  embedder.release();
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['a', 'b', 'c']);
  assert.equal(tier.coverage('main'), 3);
});

test('what is indexed when it is about to end is filled in, too', async (t) => {
  let finished = 0;
  const { tier, embedded, addCorpus } = start(t, {
    governor: {
      pass: async () => false,
      rest: async () => undefined,
      finish: async () => {
        if (++finished > 1) return;
        names.push('late');
        tier.fill();
      },
    },
  });
  const names = addCorpus(['a']);
  tier.fill();
  await until(() => !tier.isFilling && finished === 2);
  assert.deepEqual(embedded, ['a', 'late']);
});

test('a document that is opened while it fills goes next', async (t) => {
  const fresh: { corpusId: string; path: string }[] = [];
  const { tier, embedder, embedded, addCorpus } = start(t, { fresh: () => fresh });
  addCorpus(['a', 'b', 'c']);
  embedder.hold();
  tier.fill();
  await until(() => embedder.running === 'a');
  fresh.push(document('c'));
  tier.fill();
  embedder.release();
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['a', 'c', 'b']);
});

test('only what is not fresh asks as the rest', async (t) => {
  const asked: Urgency[] = [];
  const { tier, addCorpus } = start(t, {
    fresh: () => [document('b')],
    governor: {
      ...FREE,
      pass: async (urgency) => {
        asked.push(urgency());
        return false;
      },
    },
  });
  addCorpus(['a', 'b']);
  tier.fill();
  await until(() => !tier.isFilling);
  assert.deepEqual(asked, ['fresh', 'rest']);
});

test('what another window did while this one waited is not done again', async (t) => {
  let waits = 0;
  const { tier, embedded, addCorpus, vectors } = start(t, {
    governor: {
      ...FREE,
      pass: async () => {
        if (++waits > 1) return false;
        vectors.set('a', new Float32Array(1));
        return true;
      },
    },
  });
  addCorpus(['a', 'b']);
  tier.fill();
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['b']);
});

test('a question embeds its candidates within its budget; what is left goes first in the background', async (t) => {
  const { tier, embedder, embedded, addCorpus, candidates } = start(t);
  addCorpus(['a', 'b', 'c', 'd']);
  await tier.embedWithin(1000, candidates('d'));
  assert.deepEqual(embedded, ['d']);
  embedder.hold();
  // The text in progress is not waited for.
  await tier.embedWithin(20, candidates('c', 'b'));
  assert.equal(embedder.running, 'c');
  embedder.release();
  tier.fill();
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['d', 'c', 'b', 'a']);
});

test('while a question embeds, the background stands still', async (t) => {
  const { tier, embedder, embedded, addCorpus, candidates } = start(t);
  addCorpus(['a', 'b', 'y', 'z']);
  embedder.hold();
  tier.fill();
  await until(() => embedder.running === 'a');
  const question = tier.embedWithin(5000, candidates('y', 'z'));
  embedder.release();
  await question;
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['a', 'y', 'z', 'b']);
});

test('a text that the process dies of is tried twice; the others are done', async (t) => {
  const { tier, embedder, embedded, addCorpus } = start(t, { retryMs: 10 });
  addCorpus(['a', 'deadly', 'z']);
  tier.fill();
  await until(() => tier.coverage('main') === 2);
  await until(() => !tier.isFilling);
  assert.deepEqual(embedded, ['a', 'z']);
  assert.equal(embedder.deaths, 2);
});

test('after a failure it says so and lets the machine rest, whatever is indexed meanwhile', async (t) => {
  const { tier, embedder, addCorpus } = start(t, { retryMs: 60_000 });
  const names = addCorpus(['deadly']);
  tier.fill();
  await until(() => tier.failure !== undefined && !tier.isFilling);
  names.push('b');
  tier.fill();
  assert.equal(tier.isFilling, false);
  assert.equal(embedder.deaths, 1);
});

const FREE: DeepTierOptions['governor'] = {
  pass: async () => false,
  rest: async () => undefined,
  finish: async () => undefined,
};

const document = (path: string) => ({ corpusId: 'main', path });

function start(t: { after(clean: () => void | Promise<void>): void }, options: Partial<DeepTierOptions> = {}) {
  const embedded: string[] = [];
  const vectors = new Map<string, Float32Array>();
  let held: Promise<void> | undefined;
  let release = (): void => undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const embedder = {
    fingerprint: 'fake',
    dims: 1,
    running: '',
    deaths: 0,
    hold() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
    async embed(texts: readonly string[]) {
      const name = texts[0]!.trim().split('\n').at(-1)!;
      const result = turn.then(async () => {
        embedder.running = name;
        await held;
        if (name === 'deadly') {
          embedder.deaths++;
          throw new EngineError('workerCrashed', 'inference', 'SIGKILL');
        }
        embedded.push(name);
        return [new Float32Array(1)];
      });
      turn = result.catch(() => undefined);
      return result;
    },
    dispose: async () => undefined,
  };
  const tier = new DeepTier(embedder, { governor: FREE, onProgress: () => undefined, fresh: () => [], ...options });
  t.after(() => {
    release();
    return tier.dispose();
  });

  /** One chunk for each name, in a document of that name. */
  function addCorpus(names: string[], modifiedMs: Record<string, number> = {}): string[] {
    const cache = {
      dims: 1,
      folder: '',
      has: (hash: string) => vectors.has(hash),
      get: (hash: string) => vectors.get(hash),
      put: (entries: Iterable<{ hash: string; vector: Float32Array }>) => {
        for (const { hash, vector } of entries) vectors.set(hash, vector);
      },
      flush: async () => undefined,
      refresh: async () => false,
      retain: async () => 0,
      version: 0,
      placeOf: () => undefined,
      scan: () => () => 0,
    } satisfies VectorStore;
    const corpus: DeepCorpus = {
      cache,
      chunks: () => names.map(chunkOf),
      modifiedMs: (path) => modifiedMs[path] ?? -names.indexOf(path),
      readContent: async ({ path }) => path,
    };
    tier.addCorpus('main', corpus);
    return names;
  }

  const candidates = (...names: string[]): DeepCandidate[] =>
    names.map((name) => ({ chunk: chunkOf(name), corpusId: 'main' }));
  return { tier, embedder, embedded, vectors, addCorpus, candidates };
}

function chunkOf(name: string): ChunkRecord {
  return { path: name, contentHash: name, symbol: '' } as ChunkRecord;
}
