/**
 * Entry point of the inference process: a child with one model in memory, because a running network blocks its thread
 * for up to half a second and a crash in native code must take nothing with it. It opens no socket, keeps no queue and
 * writes no file. Invariant: it ends with its parent.
 */
import os from 'node:os';
import * as v from 'valibot';
import { LoadError, type LoadedModel, loadModel } from './deep/transformer';
import { type Reply, type Request, RequestSchema } from './inferenceMessages';

let model: LoadedModel | undefined;
/** Requests are answered one after another, in the order they came. */
let lastRequest: Promise<void> = Promise.resolve();

process.on('message', (message) => {
  lastRequest = lastRequest.then(() => handle(v.parse(RequestSchema, message)));
});
// The parent ended or let go: nobody is left to answer.
process.on('disconnect', () => process.exit(0));

async function handle(request: Request): Promise<void> {
  switch (request.type) {
    case 'load':
      return load(request);
    case 'embed':
      return embed(request.id, request.text);
    case 'dispose':
      await model?.dispose();
      process.disconnect();
  }
}

async function load({ modelDir, preset, threads, isBackground }: Request & { type: 'load' }): Promise<void> {
  // Before the runtime makes its threads: they inherit it.
  if (isBackground) lowerPriority();
  const startedAt = performance.now();
  try {
    await model?.dispose();
    model = await loadModel(modelDir, preset, threads);
    const tookMs = performance.now() - startedAt;
    const { dims, runtime } = model;
    send({ type: 'loaded', dims, runtime, tookMs, rssBytes: process.memoryUsage.rss() });
  } catch (error) {
    const code = error instanceof LoadError ? error.code : 'modelIncompatible';
    send({ type: 'failed', code, detail: String(error instanceof Error ? error.message : error) });
  }
}

async function embed(id: number, text: string): Promise<void> {
  try {
    if (!model) throw new Error('no model is loaded');
    const { vector, tokens } = await model.embed(text);
    const { user, system } = process.cpuUsage();
    const cpuMs = (user + system) / 1000;
    send({ type: 'embedded', id, vector, tokens, rssBytes: process.memoryUsage.rss(), cpuMs });
  } catch (error) {
    send({ type: 'failed', code: 'embedFailed', id, detail: String(error instanceof Error ? error.message : error) });
  }
}

function send(reply: Reply): void {
  if (process.connected) process.send?.(reply);
}

function lowerPriority(): void {
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Some sandboxes forbid it; the work is the same at normal priority.
  }
}
