/** Unsaved edits are searched as if they were saved, with the editor's lines, and nothing of them reaches the disk. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Engine } from '../../../src/engine/engine';
import { shardOfPath } from '../../../src/storage/format/shard';
import { DEFAULT_SHARD_COUNT } from '../../../src/storage/indexStore';
import { openEngine, PROJECT, pathsFor, write } from '../../support/workspace';

const update = { corpusId: 'main' };
const FILE = 'src/upload.ts';
/** Long enough to be a passage of its own. */
const NEW_LINES = Array.from({ length: 40 }, (_, i) => `  sent += acknowledged(${i}) ? partSize(${i}) : 0;\n`).join('');
const NEW = `/** Counts the parts that are still to be sent. */\nexport function remainingParts(): number {\n${NEW_LINES}}\n\n`;
const EDITED = NEW + PROJECT[FILE];
const unsaved = (engine: Engine, text?: string, file = FILE) =>
  engine.setUnsaved({ ...update, path: file, ...(text !== undefined && { text }) });
const answers = async (engine: Engine, query: string) =>
  (await engine.search({ query, limit: 10, depth: 'full' })).results;

function contents(folder: string): Record<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const read = files.map(({ parentPath, name }) => path.join(parentPath, name)).filter((file) => !/lock/.test(file));
  return Object.fromEntries(read.sort().map((file) => [file, fs.readFileSync(file, 'base64')]));
}

test('an unsaved document is searched as it will be once it is saved', async (t) => {
  const { engine, dir, indexDir } = await openEngine(t);
  await engine.update(update);
  const onDisk = contents(indexDir);
  const chunkCount = (await engine.status()).corpora[0]!.chunks;
  const before = await answers(engine, 'retry the upload');

  await unsaved(engine, EDITED);
  const [found] = await answers(engine, 'how many parts remain to be sent');
  assert.deepEqual([found!.path, found!.startLine, found!.symbol], [FILE, 0, 'remainingParts']);
  assert.match(found!.preview, /^\/\*\* Counts the parts/);
  const laidOver = await answers(engine, 'retry the upload');
  assert.deepEqual([laidOver[0]!.path, laidOver[0]!.startLine], [FILE, NEW.split('\n').length - 1]);
  assert.match(laidOver[0]!.preview, /retryUpload/);
  const passages = await engine.passagesOf({ ...update, path: FILE });
  assert.equal((await engine.status()).corpora[0]!.chunks, chunkCount, 'counts are of the index');
  assert.deepEqual(contents(indexDir), onDisk);
  assert.equal(fs.readFileSync(path.join(dir, FILE), 'utf8'), PROJECT[FILE]);

  await unsaved(engine);
  assert.deepEqual(await answers(engine, 'retry the upload'), before);

  write(dir, { [FILE]: EDITED });
  await engine.update({ ...update, paths: [FILE] });
  assert.deepEqual(await answers(engine, 'retry the upload'), laidOver);
  assert.deepEqual(await engine.passagesOf({ ...update, path: FILE }), passages);
});

test('find similar compares what is on the screen', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  await unsaved(engine, EDITED);
  const { passage } = await engine.similar({ ...update, path: FILE, startLine: 2, limit: 5 });
  assert.deepEqual(passage, { startLine: 0, endLine: 43 });
});

test('a save of what was on the screen has nothing left to parse, and gives what the file alone would', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  await unsaved(engine, EDITED);
  write(dir, { [FILE]: EDITED });
  const report = await engine.update({ ...update, paths: [FILE] });
  assert.deepEqual([report.changed, report.phasesMs.parse], [1, 0]);
  const kept = await answers(engine, 'how many parts remain to be sent');
  await unsaved(engine);
  assert.deepEqual(await answers(engine, 'how many parts remain to be sent'), kept);

  const fresh = await openEngine(t, { ...PROJECT, [FILE]: EDITED });
  await fresh.engine.update(update);
  const { engine: other } = fresh;
  for (const query of ['how many parts remain to be sent', 'retry the upload'])
    assert.deepEqual(await answers(other, query), await answers(engine, query));
  assert.deepEqual(
    await other.passagesOf({ ...update, path: FILE }),
    await engine.passagesOf({ ...update, path: FILE }),
  );

  await unsaved(engine, PROJECT[FILE]);
  write(dir, { [FILE]: `${EDITED}// typed once more\n` });
  const { phasesMs } = await engine.update({ ...update, paths: [FILE] });
  assert.ok(phasesMs.parse > 0, 'another text than that on the screen is parsed');
});

