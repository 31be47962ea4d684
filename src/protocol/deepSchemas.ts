/** Deep indexing: how it goes on, why it waits, and the state of the deep model. */
import * as v from 'valibot';
import { RuntimeSchema } from './runtimeInUse';

/** How the deep indexing of a window goes on. */
export const DeepIndexingPolicySchema = v.object({
  /** `full`: the user asked for all of the machine until all is done; nothing but another window is waited for. */
  pace: v.picklist(['normal', 'paused', 'full']),
  /** On battery and under the load of other programs only what the user works on is embedded. */
  pauseOnBattery: v.boolean(),
  pauseWhenBusy: v.boolean(),
  /** The inference process is replaced above this. */
  memoryLimitBytes: v.number(),
  /** The inference process ends when it has had nothing to do for so long. */
  idleMs: v.number(),
  /** Deep vectors of all repositories take at most so much room; those used least recently go first. */
  vectorLimitBytes: v.number(),
});
export type DeepIndexingPolicy = v.InferOutput<typeof DeepIndexingPolicySchema>;
export type Pace = DeepIndexingPolicy['pace'];

/** Why deep indexing waits. */
const WaitReasonSchema = v.picklist(['paused', 'typing', 'battery', 'busy', 'otherWindow']);
export type WaitReason = v.InferOutput<typeof WaitReasonSchema>;

/** Folder of an installed model; `dir` absent: no deep model any more. */
export const DeepModelSchema = v.object({ dir: v.optional(v.string()) });

export const DeepStatusSchema = v.object({
  state: v.picklist(['absent', 'idle', 'loading', 'running', 'failed']),
  id: v.optional(v.string()),
  /** It is the one that ships with Kindred: none was installed. */
  isBundled: v.optional(v.boolean()),
  detail: v.optional(v.string()),
  pace: v.optional(DeepIndexingPolicySchema.entries.pace, 'normal'),
  /** Absent while it works, and when there is nothing left to do. */
  waitingFor: v.optional(WaitReasonSchema),
  /** Known since the model was first loaded, or could not be; `cause` says why it is not the native one. */
  runtime: v.optional(RuntimeSchema),
});
