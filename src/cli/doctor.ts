/**
 * What works here, what does not, and why files are missing from the index. Changes nothing but a lock; with `--verify`
 * it mends a damaged index.
 */
import fs from 'node:fs';
import os from 'node:os';
import { isBusy } from '../engine/deep/governor';
import { createDeepEmbedder, defaultThreads } from '../engine/deep/inferenceClient';
import { inspectMachine } from '../engine/machine/machine';
import { createChunkerPool } from '../engine/parsing/chunkerPool';
import { locateResources } from '../engine/resources';
import { bundledModel, chooseModel } from '../inference/installedModels';
import type { CorpusStatus } from '../protocol/engine';
import { defineCommand } from './command';
import { modelsFolder } from './dataDirs';
import { type SessionOptions, sessionFlags, sessionOptions } from './flags';
import { openSession, type Session } from './session';

interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  usage: ['doctor [dir]'],
  summary: 'What works here, what does not, and why files are missing from the index.',
  flags: {
    verify: { type: 'boolean', help: 'read the whole index, check every checksum and mend what is damaged' },
    ...sessionFlags,
  },
  most: 1,
  run: ({ values, positionals: [dir = '.'] }) => runDoctor(dir, values.verify ?? false, sessionOptions(values)),
});

/** 0: all that is needed works; 2: something is broken. A deep model that is not installed is no fault. */
async function runDoctor(dir: string, isVerifying: boolean, options: SessionOptions): Promise<number> {
  const modelsDir = options.modelDir ?? modelsFolder();
  const model = options.useDeep ? chooseModel(modelsDir, options.model) : undefined;
  const session = await openSession(dir, { ...options, useDeep: false });
  try {
    const { corpora, embeddedModel, embeddedFault } = await session.engine.status();
    const corpus = corpora[0]!;
    const checks = [
      { name: 'Node.js', ok: true, detail: `${process.version} on ${process.platform}-${process.arch}` },
      checkEmbedded(embeddedModel, embeddedFault),
      await checkGrammars(),
      await checkDeep(
        options.useDeep ? (model ?? bundledModel(locateResources().bundledModelDir)) : undefined,
        modelsDir,
      ),
      await checkMachine(),
      checkIndex(corpus, session.corpus.indexDir),
      ...(isVerifying ? [await verifyIndex(session, corpus)] : []),
    ];
    if (options.json) process.stdout.write(`${JSON.stringify({ checks, index: corpus })}\n`);
    else process.stdout.write(`${render(checks, corpus)}\n`);
    return checks.every(({ ok }) => ok) ? 0 : 2;
  } finally {
    await session.close();
  }
}

function checkEmbedded(fingerprint: string, fault: string | undefined): Check {
  const name = 'embedded model';
  if (fault === undefined) return { name, ok: true, detail: fingerprint };
  return { name, ok: false, detail: `${fault}; search goes by words alone until Kindred is installed again` };
}

/** Parses as indexing does, in a thread. */
async function checkGrammars(): Promise<Check> {
  const resources = locateResources();
  const chunker = createChunkerPool({ ...resources, threads: 1 });
  const name = 'parsers';
  try {
    const { chunks, note } = await chunker.chunk({ path: 'a.ts', language: 'typescript', text: 'let found = 1;\n' });
    if (chunks[0]?.symbol !== 'found') throw new Error(note ?? 'the TypeScript grammar does not read TypeScript');
    const grammars = fs.readdirSync(resources.grammarsDir).filter((file) => /^tree-sitter-.*wasm$/.test(file));
    return { name, ok: true, detail: `${grammars.length} grammars` };
  } catch (error) {
    const detail = `${(error as Error).message}; run npm run build, or install Kindred again`;
    return { name, ok: false, detail };
  } finally {
    await chunker.dispose();
  }
}

/** Loads the model for real, in its own process. */
async function checkDeep(model: ReturnType<typeof bundledModel>, modelsDir: string): Promise<Check> {
  const name = 'deep model';
  if (model && 'damaged' in model) {
    const detail = `files are missing or damaged in ${model.damaged}; install Kindred again`;
    return { name, ok: false, detail };
  }
  if (!model) return { name, ok: true, detail: `none in ${modelsDir}; the embedded model answers` };
  const embedder = createDeepEmbedder({ modelDir: model.dir, inferenceEntry: locateResources().inferenceEntry });
  try {
    await embedder.embed(['hello'], 'query');
    const { runtime } = embedder.status();
    const step = runtime?.kind === 'wasm' ? `ONNX Runtime in WebAssembly, slower (${runtime.cause})` : 'ONNX Runtime';
    return { name, ok: true, detail: `${model.id}, ${embedder.dims} dimensions, on ${step}` };
  } catch (error) {
    return { name, ok: false, detail: (error as Error).message };
  } finally {
    await embedder.dispose();
  }
}

/** Whether the deep indexing of an editor's window would go on now, and what with. */
async function checkMachine(): Promise<Check> {
  const { isOnBattery, loadOfOthers, isOtherAtWork } = await inspectMachine();
  const reasons = [
    ...(isOnBattery ? ['on battery'] : []),
    ...(isBusy(loadOfOthers, false) ? ['other programs need the processor'] : []),
    ...(isOtherAtWork ? ['another window is at it'] : []),
  ];
  const facts = [
    `up to ${defaultThreads()} of ${os.availableParallelism()} threads`,
    isOnBattery ? 'on battery' : 'on mains power',
    `${Math.round(loadOfOthers * 100)} % of the processor taken by others`,
  ];
  const verdict = reasons.length > 0 ? `would wait: ${reasons.join(', ')}` : 'would go on';
  return { name: 'deep indexing', ok: true, detail: `${verdict} (${facts.join(', ')})` };
}

function checkIndex({ documents, chunks, indexSizeBytes, state }: CorpusStatus, indexDir: string): Check {
  const size = `${(indexSizeBytes / 1e6).toFixed(1)} MB`;
  const detail = chunks ? `${documents} documents, ${chunks} passages, ${size}, ${state}` : 'nothing indexed yet';
  return { name: 'index', ok: true, detail: `${detail} (${indexDir})` };
}

/** What the opening has set aside is indexed again, what is damaged beside it is mended by the engine. */
async function verifyIndex({ engine, corpus, update }: Session, { state, notices }: CorpusStatus): Promise<Check> {
  const name = 'files of index';
  const setAside = notices.filter(({ code }) => code === 'indexCorrupt');
  const { files, sizeBytes, damages } = await engine.verify(corpus.id);
  const found = [...setAside, ...damages].map(({ detail }) => detail);
  const read = `${files} files, ${(sizeBytes / 1e6).toFixed(1)} MB`;
  if (found.length === 0) return { name, ok: true, detail: `${read}, every checksum right` };
  const what = `${read}, ${found.length} damaged (${[...new Set(found)].join('; ')})`;
  if (state === 'readOnly')
    return { name, ok: false, detail: `${what}; another process writes this index: close it and try again` };
  const report = await update();
  return { name, ok: true, detail: `${what}; mended, ${report?.added ?? 0} documents indexed again` };
}

function render(checks: readonly Check[], { failed, asText, skipped }: CorpusStatus): string {
  const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(15)} ${detail}`);
  for (const { path, reason } of failed) lines.push(`failed   ${path}: ${reason}`);
  for (const { path, reason } of asText) lines.push(`as text  ${path}: ${reason}`);
  for (const { path, reason } of skipped) lines.push(`left out ${path}: ${reason}`);
  return lines.join('\n');
}
