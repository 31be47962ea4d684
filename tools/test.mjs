// `npm test`: everything, from the linter to the packaged extension in a real VS Code. Says what it runs, adds up what the suites report,
// and fails when one of them fails, reports nothing, or leaves a test out.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const countsFolder = path.join(root, 'out/test-counts');
const onLinux = process.platform === 'linux';

/** `suites` name the files of counts that a step has to leave; `isBasis`: what follows cannot run without it. */
const STEPS = [
  { name: 'Formatter and linter', command: ['npm', 'run', '--silent', 'lint'], suites: [] },
  { name: 'Type check', command: ['npm', 'run', '--silent', 'typecheck'], suites: [] },
  {
    name: 'Build, with the size budgets',
    command: ['node', 'esbuild.mjs', '--production', '--tests'],
    suites: [],
    isBasis: true,
  },
  { name: 'Unit tests', command: ['node', 'tools/unit-tests.mjs', '--built'], suites: ['unit'] },
  { name: 'Package', command: ['node', 'tools/package.mjs', '--built'], suites: [], isBasis: true },
  onLinux
    ? { name: 'Tests in VS Code', command: ['node', 'tools/test-vscode.mjs', '--built'], suites: ['integration', 'ui'] }
    : { name: 'Tests in VS Code', command: ['npm', 'run', '--silent', 'test:electron'], suites: ['electron'] },
];

fs.rmSync(countsFolder, { recursive: true, force: true });
const total = { passed: 0, failed: 0 };
const broken = [];
for (const [index, step] of STEPS.entries()) {
  console.log(`\n[${index + 1}/${STEPS.length}] ${step.name}: ${step.command.join(' ')}`);
  const started = Date.now();
  const ended = run(step.command);
  const failedBefore = total.failed;
  for (const suite of step.suites) addCounts(suite);
  // A step without tests of its own, or one that broke outside of them, counts as one failure.
  if (ended !== 0 && total.failed === failedBefore) total.failed++;
  const isGood = ended === 0 && total.failed === failedBefore;
  if (!isGood) broken.push(step.name);
  console.log(`${step.name}: ${isGood ? 'good' : 'FAILED'} (${Math.round((Date.now() - started) / 1000)} s)`);
  if (!isGood && step.isBasis) {
    console.log('The steps after it need it and are not run.');
    break;
  }
}
if (broken.length) console.log(`\nFailed: ${broken.join(', ')}`);
console.log(`${broken.length ? '' : '\n'}${total.passed} passed, ${total.failed} failed`);
process.exit(broken.length ? 1 : 0);

function run([program, ...args]) {
  const file = program === 'node' ? process.execPath : program;
  const shell = program === 'npm' && process.platform === 'win32';
  return spawnSync(file, args, { cwd: root, stdio: 'inherit', shell }).status;
}

function addCounts(suite) {
  const file = path.join(countsFolder, `${suite}.json`);
  if (!fs.existsSync(file)) {
    console.log(`${suite}: ended without a result`);
    total.failed++;
    return;
  }
  const { passed, failed } = JSON.parse(fs.readFileSync(file, 'utf8'));
  console.log(`${suite}: ${passed} passed, ${failed} failed`);
  total.passed += passed;
  total.failed += failed;
  if (passed === 0 && failed === 0) total.failed++;
}
