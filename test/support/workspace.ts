/** Real temporary folders and an engine over them, for the tests of the engine and of the CLI. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Engine, type EngineOptions } from '../../src/engine/engine';
import type { Machine } from '../../src/engine/machine/machine';
import { createChunkerPool } from '../../src/engine/parsing/chunkerPool';
import { createGrammarParsers } from '../../src/engine/parsing/treeSitter';
import { locateResources } from '../../src/engine/resources';
import { loadEmbeddedModel } from '../../src/inference/embedded/loadEmbedded';

export const root = process.cwd();
export const embedded = loadEmbeddedModel(path.join(root, 'models/embedded'));
export const parsers = createGrammarParsers(path.join(root, 'dist/grammars'), { parseTimeoutMs: 60_000 });
export const chunker = createChunkerPool(locateResources());

export function temporaryFolder(t: { after(clean: () => void): void }): string {
  const dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-test-')));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

export function write(dir: string, files: Record<string, string | Uint8Array>): void {
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), content);
  }
}

/** A small project with something to ask about. */
export const PROJECT = {
  'src/upload.ts': `/** Sends a file in parts and tries again after a failure, waiting longer each time. */
export async function retryUpload(send: () => Promise<void>, attempts: number): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      return await send();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 100));
    }
  }
  throw new Error('upload failed');
}
`,
  'src/auth/password.py': `import hashlib


def hash_password(password: str, salt: bytes) -> str:
    """Derives a slow hash so that a stolen table of passwords is of little use."""
    return hashlib.scrypt(password.encode(), salt=salt, n=16384, r=8, p=1).hex()
`,
  'src/session.go': `package server

// NewSession signs the user's id into a cookie that expires after a day.
func NewSession(userID string, key []byte) *Cookie {
	return sign(userID, key, 24*time.Hour)
}
`,
  'docs/guide.md':
    '# Guide\n\n## Install\n\nPut the binary on the path.\n\n## Backups\n\nCopy the data folder every night.\n',
};

export interface TestEngine {
  engine: Engine;
  dir: string;
  indexDir: string;
}

/** An engine with one corpus, `main`, over `files` (default: `PROJECT`), not indexed yet. */
export async function openEngine(
  t: { after(clean: () => void | Promise<void>): void },
  files: Record<string, string | Uint8Array> = PROJECT,
  options: Partial<EngineOptions> = {},
  at: { dir?: string; indexDir?: string } = {},
): Promise<TestEngine> {
  const dir = at.dir ?? temporaryFolder(t);
  const indexDir = at.indexDir ?? path.join(temporaryFolder(t), 'index');
  write(dir, files);
  const engine = createEngine(options);
  t.after(() => engine.dispose());
  await engine.open({ id: 'main', name: 'main', root: dir, indexDir });
  return { engine, dir, indexDir };
}

/** A machine on mains with nothing else to do: what tests take is not theirs to decide. */
export const IDLE_MACHINE: Machine = {
  isOnBattery: async () => false,
  cpuCounters: () => ({ totalMs: 0, busyMs: 0, ownMs: 0 }),
  lock: { tryAcquire: async () => true, release: async () => undefined },
};

export function createEngine(options: Partial<EngineOptions> = {}): Engine {
  return new Engine({
    ...{ embedded, chunker, inferenceEntry: path.join(root, 'dist/inference.cjs'), excludeGlobs: [] },
    ...{ maxFileSizeBytes: 1_000_000, fillInBackground: false, machine: IDLE_MACHINE, ...options },
  });
}

export async function pathsFor(engine: Engine, query: string, limit = 5): Promise<string[]> {
  const { results } = await engine.search({ query, limit, depth: 'fast' });
  return results.map((result) => result.path);
}
