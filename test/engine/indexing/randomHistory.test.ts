/**
 * Whatever happened to a folder and to the processes that indexed it, the index ends as one that is made from nothing:
 * random sequences of edits, unsaved and saved, renames, deletions, ignore rules, updates, crashes and restarts. A
 * crash is what a power cut leaves: the files of the index as they are at some moment of an update, without a word from
 * the engine that wrote them.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ChunkRecord } from '../../../src/core/snapshot';
import type { Engine } from '../../../src/engine/engine';
import type { CorpusIndex } from '../../../src/engine/indexing/corpusIndex';
import { createEngine, PROJECT, temporaryFolder, write } from '../../support/workspace';

/** `npm run test:faults` runs 200. */
const RUNS = Number(process.env.KINDRED_HISTORIES ?? 12);
const SETTINGS = { numRuns: RUNS, interruptAfterTimeLimit: 600_000, endOnFailure: false };

const FILES = ['a.ts', 'src/b.ts', 'src/c.py', 'src/deep/d.md', 'src/deep/e.ts', 'lib/f.go', 'lib/g.txt', 'h.ipynb'];
const FOLDERS = ['src', 'src/deep', 'lib'];
const CONTENTS = [
  ...Object.values(PROJECT),
  '',
  ' \n',
  '\0binary',
  `${'export function many() {\n  return 1;\n}\n'.repeat(120)}`,
  '{"cells": [{"cell_type": "code", "source": ["print(1)\\n"]}], "metadata": {}}',
];
const QUESTIONS = ['retry the upload', 'hash_password', 'many', 'backups'];

type Step =
  | { name: 'write'; file: string; content: string }
  | { name: 'type'; file: string; content: string; isSaved: boolean }
  | { name: 'rename'; from: string; to: string }
  | { name: 'remove'; path: string }
  | { name: 'ignore'; line: string }
  | { name: 'update'; paths: 'all' | 'changed' }
  | { name: 'crash'; turns: number }
  | { name: 'restart' };

const file = fc.constantFrom(...FILES);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ name: fc.constant('write'), file, content: fc.constantFrom(...CONTENTS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constant('type'),
      file,
      content: fc.constantFrom(...CONTENTS),
      isSaved: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constant('rename'), from: fc.constantFrom(...FILES, ...FOLDERS), to: file }),
  },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('remove'), path: fc.constantFrom(...FILES, ...FOLDERS) }) },
  {
    weight: 1,
    arbitrary: fc.record({ name: fc.constant('ignore'), line: fc.constantFrom('', '*.py', 'lib/', '!g.txt') }),
  },
  { weight: 5, arbitrary: fc.record({ name: fc.constant('update'), paths: fc.constantFrom('all', 'changed') }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constant('crash'), turns: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ name: fc.constant('restart') }) },
) as fc.Arbitrary<Step>;

test(`${RUNS} random histories end in the index that is made from nothing`, async (t) => {
  const home = temporaryFolder(t);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const at = path.join(home, String(count++));
      await using history = await History.begin(at);
      for (const each of steps) await history.take(each);
      const grown = await history.described();
      const fresh = await Opened.at(history.root, path.join(at, 'fresh'));
      try {
        await fresh.update();
        assert.deepEqual(grown, await fresh.described());
      } finally {
        await fresh.engine.dispose();
      }
    }),
    SETTINGS,
  );
});

/** A record may be a view into a table. */
function plain({
  path: file,
  language,
  kind,
  symbol,
  definitions,
  signature,
  startLine,
  endLine,
  contentHash,
}: ChunkRecord) {
  return {
    path: file,
    language,
    kind,
    symbol,
    definitions: [...definitions],
    signature,
    startLine,
    endLine,
    contentHash,
  };
}

/** An engine over one folder and one index. */
class Opened {
  private constructor(
    readonly engine: Engine,
    readonly index: CorpusIndex,
  ) {}

  static async at(root: string, indexDir: string): Promise<Opened> {
    const engine = createEngine();
    return new Opened(engine, await engine.open({ id: 'main', name: 'main', root, indexDir }));
  }

  update(paths?: string[]): Promise<unknown> {
    return this.engine.update({ corpusId: 'main', ...(paths && { paths }) });
  }

