/** Duplicates through the engine: over folders on a disk, with names, places and progress; stopped when asked to. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { DuplicatesProgress } from '../../src/protocol/engine';
import { openEngine, write } from '../support/workspace';

const copied = (
  name: string,
  extra = '',
) => `export function ${name}(orders: Order[], today: Date): Map<string, number> {
  const totals = new Map<string, number>();
  for (const order of orders) {
    if (order.canceled || order.due.getTime() > today.getTime()) continue;
    const amount = order.lines.reduce((sum, line) => sum + line.price * line.count, 0);
    totals.set(order.customer, (totals.get(order.customer) ?? 0) + amount);${extra}
  }
  return totals;
}
`;
const FILES = {
  'src/billing.ts': `import { Order } from './order';\n\n${copied('dueAmounts')}`,
  'src/report.ts': `const TITLE = 'Due';\n\n${copied('dueAmounts')}\nexport const title = TITLE;\n`,
  'src/archive.ts': copied('archivedAmounts', '\n    archive.note(order.customer);'),
  'generated/api.ts': copied('dueAmounts'),
  'data/due.json': JSON.stringify({ text: copied('dueAmounts') }),
};

test('copies are named and placed; generated files and data are left out', async (t) => {
  const { engine } = await openEngine(t, FILES);
  await engine.update({ corpusId: 'main' });
  const { clusters, counts, documents } = await engine.duplicates({});
  const [cluster] = clusters;
  assert.deepEqual(
    [documents, clusters.length, counts.passages, cluster!.grade, cluster!.savedLines],
    [3, 1, 3, 'edited', 18],
  );
  assert.deepEqual(
    cluster!.passages.map(({ path: file, startLine, endLine, symbol, grade }) => [
      file,
      startLine,
      endLine,
      symbol,
      grade,
    ]),
    [
      ['src/archive.ts', 0, 9, 'archivedAmounts', 'edited'],
      ['src/billing.ts', 2, 10, 'dueAmounts', 'exact'],
      ['src/report.ts', 2, 10, 'dueAmounts', 'exact'],
    ],
  );
});

test('a cluster keeps its key when its passages move, and loses it when one changes', async (t) => {
  const { engine, dir } = await openEngine(t, FILES);
  await engine.update({ corpusId: 'main' });
  const keys = async () => (await engine.duplicates({})).clusters.map(({ key }) => key);
  const [before] = await keys();
  write(dir, { 'src/billing.ts': `// moved down\n\n\n${copied('dueAmounts')}` });
  await engine.update({ corpusId: 'main' });
  assert.deepEqual(await keys(), [before]);
  write(dir, { 'src/archive.ts': copied('archivedAmounts', '\n    archive.note(order.number);') });
  await engine.update({ corpusId: 'main' });
  assert.notDeepEqual(await keys(), [before]);
});

test('copies of what was just written are found, in the unsaved text too, and no others', async (t) => {
  const { engine } = await openEngine(t, { ...FILES, 'src/own.ts': 'export const own = 1;\n' });
  await engine.update({ corpusId: 'main' });
  const of = { corpusId: 'main', path: 'src/own.ts', startLine: 0, endLine: 20 };
  assert.deepEqual((await engine.duplicates({ of })).clusters, []);
  await engine.setUnsaved({ corpusId: 'main', path: 'src/own.ts', text: `const own = 1;\n\n${copied('dueAmounts')}` });
  const { clusters } = await engine.duplicates({ of });
  const mine = clusters[0]!.passages.find(({ path: file }) => file === 'src/own.ts')!;
  assert.deepEqual([clusters.length, mine.startLine, mine.grade], [1, 2, 'exact']);
});

test('shorter passages than asked for are none', async (t) => {
  const { engine } = await openEngine(t, FILES);
  await engine.update({ corpusId: 'main' });
  assert.deepEqual((await engine.duplicates({ minLines: 30 })).clusters, []);
});

test('it says how far it is, and ends when it is canceled', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`src/file${i}.ts`, copied(`amounts${i}`)]));
  const { engine } = await openEngine(t, many);
  await engine.update({ corpusId: 'main' });
  const progress: DuplicatesProgress[] = [];
  await engine.duplicates({}, { onProgress: (each) => progress.push(each) });
  assert.ok(progress.length > 0);
  assert.ok(progress.every(({ done, total }) => done <= total));
  const abort = new AbortController();
  const asked = engine.duplicates({}, { signal: abort.signal, onProgress: () => abort.abort() });
  await assert.rejects(asked, { code: 'canceled' });
});

test('a file that has gone since is no error', async (t) => {
  const { engine, dir } = await openEngine(t, FILES);
  await engine.update({ corpusId: 'main' });
  const { rmSync } = await import('node:fs');
  rmSync(path.join(dir, 'src/archive.ts'));
  const { documents, clusters } = await engine.duplicates({});
  assert.deepEqual([documents, clusters[0]!.grade], [2, 'exact']);
});
