/**
 * The deep models Kindred knows, as data: what to download, from where, and how to use it so that vectors come out as
 * their authors meant. It loads no model and never pulls transformers.js into a bundle. Invariant: vectors of different
 * fingerprints are never compared.
 */
import * as v from 'valibot';

/** `inGraph`: the network pools by itself and gives one vector a text (`sentence_embedding`). */
export const POOLINGS = ['mean', 'cls', 'lastToken', 'inGraph'] as const;
export type Pooling = (typeof POOLINGS)[number];

/** The weights' number format; names the file after transformers.js's rule (`q8` is `onnx/model_quantized.onnx`). */
export const DTYPES = ['q8', 'fp32', 'fp16'] as const;
export type Dtype = (typeof DTYPES)[number];

export const DEFAULT_ENDPOINT = 'https://huggingface.co';
export const DEFAULT_MODEL_ID = 'jinaai/jina-embeddings-v2-base-code';

const MULTILINGUAL = 'about 100 languages, Korean among them';
const E5 = {
  pooling: 'mean',
  queryPrefix: 'query: ',
  documentPrefix: 'passage: ',
  license: 'MIT',
  languages: MULTILINGUAL,
} as const;
const BGE_ENGLISH = {
  pooling: 'cls',
  queryPrefix: 'Represent this sentence for searching relevant passages: ',
  license: 'MIT',
  languages: 'English',
} as const;

const ModelIdSchema = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, 'expected owner/name as on the hub'),
);

const ModelFileSchema = v.object({
  /** Within the model's repository, with `/`. */
  path: v.pipe(v.string(), v.regex(/^(?!.*\.\.)[A-Za-z0-9][\w./-]*$/, 'expected a relative path')),
  sizeBytes: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  /** Hex. Absent where only the hub knows it; then the hub's own announcement is checked. */
  sha256: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
});
export type ModelFile = v.InferOutput<typeof ModelFileSchema>;

const PathSchema = ModelFileSchema.entries.path;
const DimsSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(8192));

export const PresetSchema = v.object({
  id: ModelIdSchema,
  /** The repository on the hub that has the files, where it is not the model's own. */
  repository: v.optional(ModelIdSchema),
  /**
   * A commit; `main` where none is known, so that the weights may change between two downloads (the fingerprint follows
   * them).
   */
  revision: v.optional(v.pipe(v.string(), v.regex(/^[\w.-]+$/)), 'main'),
  files: v.pipe(v.array(ModelFileSchema), v.minLength(1)),
  dtype: v.optional(v.picklist(DTYPES), 'q8'),
  /** The ONNX file, where it has not the name that the number format gives it. */
  weights: v.optional(PathSchema),
  pooling: v.picklist(POOLINGS),
  queryPrefix: v.optional(v.string(), ''),
  documentPrefix: v.optional(v.string(), ''),
  dims: DimsSchema,
  /**
   * Lengths to which a vector may be cut, because the model was trained for it (Kusupati 2022, Matryoshka). `dims` may
   * be one of them.
   */
  cuts: v.optional(v.array(DimsSchema), []),
  /**
   * Longer texts are cut. 512 even where the model takes more: the cost grows faster than the quality (see
   * docs/models.md).
   */
  maxTokens: v.optional(v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(8192)), 512),
  /** About what the model's page says, for people, where the files' sizes are not pinned. */
  aboutMegabytes: v.optional(v.number()),
  license: v.optional(v.string(), 'unknown'),
  languages: v.optional(v.string(), ''),
  purpose: v.optional(v.string(), ''),
});
export type ModelPreset = v.InferOutput<typeof PresetSchema>;

/**
 * Settings from the model pages on the hub. Each revision, size and hash was found the same in at least two independent
 * public lock files on 2026-11-23; the hub itself was not asked. Where no such pin was found, none is made up (`main`).
 */