  /** All that a person can tell apart, without what depends on the order of building. */
  async described() {
    const byPath = (a: { path: string; startLine?: number }, b: { path: string; startLine?: number }) =>
      a.path < b.path ? -1 : a.path > b.path ? 1 : (a.startLine ?? 0) - (b.startLine ?? 0);
    const answers = [];
    for (const query of QUESTIONS) {
      const { results } = await this.engine.search({ query, limit: 50, depth: 'full' });
      const found = results.map(({ path: file, startLine, score }) => [`${file}:${startLine}`, score.toFixed(9)]);
      answers.push(Object.fromEntries(found));
    }
    return {
      documents: [...this.index.documents()].sort(byPath),
      chunks: [...this.index.chunks()].map(plain).sort(byPath),
      answers,
    };
  }
}

class History {
  readonly root: string;
  private readonly changed = new Set<string>();
  private readonly typed = new Set<string>();
  private indexes = 0;

  private constructor(
    private readonly at: string,
    private opened: Opened,
  ) {
    this.root = path.join(at, 'source');
  }

  static async begin(at: string): Promise<History> {
    write(path.join(at, 'source'), PROJECT);
    return new History(at, await Opened.at(path.join(at, 'source'), path.join(at, 'index-0')));
  }

  async take(step: Step): Promise<void> {
    switch (step.name) {
      case 'write':
        return this.put(step.file, step.content);
      case 'type':
        this.typed.add(step.file);
        await this.opened.engine.setUnsaved({ corpusId: 'main', path: step.file, text: step.content });
        if (!step.isSaved) return;
        this.put(step.file, step.content);
        await this.opened.update([step.file]);
        return;
      case 'ignore':
        return this.put('.gitignore', step.line);
      case 'rename':
        return this.rename(step.from, step.to);
      case 'remove':
        fs.rmSync(path.join(this.root, step.path), { recursive: true, force: true });
        this.changed.add(step.path);
        return;
      case 'update':
        await this.opened.update(step.paths === 'changed' ? [...this.changed] : undefined);
        this.changed.clear();
        return;
      case 'crash':
        return this.crash(step.turns);
      case 'restart':
        await this.opened.engine.dispose();
        this.opened = await Opened.at(this.root, this.indexDir());
    }
  }

  /** The last update, as a watcher or the next start makes it, and what is unsaved given up. */
  async described() {
    await this.opened.update();
    for (const path of this.typed) await this.opened.engine.setUnsaved({ corpusId: 'main', path });
    return this.opened.described();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.opened.engine.dispose();
    fs.rmSync(this.at, { recursive: true, force: true, maxRetries: 3 });
  }

  private indexDir(): string {
    return path.join(this.at, `index-${this.indexes}`);
  }

  private put(file: string, content: string): void {
    const absolute = path.join(this.root, file);
    // A folder may have been renamed to this name.
    if (fs.statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) fs.rmSync(absolute, { recursive: true });
    for (let parent = path.dirname(absolute); parent.length > this.root.length; parent = path.dirname(parent))
      if (fs.statSync(parent, { throwIfNoEntry: false })?.isFile()) fs.rmSync(parent);
    write(this.root, { [file]: content });
    this.changed.add(file);
  }

  private rename(from: string, to: string): void {
    const [source, target] = [path.join(this.root, from), path.join(this.root, to)];
    if (!fs.existsSync(source) || fs.existsSync(target) || target.startsWith(`${source}/`)) return;
    if (!fs.statSync(path.dirname(target), { throwIfNoEntry: false })?.isDirectory()) return;
    fs.renameSync(source, target);
    this.changed.add(from).add(to);
  }

  /**
   * An update begins; after some turns of the event loop the disk is as it is then, and another process finds it so.
   */
  private async crash(turns: number): Promise<void> {
    const update = this.opened.update();
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    const left = this.indexDir();
    this.indexes++;
    fs.cpSync(left, this.indexDir(), { recursive: true, filter: (from) => !path.basename(from).startsWith('lock-') });
    await update;
    await this.opened.engine.dispose();
    this.opened = await Opened.at(this.root, this.indexDir());
  }
}
