/** Which folders are open, what their paths mean, and what a call is told while an index is built. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { McpHost } from '../../src/mcp/host';
import { CallError, Workspace } from '../../src/mcp/workspace';
import type { CorpusProgress } from '../../src/protocol/engine';
import { EngineError } from '../../src/protocol/errors';
import { temporaryFolder, write } from '../support/workspace';

const quiet = () => undefined;
const never = new AbortController().signal;

/** A host whose updates do what `update` says. `chunkCount`: passages that the index has. */
function workspaceOver(update: () => Promise<unknown>, chunkCount = 10) {
  let listener: (progress: CorpusProgress) => void = quiet;
  const engine = {
    open: async () => ({ chunkCount }),
    close: async () => undefined,
    dispose: async () => undefined,
    update,
  } as unknown as McpHost['engine'];
  const onProgress = (next: typeof listener) => {
    listener = next;
  };
  const host = { engine, onProgress } as McpHost;
  return { workspace: new Workspace(host, quiet), progressed: (progress: CorpusProgress) => listener(progress) };
}

const specOf = (root: string) => ({ id: root, name: path.basename(root), root, indexDir: `${root}-index` });

const halfWay = (corpusId: string): CorpusProgress => ({
  ...{ corpusId, phase: 'indexing', documentsDone: 120, documentsTotal: 900, documentsFailed: 0, chunks: 300 },
});

test('an index that is still being built answers from what there is, and says so', async (t) => {
  const dir = temporaryFolder(t);
  const { workspace, progressed } = workspaceOver(() => new Promise(() => undefined));
  await workspace.setFolders([specOf(dir)]);
  const reported: number[] = [];
  const settled = workspace.settle(never, ({ documentsDone }) => reported.push(documentsDone));
  await new Promise(setImmediate);
  progressed(halfWay(dir));
  await settled;
  assert.deepEqual(reported, [120]);
  assert.match(workspace.note ?? '', /still being indexed \(120 of 900 files so far\)/);
});

test('nothing is said of an index that is up to date, and what stopped it is', async (t) => {
  const dir = temporaryFolder(t);
  const { workspace } = workspaceOver(async () => undefined);
  await workspace.setFolders([specOf(dir)]);
  await workspace.settle(never, quiet);
  assert.equal(workspace.note, undefined);
  const full = workspaceOver(() => Promise.reject(new EngineError('diskFull', dir)));
  await full.workspace.setFolders([specOf(dir)]);
  await full.workspace.settle(never, quiet);
  assert.match(full.workspace.note ?? '', /no space left/);
  const locked = workspaceOver(() => Promise.reject(new EngineError('indexLocked', dir)), 0);
  await locked.workspace.setFolders([specOf(dir)]);
  await locked.workspace.settle(never, quiet);
  assert.match(locked.workspace.note ?? '', /Another process is indexing/);
});

test('a call that is canceled does not wait', async (t) => {
  const dir = temporaryFolder(t);
  const { workspace } = workspaceOver(() => new Promise(() => undefined), 0);
  await workspace.setFolders([specOf(dir)]);
  const abort = new AbortController();
  const settled = workspace.settle(abort.signal, quiet);
  abort.abort();
  await settled;
});

test('paths are those of the folders, whatever way they are written', async (t) => {
  const dir = temporaryFolder(t);
  write(dir, { 'web/src/app.ts': '', 'tool/main.py': '' });
  const [web, tool] = [specOf(path.join(dir, 'web')), specOf(path.join(dir, 'tool'))];
  const { workspace } = workspaceOver(async () => undefined);
  await workspace.setFolders([web, tool, specOf(path.join(dir, 'web/src')), specOf(path.join(dir, 'nowhere'))]);
  assert.deepEqual(
    workspace.specs.map(({ name }) => name),
    ['web', 'tool'],
    'a folder inside another is there already, one that does not exist is left out',
  );
  const app = { corpusId: web.id, path: 'src/app.ts' };
  for (const given of ['src/app.ts', './src/app.ts', path.join(dir, 'web/src/app.ts'), `file://${dir}/web/src/app.ts`])
    assert.deepEqual(workspace.placeOf(given), app, given);
  assert.deepEqual(workspace.placeOf('main.py'), { corpusId: tool.id, path: 'main.py' });
  assert.deepEqual(workspace.placeOf('.'), { corpusId: web.id, path: '' });
  assert.equal(workspace.placeOf('..hidden').path, '..hidden');
  for (const given of [
    '../x',
    '/etc/passwd',
    'src/../../x',
    'a\0b',
    `file://${dir}`,
    'file://elsewhere/x',
    'file:///%00',
  ])
    assert.throws(() => workspace.placeOf(given), CallError, given);
  assert.equal(workspace.shownPath(tool.id, 'main.py'), path.join(dir, 'tool/main.py'));
  await workspace.setFolders([web]);
  assert.equal(workspace.shownPath(web.id, 'src/app.ts'), 'src/app.ts');
});

// Windows gives links to administrators alone.
if (process.platform !== 'win32') {
  test('a folder can be named by a link to it', async (t) => {
    const dir = temporaryFolder(t);
    write(dir, { 'real/a.ts': '' });
    fs.symlinkSync(path.join(dir, 'real'), path.join(dir, 'link'));
    const { workspace } = workspaceOver(async () => undefined);
    const spec = specOf(path.join(dir, 'link'));
    await workspace.setFolders([spec]);
    for (const folder of ['real', 'link'])
      assert.deepEqual(workspace.placeOf(path.join(dir, folder, 'a.ts')), { corpusId: spec.id, path: 'a.ts' });
  });
}

test('folders of one name are told apart', async (t) => {
  const dir = temporaryFolder(t);
  write(dir, { 'a/app/x.ts': '', 'b/app/x.ts': '' });
  const { workspace } = workspaceOver(async () => undefined);
  const specs = [specOf(path.join(dir, 'a/app')), specOf(path.join(dir, 'b/app'))];
  await workspace.setFolders(specs);
  const names = specs.map(({ id }) => workspace.nameOf(id));
  assert.deepEqual(names, ['app-1', 'app-2']);
  assert.equal(workspace.folderNamed('app-2').root, specs[1]!.root);
  assert.throws(() => workspace.folderNamed('app'), CallError);
});
