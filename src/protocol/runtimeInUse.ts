/** Which build of ONNX Runtime does the work, or that none can, as all processes tell it to each other. */
import * as v from 'valibot';

export const RuntimeSchema = v.object({
  kind: v.picklist(['native', 'wasm', 'none']),
  /** Why it is not the native one. */
  cause: v.optional(v.string()),
});
export type RuntimeInUse = v.InferOutput<typeof RuntimeSchema>;
