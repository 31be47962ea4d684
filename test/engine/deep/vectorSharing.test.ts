/** Deep vectors belong to texts: worktrees of a repository share them, and all of them together keep within a limit. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DEFAULT_DEEP_INDEXING_POLICY } from '../../../src/engine/deep/deepModel';
import type { Engine } from '../../../src/engine/engine';
import { repositoryKey } from '../../../src/engine/files/repository';
import { diskFiles } from '../../../src/storage/disk/files';
import { trimVectors, USED_FILE } from '../../../src/storage/vectors/vectorBudget';
import { installSmallModel } from '../../support/installJina';
import { until } from '../../support/until';
import { createEngine, PROJECT, temporaryFolder, write } from '../../support/workspace';

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd, stdio: 'pipe' });

async function engineOver(t: { after(clean: () => unknown): void }, dir: string, base: string, model: string) {
  const engine = createEngine({ fillInBackground: true, vectorsDir: path.join(base, 'vectors') });
  t.after(() => engine.dispose());
  await engine.open({ id: 'main', name: 'main', root: dir, indexDir: `${dir}-index` });
  await engine.setDeepModel(model);
  await engine.update({ corpusId: 'main' });
  return engine;
}

async function isCovered(engine: Engine): Promise<boolean> {
  const { chunks, deepChunks } = (await engine.status()).corpora[0]!;
  return chunks > 0 && deepChunks === chunks;
}

test('a worktree of the same repository, and another branch, find the vectors that are there', async (t) => {
  const base = temporaryFolder(t);
  const model = path.join(base, 'model');
  await installSmallModel(model);
  const [first, second] = [path.join(base, 'first'), path.join(base, 'second')];
  write(first, PROJECT);
  git(first, 'init', '-q', '-b', 'main');
  git(first, 'add', '.');
  git(first, 'commit', '-qm', 'one');
  git(first, 'worktree', 'add', '-q', '-b', 'other', second);
  assert.equal(await repositoryKey(first), await repositoryKey(second));
  assert.equal(await repositoryKey(first), await repositoryKey(path.join(second, 'src')));
  assert.notEqual(await repositoryKey(first), await repositoryKey(base));

  const engine = await engineOver(t, first, base, model);
  await until(() => isCovered(engine));
  await engine.dispose();

  // Without inference: what the worktree has is what the first folder left.
  fs.rmSync(path.join(second, 'docs'), { recursive: true });
  const reader = createEngine({ vectorsDir: path.join(base, 'vectors') });
  t.after(() => reader.dispose());
  await reader.open({ id: 'main', name: 'main', root: second, indexDir: path.join(base, 'second-index') });
  await reader.setDeepModel(model);
  await reader.update({ corpusId: 'main' });
  await until(() => isCovered(reader));
  assert.equal((await reader.status()).deep.state, 'idle');
});

test('above the limit nothing more is embedded, and the status says so', async (t) => {
  const base = temporaryFolder(t);
  const model = path.join(base, 'model');
  await installSmallModel(model);
  const dir = path.join(base, 'first');
  write(dir, PROJECT);
  const engine = createEngine({ fillInBackground: true, vectorsDir: path.join(base, 'vectors') });
  t.after(() => engine.dispose());
  engine.setDeepIndexingPolicy({
    ...DEFAULT_DEEP_INDEXING_POLICY,
    pauseOnBattery: false,
    pauseWhenBusy: false,
    vectorLimitBytes: 1000,
  });
  await engine.open({ id: 'main', name: 'main', root: dir, indexDir: path.join(base, 'index') });
  await engine.setDeepModel(model);
  await engine.update({ corpusId: 'main' });
  await until(async () => /limit for deep vectors/.test((await engine.status()).deep.detail ?? ''));
  assert.ok((await engine.status()).vectorsSizeBytes! > 1000);
});

test('vectors used least recently go first; open ones stay', async (t) => {
  const all = temporaryFolder(t);
  const folder = (name: string, usedMs: number) => {
    const at = path.join(all, name);
    write(at, { 'a.kvx': 'x'.repeat(1000), [USED_FILE]: '' });
    for (const file of fs.readdirSync(at)) fs.utimesSync(path.join(at, file), usedMs / 1000, usedMs / 1000);
    return at;
  };
  const old = folder('repository-a/jina', 1_000_000);
  const oldest = folder('repository-b/jina', 500_000);
  const recent = folder('repository-b/minilm', 9_000_000);
  assert.deepEqual(await trimVectors(diskFiles, all, 5000, () => false), { sizeBytes: 3000, removedBytes: 0 });
  assert.deepEqual(await trimVectors(diskFiles, all, 2500, (at) => at === oldest), {
    sizeBytes: 2000,
    removedBytes: 1000,
  });
  assert.deepEqual([old, oldest, recent].map(fs.existsSync), [false, true, true]);
  await trimVectors(diskFiles, all, 1000, () => false);
  assert.deepEqual([oldest, recent].map(fs.existsSync), [false, true]);
  assert.deepEqual(await trimVectors(diskFiles, path.join(all, 'none'), 1, () => false), {
    sizeBytes: 0,
    removedBytes: 0,
  });
});
