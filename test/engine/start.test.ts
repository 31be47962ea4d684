/** What happens at the next start: nothing is read when nothing changed, and what was deleted meanwhile is gone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openedFiles } from '../support/trace';
import { createEngine, PROJECT, pathsFor, root, temporaryFolder, write } from '../support/workspace';

// strace is Linux's.
if (process.platform === 'linux') {
  test('a start where nothing changed reads no file contents', (t) => {
    const dir = temporaryFolder(t);
    const source = path.join(dir, 'source');
    write(source, PROJECT);
    const args = [path.join(root, 'dist/cli.cjs'), 'index', source, '--index-dir', path.join(dir, 'index')];
    const opened = () => openedFiles(process.execPath, args).filter((file) => file.startsWith(source));
    const files = Object.keys(PROJECT).map((file) => path.join(source, file));
    const first = opened();
    for (const file of files) assert.ok(first.includes(file), `the trace does not show ${file}`);
    const second = opened();
    assert.ok(second.includes(source), 'the trace does not show the walk');
    assert.deepEqual(
      second.filter((file) => files.includes(file)),
      [],
    );
  });
}

test('files deleted while nothing ran are gone after the next update', async (t) => {
  const dir = temporaryFolder(t);
  const spec = { id: 'main', name: 'main', root: path.join(dir, 'source'), indexDir: path.join(dir, 'index') };
  write(spec.root, PROJECT);
  const before = createEngine();
  await before.open(spec);
  await before.update({ corpusId: 'main' });
  await before.dispose();
  fs.rmSync(path.join(spec.root, 'src/session.go'));
  fs.rmSync(path.join(spec.root, 'docs'), { recursive: true });

  const after = createEngine();
  t.after(() => after.dispose());
  await after.open(spec);
  const report = await after.update({ corpusId: 'main' });
  assert.deepEqual([report.removed, report.unchanged, report.documents, report.phasesMs.read], [2, 2, 2, 0]);
  assert.ok(!(await pathsFor(after, 'signed session cookie')).includes('src/session.go'));
});
