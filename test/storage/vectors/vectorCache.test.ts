/** Deep vectors on disk: kept, merged, pruned, followed, and never wrong after a crash or a damage. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { VectorRows } from '../../../src/core/vectors/rows';
import { EngineError } from '../../../src/protocol/errors';
import { writeIndexFile } from '../../../src/storage/format/vectraIndex';
import { VectorCache, type VectorCacheOptions, verifyVectorFiles } from '../../../src/storage/vectors/vectorCache';
import { MemoryFiles } from '../memoryFiles';
import { asStored, hash, seededRandom } from '../shardData';

const DEEP = { fingerprint: 'jina', dims: 3 };

function open(files: MemoryFiles, options: Partial<VectorCacheOptions> = {}): Promise<VectorCache> {
  return VectorCache.open('/index/deep', { ...DEEP, files, ...options });
}

const vectorOf = (i: number) => asStored(Float32Array.of(i, i + 0.5, -i), 8);
const entry = (i: number) => ({ hash: hash(`${i}`), vector: Float32Array.of(i, i + 0.5, -i) });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const vectorFiles = (files: MemoryFiles) => files.paths().filter((file) => file.endsWith('.kvx'));

function assertHolds(cache: VectorCache, present: Iterable<number>, absent: Iterable<number> = []): void {
  for (const i of present) {
    assert.equal(cache.has(hash(`${i}`)), true, `${i} is there`);
    assert.deepEqual(cache.get(hash(`${i}`)), vectorOf(i));
  }
  for (const i of absent) {
    assert.equal(cache.has(hash(`${i}`)), false, `${i} is not there`);
    assert.equal(cache.get(hash(`${i}`)), undefined);
  }
}

test('vectors are found when put, and after a flush by the next process', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  const shared = Float32Array.of(1, 1.5, -1);
  cache.put([{ hash: hash('1'), vector: shared }]);
  shared.fill(9);
  cache.put([entry(2), entry(2)]);
  assertHolds(cache, [1, 2], [3]);
  assert.equal(cache.count, 2);
  assert.equal((await open(files)).count, 0);
  await cache.flush();
  assertHolds(cache, [1, 2], [3]);
  const again = await open(files);
  assertHolds(again, [1, 2], [3]);
  assert.deepEqual([again.count, again.dims, again.fingerprint], [2, 3, 'jina']);
  assert.deepEqual((await verifyVectorFiles(files, '/index/deep')).damages, []);
});

test('what is there already is not written again, and a flush of nothing writes nothing', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  cache.put([entry(1)]);
  await cache.flush();
  const steps = files.stepCount;
  cache.put([entry(1)]);
  await cache.flush();
  assert.equal(files.stepCount, steps);
});

test('many small flushes leave few files and write each vector a few times', async () => {
  const files = new MemoryFiles();
  let written = 0;
  const write = files.write.bind(files);
  files.write = (file, ...parts) => {
    for (const { byteLength } of parts) written += byteLength;
    return write(file, ...parts);
  };
  const cache = await open(files, { dims: 64 });
  const long = (i: number) => ({ hash: hash(`${i}`), vector: asStored(new Float32Array(64).fill(i), 8) });
  for (let i = 0; i < 2000; i += 4) {
    cache.put(range(i, i + 4).map(long));
    await cache.flush();
  }
  assert.ok(vectorFiles(files).length <= 28, `${vectorFiles(files).length} files`);
  const { sizeBytes } = await verifyVectorFiles(files, '/index/deep');
  assert.ok(written < sizeBytes * 8, `${written} bytes for ${sizeBytes}`);
  const again = await open(files, { dims: 64 });
  assert.equal(again.count, 2000);
  for (const i of range(0, 2000)) assert.deepEqual(again.get(hash(`${i}`)), long(i).vector);
});

test('retain forgets the others on disk too', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  for (const i of range(0, 20)) {
    cache.put([entry(i)]);
    if (i % 3 === 0) await cache.flush();
  }
  const kept = range(0, 20).filter((i) => i % 2 === 0);
  assert.equal(await cache.retain(new Set(kept.map((i) => hash(`${i}`)))), 10);
  const gone = range(0, 20).filter((i) => i % 2 === 1);
  assertHolds(cache, kept, gone);
  await cache.flush();
  assertHolds(await open(files), kept, gone);
  assert.equal(await cache.retain(new Set()), 10);
  assert.deepEqual([cache.count, vectorFiles(files).length], [0, 0]);
  cache.put([entry(5)]);
  assertHolds(cache, [5], [4]);
});

test('caches of several models live side by side', async () => {
  const files = new MemoryFiles();
  const jina = await open(files);
  const other = await open(files, { fingerprint: 'other' });
  const longer = await open(files, { dims: 4 });
  jina.put([entry(1)]);
  await jina.flush();
  other.put([{ hash: hash('1'), vector: asStored(Float32Array.of(7, 7, 7), 8) }]);
  await other.flush();
  assertHolds(await open(files), [1]);
  assert.deepEqual((await open(files, { fingerprint: 'other' })).get(hash('1')), asStored(Float32Array.of(7, 7, 7), 8));
  assert.throws(() => longer.put([entry(1)]), RangeError);
});

test('two processes add, merge and prune side by side and lose nothing that is wanted', async () => {
  const files = new MemoryFiles();
  const a = await open(files);
  const b = await open(files);
  for (const i of range(0, 40)) {
    a.put([entry(i)]);
    b.put([entry(i + 100)]);
    await Promise.all([a.flush(), b.flush(), i % 7 === 0 ? b.refresh() : undefined]);
  }
  await Promise.all([a.refresh(), b.refresh()]);
  const all = [...range(0, 40), ...range(100, 140)];
  assertHolds(a, all);
  assertHolds(b, all);
  await a.retain(new Set(all.slice(10).map((i) => hash(`${i}`))));
  assert.equal(await b.refresh(), true);
  assertHolds(b, all.slice(10), all.slice(0, 10));
  assert.equal(await b.refresh(), false);
  assert.deepEqual([...a.notices, ...b.notices], []);
});

test('a read-only cache writes nothing and keeps what is put in memory', async () => {
  const files = new MemoryFiles();
  const writer = await open(files);
  writer.put([entry(1)]);
  await writer.flush();
  const before = files.stepCount;
  const reader = await open(files, { readOnly: true });
  reader.put([entry(2)]);
  await reader.flush();
  await reader.refresh();
  assert.equal(await reader.retain(new Set([hash('1')])), 1);
  assertHolds(reader, [1], [2]);
  assert.equal(files.stepCount, before);
});

test('a crash at any step of flushing, merging and pruning loses nothing that was flushed before, and leaves no damage', async () => {
  const prepare = async () => {
    const files = new MemoryFiles();
    const cache = await open(files);
    for (const i of range(0, 7)) {
      cache.put([entry(i)]);
      await cache.flush();
    }
    return { files, cache };
  };
  const work = async (cache: VectorCache) => {
    cache.put([entry(7)]);
    await cache.flush(); // the eighth: merges
    await cache.retain(new Set(range(0, 6).map((i) => hash(`${i}`))));
  };
  const whole = await prepare();
  const before = whole.files.stepCount;
  await work(whole.cache);
  const steps = whole.files.stepCount - before;
  assert.ok(steps > 20, `${steps} steps`);
  for (let step = 1; step <= steps; step++) {
    const { files, cache } = await prepare();
    files.crashAtStep = files.stepCount + step;
    await work(cache).catch(() => undefined);
    const ends = [
      files.afterKill(),
      ...[1, 2, 3, 4].map((seed) => files.afterPowerCut(seededRandom(seed * 100 + step))),
    ];
    for (const left of ends) {
      const again = await open(left);
      assert.deepEqual(again.notices, [], `step ${step}`);
      assertHolds(again, range(0, 6));
      again.put([entry(50)]);
      await again.flush();
      assertHolds(await open(left), [...range(0, 6), 50]);
    }
  }
});

test('a temporary file left by a crash is removed when it is old, not when somebody may be writing it', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  cache.put([entry(1)]);
  await cache.flush();
  const temporary = `${vectorFiles(files)[0]}.tmp`;
  files.setBytes(temporary, new Uint8Array(3));
  await open(files);
  assert.ok(files.paths().includes(temporary));
  await files.touch(temporary, Date.now() - 3_600_000);
  await open(files);
  assert.ok(!files.paths().includes(temporary));
});

test('a flipped bit in any byte costs that file alone and is said', async () => {
  const clean = new MemoryFiles();
  const cache = await open(clean);
  cache.put([entry(1)]);
  await cache.flush();
  const [first] = vectorFiles(clean);
  cache.put([entry(2)]);
  await cache.flush();
  const bytes = clean.bytesOf(first!);
  let lost = 0;
  for (let at = 0; at < bytes.length; at++) {
    const files = clean.afterKill();
    files.setBytes(
      first!,
      Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ (1 << (at % 8)) : byte)),
    );
    const again = await open(files);
    assertHolds(again, [2]);
    if (again.notices.length === 0) {
      assert.equal(bytes[at], 0, `byte ${at} was not noticed`);
      assertHolds(again, [1]);
      continue;
    }
    lost++;
    assert.deepEqual(
      again.notices.map(({ code, path }) => [code, path]),
      [['indexCorrupt', first]],
    );
    assertHolds(again, [], [1]);
    assert.ok(!files.paths().includes(first!));
  }
  assert.ok(lost > bytes.length / 2);
});

test('a file with a component that is no number is refused, said and removed; its passages are embedded again', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  cache.put([entry(1)]);
  await cache.flush();
  const rows = new VectorRows(3, Int8Array.of(1, 2, 3), Float32Array.of(Number.NaN));
  const broken = `${cache.folder}/1-broken.kvx`;
  await writeIndexFile(files, broken, {
    info: { version: 1, metadataConfig: {}, properties: { kind: 'deep', fingerprint: DEEP.fingerprint } },
    dims: 3,
    vectors: rows,
    items: { rowCount: 1, columns: [{ name: 'id', cells: [hash('2')] }] },
    metadata: { rowCount: 1, columns: [] },
    extras: new Map(),
  });
  const again = await open(files);
  assert.deepEqual(
    again.notices.map(({ code, path, detail }) => [code, path, detail]),
    [['indexCorrupt', broken, 'a vector has a component that is no number']],
  );
  assertHolds(again, [1], [2]);
  assert.ok(!files.paths().includes(broken));
  assert.throws(() => again.put([{ hash: hash('2'), vector: Float32Array.of(1, Number.NaN, 0) }]), RangeError);
  again.put([entry(2)]);
  await again.flush();
  assertHolds(await open(files), [1, 2]);
});

test('a full disk rejects the flush, keeps the vectors, and the next flush writes them', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  for (let step = 1; step <= 7; step++) {
    const failAt = files.stepCount + step;
    files.refuse = (kind, _file, n) => (n >= failAt && kind !== 'remove' ? 'ENOSPC' : undefined);
    cache.put([entry(step)]);
    await assert.rejects(cache.flush(), (e) => e instanceof EngineError && e.code === 'diskFull', `step ${step}`);
    assertHolds(cache, range(1, step + 1));
    files.refuse = () => undefined;
    await cache.flush();
    assertHolds(await open(files), range(1, step + 1));
    assert.equal(files.paths().filter((file) => file.endsWith('.tmp')).length, 0);
  }
});

test('any sequence of puts, flushes, prunings and reopenings agrees with a map', async () => {
  const action = fc.oneof(
    fc.record({ kind: fc.constant('put' as const), ids: fc.array(fc.nat(60), { maxLength: 12 }) }),
    fc.constant({ kind: 'flush' as const }),
    fc.record({ kind: fc.constant('retain' as const), ids: fc.array(fc.nat(60), { maxLength: 60 }) }),
    fc.constant({ kind: 'reopen' as const }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const files = new MemoryFiles();
      let cache = await open(files);
      let expected = new Set<number>();
      for (const next of actions) {
        if (next.kind === 'put') {
          cache.put(next.ids.map(entry));
          expected = new Set([...expected, ...next.ids]);
        } else if (next.kind === 'retain') {
          await cache.retain(new Set(next.ids.map((i) => hash(`${i}`))));
          expected = new Set([...expected].filter((i) => next.ids.includes(i)));
        } else {
          await cache.flush();
          if (next.kind === 'reopen') cache = await open(files);
        }
        assert.equal(cache.count, expected.size);
        assertHolds(
          cache,
          expected,
          range(0, 61).filter((i) => !expected.has(i)),
        );
      }
    }),
    { numRuns: 100 },
  );
});

test('a scan gives the cosine at each place, of what is on disk and of what is not yet', async () => {
  const files = new MemoryFiles();
  const cache = await open(files);
  const query = Float32Array.of(0.5, 0.25, -1);
  const assertScanned = (count: number) => {
    const cosineAt = cache.scan(query);
    for (const i of range(1, count)) {
      const expected = vectorOf(i).reduce((sum, value, k) => sum + value * query[k]!, 0);
      const found = cosineAt(cache.placeOf(hash(`${i}`))!);
      assert.ok(Math.abs(found - expected) <= 0.02 * Math.abs(expected), `${i}: ${found} is not ${expected}`);
    }
  };
  cache.put(range(1, 5).map(entry));
  assertScanned(5);
  await cache.flush();
  const { version } = cache;
  assert.equal(cache.version, version);
  cache.put(range(3, 9).map(entry));
  assert.notEqual(cache.version, version);
  assertScanned(9);
  assert.equal(cache.placeOf(hash('9')), undefined);
  await cache.retain(new Set([hash('2'), hash('7')]));
  assert.equal(cache.placeOf(hash('3')), undefined);
  assert.deepEqual(
    [2, 7].map((i) => cache.placeOf(hash(`${i}`)) !== undefined),
    [true, true],
  );
});
