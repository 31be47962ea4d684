/**
 * The deep model in two processes: one for what somebody waits for, one of low priority for the background. So a
 * question waits for no passage, and a busy machine slows only what nobody waits for. Each starts when it is needed and
 * ends when idle; on a machine short of memory there is one for both. Routes texts; the rest is inferenceClient.ts.
 */
import os from 'node:os';
import {
  createDeepEmbedder,
  type DeepEmbedderOptions,
  type InferenceClient,
  type InferenceStatus,
} from './inferenceClient';

/** With less memory than this (8 GB as machines are sold) two processes of 400 MB would be felt. */
const MIN_MEMORY_BYTES = 7e9;
/** What is said of both: the first of these that one of them is in. */
const STATES: readonly InferenceStatus['state'][] = ['failed', 'loading', 'running', 'idle'];

/** @throws EngineError modelNotInstalled */
export function createInferenceLanes(
  options: Omit<DeepEmbedderOptions, 'isBackground'>,
  memoryBytes = os.totalmem(),
): InferenceClient {
  const background = createDeepEmbedder({ ...options, isBackground: true });
  if (memoryBytes < MIN_MEMORY_BYTES) return background;
  // Full speed is the background's affair.
  const awaited = createDeepEmbedder({ ...options, threads: undefined });
  const lanes = [awaited, background];
  return {
    fingerprint: background.fingerprint,
    dims: background.dims,
    embed(texts, kind, signal, isAwaited = kind === 'query') {
      return (isAwaited ? awaited : background).embed(texts, kind, signal, isAwaited);
    },
    setLimits(limits) {
      background.setLimits(limits);
      awaited.setLimits({ ...limits, threads: undefined });
    },
    cpuMs: () => awaited.cpuMs() + background.cpuMs(),
    status() {
      const all = lanes.map((lane) => lane.status());
      const state = STATES.find((one) => all.some((status) => status.state === one)) ?? 'idle';
      const told = all.find((status) => status.state === state);
      const pid = all.find((status) => status.pid !== undefined)?.pid;
      const runtime = all.find((status) => status.runtime !== undefined)?.runtime;
      return {
        state,
        memoryBytes: all.reduce((sum, status) => sum + status.memoryBytes, 0),
        ...(told?.detail !== undefined && { detail: told.detail }),
        ...(pid !== undefined && { pid }),
        ...(runtime && { runtime }),
      };
    },
    async dispose() {
      await Promise.all(lanes.map((lane) => lane.dispose()));
    },
  };
}
