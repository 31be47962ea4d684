import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { loadOwnSet } from '../../src/evaluation/ownSet';
import { embedded, parsers, temporaryFolder, write } from '../support/workspace';

const FILES = {
  'src/tower.ts': `/**
 * Kindles the zephyrine lantern before dusk. Quixotic keepers follow later.
 * @param hour of the day
 */
export function light(hour: number): number {
  // keeps its remark
  return hour;
}

/** Too short. */
export function dim(): void {}
`,
  'src/keeper.py': `class Keeper:
    """Wanders along the obsidian
    gallery every night.

    Marmalade matters."""

    def __init__(
        self,
        name="x",
    ):
        r'''Remembers who tends this vermilion place.'''

    @property
    def rank(self):
        # Nothing said in a docstring.
        return 1
`,
  'src/harbour.go': `package harbour

// Moor ties the heliotrope barge to its ring.
// Cormorants watch.
func Moor() {}
`,
  'src/twice.ts': `/** This sentence stands here twice. */
export const one = () => 1;
/** This sentence stands here twice. */
export const two = () => 2;
/** A document repeats what this does. */
export const three = () => 3;
`,
  'README.md': '# Tower\n\nA document repeats\nwhat this does.\n',
  'test/tower.test.ts': '/** Checks that lamps are tested well. */\nexport function check(): void {}\n',
};
const TOOLS = { embedded, parsers };

function folder(t: TestContext, files: Record<string, string> = FILES): string {
  const dir = temporaryFolder(t);
  write(dir, files);
  return dir;
}

describe('a folder asks itself', () => {
  it('by the first sentence of a doc comment, said once; the answer is the definition below it', async (t) => {
    const { questions } = await loadOwnSet(folder(t), TOOLS);
    assert.deepEqual(questions.map(({ text, targets }) => [text, targets[0]]).sort(), [
      ['Kindles the zephyrine lantern before dusk.', { path: 'src/tower.ts', startLine: 4, endLine: 7 }],
      ['Moor ties the heliotrope barge to its ring.', { path: 'src/harbour.go', startLine: 4, endLine: 4 }],
      ['Remembers who tends this vermilion place.', { path: 'src/keeper.py', startLine: 6, endLine: 10 }],
      ['Wanders along the obsidian gallery every night.', { path: 'src/keeper.py', startLine: 0, endLine: 15 }],
    ]);
    assert.ok(questions.every(({ category }) => category === 'docComment'));
  });

  it('as words: what a sentence quotes or excludes is no filter, and one that names a filter is not asked', async (t) => {
    const { questions } = await loadOwnSet(
      folder(t, {
        'a.ts': `/** Lights "the old lantern" -again at dusk. */
export const a = () => 1;
/** Ferries lang:go to the other shore. */
export const b = () => 2;
`,
      }),
      TOOLS,
    );
    assert.deepEqual(
      questions.map(({ text }) => text),
      ['Lights the old lantern again at dusk.'],
    );
  });

  it('and has the words of those comments nowhere in the index, everything else on its old lines', async (t) => {
    const { corpora } = await loadOwnSet(folder(t), TOOLS);
    const { snapshot, readText } = [...corpora.values()][0]!;
    const [segment] = snapshot.segments;
    const indexed = segment!.chunks
      .map((chunk, ordinal) => `${readText({ segment: 0, ordinal })}${JSON.stringify(chunk)}`)
      .join('\n');
    for (const word of 'zephyrine quixotic obsidian marmalade vermilion heliotrope cormorants'.split(' ')) {
      assert.ok(!indexed.toLowerCase().includes(word), word);
      assert.deepEqual(segment!.lexical.termsWithPrefix(word.slice(0, 5), 5), [], word);
    }
    for (const kept of ['keeps its remark', 'Nothing said in a docstring', 'Too short'])
      assert.ok(indexed.includes(kept), kept);
    const tower = segment!.chunks.filter(({ path }) => path === 'src/tower.ts');
    assert.equal(Math.max(...tower.map(({ endLine }) => endLine)), 10);
  });

  it('the same questions for the same seed, others for another, never more than the limit', async (t) => {
    const sentences = Array.from(
      { length: 30 },
      (_, i) => `/** Opens gate number ${'abcdefghij'[i % 10]}${'xyz'[i % 3]}. */\nexport const g${i} = () => ${i};\n`,
    );
    const dir = folder(t, { 'gates.ts': sentences.join('\n') });
    const ids = async (seed: number) =>
      (await loadOwnSet(dir, { ...TOOLS, limit: 5, seed })).questions.map(({ id }) => id);
    const first = await ids(1);
    assert.equal(first.length, 5);
    assert.deepEqual(await ids(1), first);
    assert.notDeepEqual(await ids(2), first);
  });

  it('by the subjects of commits for the files they changed, and runs nothing that the repository names', async (t) => {
    const dir = folder(t, { 'src/lamp.ts': 'export const a = 1;\n', 'src/gone.ts': 'x\n', 'test/lamp.test.ts': 'x\n' });
    const ran = path.join(temporaryFolder(t), 'ran');
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', dir, '-c', 'user.name=T', '-c', 'user.email=t@example.org', ...args], {
        stdio: 'pipe',
      });
    const commit = (subject: string, files: Record<string, string>) => {
      write(dir, files);
      git('add', '-A');
      git('commit', '-q', '-m', subject);
    };
    git('init', '-q');
    commit('First version of it all', {});
    commit('fix(core): keep burning through the storm (#12)', { 'src/lamp.ts': '2\n', 'test/lamp.test.ts': '2\n' });
    commit('Let the lamp burn again tomorrow', { 'src/lamp.ts': '3\n' });
    commit('Short one', { 'src/lamp.ts': '4\n' });
    commit('Changes only what is gone now', { 'src/gone.ts': '5\n' });
    fs.rmSync(path.join(dir, 'src/gone.ts'));
    commit(
      'A sweep over very many files',
      Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`src/s${i}.ts`, '6\n'])),
    );
    for (const name of ['core.fsmonitor', 'core.pager', 'diff.external', 'gpg.program', 'core.sshCommand'])
      git('config', name, `touch ${ran};`);
    git('config', 'log.showSignature', 'true');
    const { questions } = await loadOwnSet(dir, TOOLS);
    assert.deepEqual(
      questions.map(({ text, category, language, targets }) => [text, category, language, targets]).sort(),
      [
        ['First version of it all', 'commit', 'typescript', [{ path: 'src/lamp.ts' }]],
        ['keep burning through the storm', 'commit', 'typescript', [{ path: 'src/lamp.ts' }]],
      ],
    );
    assert.ok(!fs.existsSync(ran));
    const below = await loadOwnSet(path.join(dir, 'src'), TOOLS);
    assert.ok(below.questions.some(({ targets }) => targets[0]!.path === 'lamp.ts'));
  });

  it('refuses a folder that says nothing, and one that is not there', async (t) => {
    const dir = folder(t, { 'a.ts': 'export const a = 1;\n' });
    const notes: string[] = [];
    await assert.rejects(loadOwnSet(dir, { ...TOOLS, onNote: (note) => notes.push(note) }), /has no doc comment/);
    assert.match(notes.join(), /only from doc comments: fatal: not a git repository/);
    await assert.rejects(loadOwnSet(`${dir}/gone`, TOOLS), { code: 'folderNotFound' });
  });
});
