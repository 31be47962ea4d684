/**
 * A model of the user's own, as it stands in the user's settings: an id on the hub, or a folder or archive on this
 * machine, with its settings in the form of a preset. On the id of a preset it changes only what it names (a shorter
 * vector, another prefix). It reads no file.
 */
import * as v from 'valibot';
import { EngineError } from '../protocol/errors';
import { DTYPES, filesWith, findPreset, type ModelPreset, PresetSchema, weightsPath } from './presets';

const CustomSchema = v.strictObject({
  ...PresetSchema.entries,
  /** Absolute path of the folder or archive that holds the files; absent: they come from the hub. */
  from: v.optional(v.string()),
});

export interface ChosenModel {
  preset: ModelPreset;
  from?: string;
}

/**
 * The model of that id: `custom` when it is the one meant, else the preset. @throws EngineError modelUnknown,
 * customModelInvalid
 */
export function resolveModel(id: string, custom?: unknown): ChosenModel {
  const own = (custom as { id?: unknown } | null | undefined)?.id === id ? custom : undefined;
  const known = findPreset(id);
  if (own) return readCustom(own as object, known);
  if (known) return { preset: known };
  throw new EngineError('modelUnknown', id);
}

/** What makes other files of it than the preset's: then none of the preset's sizes and hashes holds. */
const OTHER_FILES = ['repository', 'revision', 'dtype', 'weights', 'from'] as const;

function readCustom(custom: object, known: ModelPreset | undefined): ChosenModel {
  const own = withLicense(custom);
  const hasOtherFiles = OTHER_FILES.some((key) => key in own);
  const base = {
    ...known,
    ...(hasOtherFiles && { aboutMegabytes: undefined }),
    // Another number format is another file, unless that is named as well.
    ...('dtype' in own && { weights: undefined }),
  };
  const settings: Record<string, unknown> = { ...base, ...own };
  const dtype = DTYPES.find((one) => one === settings.dtype) ?? 'q8';
  const weights = typeof settings.weights === 'string' ? settings.weights : weightsPath(dtype);
  const files = known && !hasOtherFiles ? known.files : filesWith(weights);
  const parsed = v.safeParse(CustomSchema, { ...settings, files, ...own });
  if (parsed.success) {
    const { from, ...preset } = parsed.output;
    return from === undefined ? { preset } : { preset, from };
  }
  const [issue] = parsed.issues;
  const place = v.getDotPath(issue);
  throw new EngineError('customModelInvalid', String(settings.id), `${place ? `${place}: ` : ''}${issue.message}`);
}

/** Settings written for earlier versions spell it `licence`. */
function withLicense(custom: object): object {
  if (!('licence' in custom)) return custom;
  const { licence, ...own } = custom;
  return { license: licence, ...own };
}