export const presets: readonly ModelPreset[] = [
  preset({
    id: DEFAULT_MODEL_ID,
    revision: '516f4baf13dec4ddddda8631e019b5737c8bc250',
    files: pinnedFiles(
      [1_216, 'e426aa684c7f9a95c5f020aa855faf93a24f065f5fad0c9e17b124670cabdea6'],
      [2_561_316, 'b01c78a902aa4facb2f47f95449f48e2f7bbfea5d2472ee2f6ce92323c6f86e5'],
      [493, 'f477aeb15ff9f78d3c1ddf2361d2b0b8b20cf55220f839f29a37f3a18efddd89'],
      [161_895_621, 'ed45870251c9f0cf656e78aab0d37a23489066df8a222bb1c8caf8a45f2cb16d'],
    ),
    pooling: 'mean',
    dims: 768,
    license: 'Apache-2.0',
    languages: 'English and 30 programming languages',
    purpose: 'code; the default',
  }),
  preset({
    id: 'Xenova/multilingual-e5-small',
    revision: '761b726dd34fb83930e26aab4e9ac3899aa1fa78',
    files: pinnedFiles(
      [658, 'cb99455288675345e1a4f411438d5d0adbba5fbd3a67ea4fb03c015433b996c1'],
      [17_082_730, '0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39'],
      [443, 'a1d6bc8734a6f635dc158508bef000f8e2e5a759c7d92f984b2c86e5ff53425b'],
      [118_308_185, 'f80102d3f2a1229f387d3c81909990d8945513e347b0eab049f7de3c6f98c193'],
    ),
    ...E5,
    dims: 384,
    purpose: 'questions in Korean and other languages',
  }),
  preset({
    id: 'Xenova/bge-small-en-v1.5',
    revision: 'ea104dacec62c0de699686887e3f920caeb4f3e3',
    files: pinnedFiles(
      [683, 'fa73f90bf92c8cace1fbcb709626306f2bdbc9ea3e5b5f94b440df9b6aa56350'],
      [711_396, 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66'],
      [366, '9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3'],
      [34_014_426, '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4'],
    ),
    ...BGE_ENGLISH,
    dims: 384,
    purpose: 'documents in English on a small machine',
  }),
  preset({
    id: 'Xenova/all-MiniLM-L6-v2',
    revision: '751bff37182d3f1213fa05d7196b954e230abad9',
    files: pinnedFiles(
      [650, '7135149f7cffa1a573466c6e4d8423ed73b62fd2332c575bf738a0d033f70df7'],
      [711_661, 'da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0'],
      [366, '9261e7d79b44c8195c1cada2b453e55b00aeb81e907a6664974b4d7776172ab3'],
      [22_972_370, 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1'],
    ),
    pooling: 'mean',
    dims: 384,
    maxTokens: 256,
    license: 'Apache-2.0',
    languages: 'English',
    purpose: 'the smallest and fastest',
  }),
  unpinned({
    id: 'ibm-granite/granite-embedding-97m-multilingual-r2',
    weights: 'onnx/model_quint8_avx2.onnx',
    // Mean pooling gives vectors at a cosine of about 0.85 to the reference's.
    pooling: 'cls',
    dims: 384,
    aboutMegabytes: 98,
    license: 'Apache-2.0',
    languages: 'many languages, Korean among them',
    purpose: 'code and Korean on a small machine',
  }),
  unpinned({
    id: 'Xenova/multilingual-e5-base',
    ...E5,
    dims: 768,
    aboutMegabytes: 296,
    purpose: 'Korean and other languages, better and slower than small',
  }),
  unpinned({
    id: 'Xenova/multilingual-e5-large',
    ...E5,
    dims: 1024,
    aboutMegabytes: 579,
    purpose: 'Korean and other languages on a strong machine',
  }),
  unpinned({
    id: 'Xenova/bge-m3',
    pooling: 'cls',
    dims: 1024,
    aboutMegabytes: 570,
    license: 'MIT',
    languages: MULTILINGUAL,
    purpose: 'Korean and other languages on a strong machine',
  }),
  unpinned({
    id: 'Xenova/bge-base-en-v1.5',
    ...BGE_ENGLISH,
    dims: 768,
    aboutMegabytes: 110,
    purpose: 'documents in English',
  }),
  unpinned({
    id: 'Alibaba-NLP/gte-modernbert-base',
    pooling: 'cls',
    dims: 768,
    aboutMegabytes: 150,
    license: 'Apache-2.0',
    languages: 'English',
    purpose: 'code and documents in English',
  }),
  unpinned({
    id: 'nomic-ai/CodeRankEmbed',
    // The model's own repository has no ONNX file.
    repository: 'jalipalo/CodeRankEmbed-onnx',
    pooling: 'cls',
    queryPrefix: 'Represent this query for searching relevant code: ',
    dims: 768,
    aboutMegabytes: 138,
    license: 'MIT',
    languages: 'English',
    purpose: 'code, asked in English sentences',
  }),
  unpinned({
    id: 'onnx-community/Qwen3-Embedding-0.6B-ONNX',
    pooling: 'lastToken',
    // The form is the model's; the task is said in our words, as its page asks for.
    queryPrefix:
      'Instruct: Given a question about software, retrieve the code or document passage that answers it\nQuery:',
    dims: 1024,
    cuts: [512, 256, 128, 64, 32],
    aboutMegabytes: 600,
    license: 'Apache-2.0',
    languages: MULTILINGUAL,
    purpose: 'code and Korean on a strong machine, slow',
  }),
  unpinned({
    id: 'onnx-community/embeddinggemma-300m-ONNX',
    files: [...filesWith(weightsPath('q8')), { path: `${weightsPath('q8')}_data` }],
    pooling: 'inGraph',
    queryPrefix: 'task: code retrieval | query: ',
    documentPrefix: 'title: none | text: ',
    dims: 768,
    cuts: [512, 256, 128],
    aboutMegabytes: 309,
    license: 'Gemma terms of use',
    languages: MULTILINGUAL,
    purpose: 'code and Korean on a strong machine',
  }),
  unpinned({
    id: 'jinaai/jina-code-embeddings-0.5b',
    // No 8-bit file is published.
    repository: 'nchapman/jina-code-embeddings-0.5b-onnx',
    dtype: 'fp16',
    pooling: 'lastToken',
    queryPrefix: 'Find the most relevant code snippet given the following query:\n',
    documentPrefix: 'Candidate code snippet:\n',
    dims: 896,
    aboutMegabytes: 944,
    license: 'CC-BY-NC-4.0',
    languages: 'English and programming languages',
    purpose: 'code, for non-commercial use only',
  }),
];

/** Licenses that forbid commercial use: such a model is listed with its license and never suggested. */
export function isFreelyUsable({ license }: Pick<ModelPreset, 'license'>): boolean {
  return !/\bNC\b/.test(license);
}

/** More letters of other scripts than this, and a model of English alone reads noise. */
const MOST_FOREIGN = 0.2;

/** Whether the text makes sense to a model of these languages. */
export function understands(preset: Pick<ModelPreset, 'languages'>, text: string): boolean {
  if (knowsKorean(preset)) return true;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const foreign = text.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
  return foreign <= MOST_FOREIGN * letters;
}

/** Whether questions in Korean make sense to it; nothing is said of a model that does not tell its languages. */
export function knowsKorean({ languages }: Pick<ModelPreset, 'languages'>): boolean {
  return languages === '' || languages.includes('Korean');
}

export function findPreset(id: string): ModelPreset | undefined {
  return presets.find((one) => one.id === id);
}

type PresetInput = v.InferInput<typeof PresetSchema>;

function preset(input: PresetInput): ModelPreset {
  return v.parse(PresetSchema, input);
}

/**
 * Where revision, sizes and hashes are not known beforehand: the hub names them, and the commit is written down with
 * the installed model.
 */
function unpinned(input: Omit<PresetInput, 'files'> & Partial<Pick<PresetInput, 'files'>>): ModelPreset {
  return preset({ files: filesWith(input.weights ?? weightsPath(input.dtype ?? 'q8')), ...input });
}

/** The four files that transformers.js opens for a text model. */
export function filesWith(weights: string): ModelFile[] {
  return ['config.json', 'tokenizer.json', 'tokenizer_config.json', weights].map((path) => ({ path }));
}

type Pin = [sizeBytes: number, sha256: string];

function pinnedFiles(...pins: [config: Pin, tokenizer: Pin, tokenizerConfig: Pin, weights: Pin]): ModelFile[] {
  return filesWith(weightsPath('q8')).map((file, i) => ({ ...file, sizeBytes: pins[i]![0], sha256: pins[i]![1] }));
}

/** What decides a vector, apart from the text. `weightsHash` names the installed weights. */
export function fingerprint(preset: Omit<ModelPreset, 'pooling'> & { pooling: string }, weightsHash = ''): string {
  const { id, revision, dtype, pooling, queryPrefix, documentPrefix, dims, maxTokens } = preset;
  const prefixes = `q=${JSON.stringify(queryPrefix)} d=${JSON.stringify(documentPrefix)}`;
  return `${id}@${revision} ${dtype} ${pooling} ${prefixes} ${dims}d ${maxTokens}t ${weightsHash}`.trim();
}

/** Whether texts are treated alike: everything that shapes a vector but the files. */
export function hasSameUse(a: UseOfModel, b: UseOfModel): boolean {
  const use = ({ pooling, queryPrefix, documentPrefix, dims, cuts, maxTokens }: UseOfModel) =>
    JSON.stringify([pooling, queryPrefix, documentPrefix, dims, cuts, maxTokens]);
  return use(a) === use(b);
}

type UseOfModel = Pick<ModelPreset, 'queryPrefix' | 'documentPrefix' | 'dims' | 'cuts' | 'maxTokens'> & {
  pooling: string;
};

/** Where the model's files are on the hub. */
export function repositoryOf({ id, repository }: Pick<ModelPreset, 'id' | 'repository'>): string {
  return repository ?? id;
}

/** The ONNX file among the model's files. */
export function weightsOf({ weights, dtype }: Pick<ModelPreset, 'weights' | 'dtype'>): string {
  return weights ?? weightsPath(dtype);
}

/** Sum of the sizes that are known beforehand; undefined while the weights' size is not among them. */
export function downloadSizeBytes({ files }: Pick<ModelPreset, 'files'>): number | undefined {
  const sizes = files.map((file) => file.sizeBytes);
  return sizes.every((size) => size !== undefined) ? sizes.reduce((sum, size) => sum + size, 0) : undefined;
}

/** The usual name of the ONNX file of a number format. */
export function weightsPath(dtype: Dtype): string {
  return { q8: 'onnx/model_quantized.onnx', fp32: 'onnx/model.onnx', fp16: 'onnx/model_fp16.onnx' }[dtype];
}

/**
 * The token of the terminal for that server: the hub's own variable holds one for the hub and for no mirror; ours is
 * for whatever server is in use.
 */
export function terminalToken(endpoint: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const ofHub = endpoint === DEFAULT_ENDPOINT ? env.HF_TOKEN : undefined;
  return env.KINDRED_MODEL_TOKEN?.trim() || ofHub?.trim() || undefined;
}

/** Where models come from: the setting, else the hub's own variable, else the hub. Without a trailing slash. */
export function modelEndpoint(setting: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  return (setting?.trim() || env.HF_ENDPOINT?.trim() || DEFAULT_ENDPOINT).replace(/\/+$/, '');
}
