/**
 * The messages between the engine (parent) and the inference process (child), over the child's IPC channel with
 * structured clone (`serialization: 'advanced'`, so vectors travel as Float32Array). Both sides validate what they
 * receive. The child works on one text at a time and holds no queue: whoever sends decides the order.
 */
import * as v from 'valibot';
import { RuntimeSchema } from '../protocol/runtimeInUse';
import { InstalledPresetSchema } from './installedModels';

const id = v.pipe(v.number(), v.integer());
const float32Array = v.custom<Float32Array>((value) => value instanceof Float32Array);

export const RequestSchema = v.variant('type', [
  v.object({
    type: v.literal('load'),
    modelDir: v.string(),
    preset: InstalledPresetSchema,
    threads: v.number(),
    /** Nobody waits for its texts: it leaves the processor to everybody else. */
    isBackground: v.boolean(),
  }),
  v.object({ type: v.literal('embed'), id, text: v.string() }),
  v.object({ type: v.literal('dispose') }),
]);
export type Request = v.InferOutput<typeof RequestSchema>;

export const ReplySchema = v.variant('type', [
  v.object({
    type: v.literal('loaded'),
    dims: v.number(),
    tookMs: v.number(),
    rssBytes: v.number(),
    runtime: v.optional(RuntimeSchema, { kind: 'native' }),
  }),
  v.object({
    type: v.literal('embedded'),
    id,
    vector: float32Array,
    tokens: v.number(),
    rssBytes: v.number(),
    /** Processor time of the process so far. */
    cpuMs: v.number(),
  }),
  /** `modelIncompatible` and `runtimeUnavailable` answer a load and are final; `embedFailed` concerns one text. */
  v.object({
    type: v.literal('failed'),
    code: v.picklist(['modelIncompatible', 'runtimeUnavailable', 'embedFailed']),
    id: v.optional(id),
    detail: v.string(),
  }),
]);
export type Reply = v.InferOutput<typeof ReplySchema>;