test('a save takes nothing but its own document along, whatever else is in its part of the index', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  const shard = shardOfPath(FILE, DEFAULT_SHARD_COUNT);
  const names = Array.from({ length: 5000 }, (_, i) => `src/near${i}.ts`);
  const near = names.find((name) => shardOfPath(name, DEFAULT_SHARD_COUNT) === shard)!;
  const weigh = 'export function weighParcel(): number {\n  return 1;\n}\n';

  await unsaved(engine, EDITED);
  write(dir, { [near]: weigh });
  await engine.update({ ...update, paths: [near] });
  write(dir, { [FILE]: EDITED });
  await engine.update({ ...update, paths: [FILE] });
  assert.equal((await pathsFor(engine, 'weighParcel'))[0], near, 'what came after the typing is still there');
  assert.equal((await pathsFor(engine, 'remainingParts'))[0], FILE);
  const passages = await engine.passagesOf({ ...update, path: near });

  await unsaved(engine, `${weigh}\nexport function postParcel(): number {\n  return 2;\n}\n`, near);
  const typed = EDITED.replaceAll('remainingParts', 'partsLeft');
  await unsaved(engine, typed);
  write(dir, { [FILE]: typed });
  await engine.update({ ...update, paths: [FILE] });
  await unsaved(engine);
  await unsaved(engine, undefined, near);
  assert.equal((await pathsFor(engine, 'partsLeft'))[0], FILE);
  assert.deepEqual(await engine.passagesOf({ ...update, path: near }), passages, 'what is not saved is not indexed');
});

test('an update beneath it changes the other documents and leaves the unsaved one', async (t) => {
  const { engine, dir } = await openEngine(t);
  await engine.update(update);
  await unsaved(engine, EDITED);
  write(dir, { 'src/parcel.ts': 'export function weighParcel(): number {\n  return 1;\n}\n' });
  await engine.update(update);
  assert.equal((await pathsFor(engine, 'weighParcel'))[0], 'src/parcel.ts');
  assert.equal((await pathsFor(engine, 'remainingParts'))[0], FILE);
  await engine.rebuild('main');
  assert.equal((await pathsFor(engine, 'remainingParts'))[0], FILE);
});

test('the last text that came is the one that counts', async (t) => {
  const { engine } = await openEngine(t);
  await engine.update(update);
  const texts = Array.from({ length: 20 }, (_, i) => `export const version${i} = ${i};\n`.repeat(20 - i));
  await Promise.all(texts.map((text) => unsaved(engine, text)));
  const [found] = await answers(engine, 'version19');
  assert.deepEqual([found!.path, found!.startLine, found!.endLine], [FILE, 0, 0]);
  await Promise.all([unsaved(engine, EDITED), unsaved(engine)]);
  assert.equal((await answers(engine, 'retryUpload'))[0]!.startLine, 0);
});

test('an emptied document has nothing to find; what is ignored or too large stays out', async (t) => {
  const files = { ...PROJECT, '.gitignore': 'ignored.ts\n', 'ignored.ts': 'export const a = 1;\n' };
  const { engine } = await openEngine(t, files, { maxFileSizeBytes: 2_000 });
  await engine.update(update);
  await unsaved(engine, '');
  assert.ok(!(await pathsFor(engine, 'retryUpload')).includes(FILE));
  await unsaved(engine, 'export const hiddenSecret = 1;\n', 'ignored.ts');
  assert.ok(!(await pathsFor(engine, 'hiddenSecret')).includes('ignored.ts'));
  await unsaved(engine, EDITED.repeat(20));
  assert.ok((await pathsFor(engine, 'retryUpload')).includes(FILE), 'the file stands in for a text that is too large');
});
