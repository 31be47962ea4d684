/** An engine for one command: opened over one folder, closed when the command ends. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DEFAULT_MAX_FILE_SIZE_BYTES } from '../core/corpus/classify';
import { Engine, type EngineOptions } from '../engine/engine';
import type { IndexReport } from '../engine/indexing/indexReport';
import { createChunkerPool } from '../engine/parsing/chunkerPool';
import { locateResources } from '../engine/resources';
import { openEmbeddedModel } from '../inference/embedded/loadEmbedded';
import { chooseModel } from '../inference/installedModels';
import type { CorpusProgress, CorpusSpec } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { indexFolder, modelsFolder, vectorsFolder } from './dataDirs';
import type { SessionOptions } from './flags';
import { ProgressLine } from './output';

export interface Session {
  /** Progress on standard error. */
  line: ProgressLine;
  engine: Engine;
  corpus: CorpusSpec;
  /**
   * Brings the index up to date with the files, with progress on standard error. Undefined when another process is
   * doing so.
   */
  update: () => Promise<IndexReport | undefined>;
  /** As `update`, before a question: what cannot be written is said, and the question can be answered from memory. */
  catchUp: () => Promise<void>;
  close: () => Promise<void>;
}

/** @throws EngineError folderNotFound, modelNotInstalled, indexNotWritable, diskFull */
export async function openSession(dir: string, options: Omit<SessionOptions, 'json'>): Promise<Session> {
  const corpus = existingCorpus(dir, options.indexDir);
  const { root } = corpus;
  const line = new ProgressLine();
  const { engine, loadDeepModel } = createEngine(options, (progress) => line.update(progress, root));
  const index = await engine.open(corpus);
  for (const { code, detail } of index.notices) line.done(new EngineError(code, corpus.indexDir, detail).message);
  await loadDeepModel();

  const update = async () => {
    if (index.isReadOnly) return undefined;
    const report = await engine.update({ corpusId: corpus.id });
    const worked = report.added + report.changed + report.removed > 0;
    if (worked) line.done(summarize(report, root));
    else line.clear();
    return report;
  };
  return {
    engine,
    line,
    corpus,
    update,
    close: () => engine.dispose(),
    catchUp: async () => {
      try {
        await update();
      } catch (error) {
        if (!(error instanceof EngineError && (error.code === 'diskFull' || error.code === 'indexNotWritable')))
          throw error;
        line.done(error.message);
      }
    },
  };
}

/** @throws EngineError folderNotFound */
export function existingCorpus(dir: string, indexesFolder?: string): CorpusSpec {
  const root = path.resolve(dir);
  if (!fs.statSync(root, { throwIfNoEntry: false })?.isDirectory()) throw new EngineError('folderNotFound', dir);
  return corpusOf(root, indexesFolder);
}

/** A whole home or a whole disk is nobody's project, though programs are started there. `root`: absolute. */
export function isProject(root: string): boolean {
  return root !== os.homedir() && root !== path.parse(root).root;
}

/** A folder as the terminal's commands index it. `root`: absolute. */
export function corpusOf(root: string, indexesFolder?: string): CorpusSpec {
  return { id: root, name: path.basename(root), root, indexDir: indexFolder(root, indexesFolder) };
}

/**
 * An engine in this process. `loadDeepModel`: to be called once the folders are open.
 * @throws EngineError modelNotInstalled
 */
export function createEngine(
  options: Omit<SessionOptions, 'json'>,
  onProgress: (progress: CorpusProgress) => void,
  storage?: EngineOptions['storage'],
): { engine: Engine; loadDeepModel: () => Promise<void> } {
  const model = options.useDeep ? chooseModel(options.modelDir ?? modelsFolder(), options.model) : undefined;
  const resources = locateResources();
  const engine = new Engine({
    embedded: openEmbeddedModel(resources.embeddedModelDir),
    chunker: createChunkerPool(resources),
    inferenceEntry: resources.inferenceEntry,
    bundledModelDir: options.useDeep ? resources.bundledModelDir : undefined,
    excludeGlobs: [],
    maxFileSizeBytes: DEFAULT_MAX_FILE_SIZE_BYTES,
    fillInBackground: false,
    vectorsDir: vectorsFolder(options.indexDir),
    onProgress,
    ...(storage && { storage }),
  });
  return { engine, loadDeepModel: async () => void (model && (await engine.setDeepModel(model.dir))) };
}

function summarize({ documents, chunks, added, changed, removed, failed, tookMs }: IndexReport, root: string): string {
  const failures = failed.length ? `, ${failed.length} failed` : '';
  return (
    `Indexed ${root}: ${documents} documents, ${chunks} passages ` +
    `(${added} new, ${changed} changed, ${removed} removed${failures}) in ${(tookMs / 1000).toFixed(1)} s`
  );
}
