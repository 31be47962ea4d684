// `npm test`: everything, from the linter to the packaged extension in a real VS Code. Steps run side by side unless
// one needs the other. Prints what a step says when it has ended, adds up what the suites report, and fails when a step
// fails, reports nothing, or leaves a test out.
// `npm test -- <part> … [--name <text>]`: only what fits. A part is the name of a step, or a piece of a unit test's
// path or of a scenario's title; `--name` takes only the unit tests whose own name has the text.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './bundle-vscode-tests.mjs';
import { chooseTests } from './choose-tests.mjs';

const countsFolder = path.join(root, 'out/test-counts');
const onLinux = process.platform === 'linux';

/**
 * `needs`: the steps that must be good before it. `follows`: steps that must only have ended, so that two cores are not
 * asked for more at once.
 * `isSuite`: it leaves a file of counts under its name.
 */
const STEPS = [
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'types', command: ['npm', 'run', '--silent', 'typecheck'] },
  { name: 'build', command: ['node', 'esbuild.mjs', '--production', '--tests'] },
  { name: 'package', command: ['node', 'tools/package.mjs', '--built'], needs: ['build'] },
  { name: 'bundle', command: ['node', 'tools/bundle-vscode-tests.mjs'], needs: ['build'] },
  { name: 'unit', command: ['node', 'tools/unit-tests.mjs', '--built'], needs: ['build'], isSuite: true },
  ...(onLinux
    ? [vscodeSuite('ui', ['package', 'bundle']), { ...vscodeSuite('integration', ['bundle']), follows: ['unit'] }]
    : [{ name: 'electron', command: ['npm', 'run', '--silent', 'test:electron'], needs: ['build'], isSuite: true }]),
];

function vscodeSuite(name, needs) {
  return { name, command: ['node', 'tools/test-vscode.mjs', '--built', name], needs, isSuite: true };
}

const { values, positionals } = parseArgs({ options: { name: { type: 'string' } }, allowPositionals: true });
const steps = withNeeded(positionals.length || values.name ? chosenSteps(positionals, values.name) : STEPS);
const isStreamed = steps.filter(({ isSuite }) => isSuite).length === 1;

fs.rmSync(countsFolder, { recursive: true, force: true });
const started = Date.now();
const endings = new Map();
for (const step of steps) endings.set(step.name, runInTurn(step));
const results = await Promise.all(endings.values());

const failed = results.filter(({ isGood }) => !isGood);
console.log('\nTime by step');
for (const { name, seconds, said } of results)
  console.log(`  ${name.padEnd(12)} ${String(seconds).padStart(4)} s  ${said}`);
console.log(`  ${'together'.padEnd(12)} ${String(secondsSince(started)).padStart(4)} s`);
if (failed.length) console.log(`\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
const sum = (key) => results.reduce((all, { counts }) => all + counts[key], 0);
console.log(`${failed.length ? '' : '\n'}${sum('passed')} passed, ${sum('failed')} failed`);
process.exit(failed.length ? 1 : 0);

/**
 * Runs when its turn has come. A step that fails without a test that failed, or whose turn never comes, counts as one
 * failure.
 */
async function runInTurn(step) {
  // The steps that it names stand before it in the table.
  const before = await Promise.all([...(step.needs ?? []), ...(step.follows ?? [])].map((name) => endings.get(name)));
  const missing = before.filter((result) => result && !result.isGood && step.needs?.includes(result.name));
  if (missing.length) {
    const said = `not run: it needs ${missing.map(({ name }) => name).join(', ')}`;
    return { name: step.name, isGood: false, seconds: 0, said, counts: { passed: 0, failed: 1 } };
  }
  const began = Date.now();
  console.log(`… ${step.name}: ${step.command.join(' ')}`);
  const { code, output } = await run(step.command);
  const seconds = secondsSince(began);
  const counts = step.isSuite ? readCounts(step.name) : { passed: 0, failed: 0 };
  if (counts === undefined) output.push(`${step.name}: ended without a result\n`);
  const { passed, failed } = counts ?? { passed: 0, failed: 0 };
  const isGood = code === 0 && counts !== undefined && failed === 0 && (passed > 0 || !step.isSuite);
  console.log(`\n[${step.name}: ${isGood ? 'good' : 'FAILED'} after ${seconds} s]\n${output.join('')}`);
  const said = step.isSuite ? `${passed} passed, ${failed} failed` : isGood ? 'good' : 'FAILED';
  return { name: step.name, isGood, seconds, said, counts: { passed, failed: isGood ? 0 : Math.max(1, failed) } };
}

/** The exit status, and what it has said, unless that was shown while it ran. */
function run([program, ...args]) {
  const file = program === 'node' ? process.execPath : program;
  const shell = program === 'npm' && process.platform === 'win32';
  const child = spawn(file, args, { cwd: root, stdio: isStreamed ? 'inherit' : ['ignore', 'pipe', 'pipe'], shell });
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => output.push(text));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: [...output, `${error.message}\n`] }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function readCounts(suite) {
  const file = path.join(countsFolder, `${suite}.json`);
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : undefined;
}

/** The steps that are named, and the suites with tests that fit the other parts, with those tests alone. */
function chosenSteps(parts, name) {
  const chosen = STEPS.filter((step) => parts.includes(step.name));
  const tests = chooseTests(parts.filter((part) => !STEPS.some((step) => step.name === part)));
  if (tests.unmatched.length) {
    console.error(
      `Nothing fits ${tests.unmatched.join(', ')}: no unit test, no scenario, no step (${STEPS.map((step) => step.name).join(', ')}).`,
    );
    process.exit(2);
  }
  const narrowed = (suite, parts) => {
    const step = STEPS.find((one) => one.name === suite);
    return { ...step, command: [...step.command, ...parts], follows: [] };
  };
  if (tests.unit.length || (name && !chosen.length)) chosen.push(narrowed('unit', tests.unit));
  if (tests.ui.length && onLinux && !name) chosen.push(narrowed('ui', tests.ui));
  return chosen.map((step) =>
    step.name === 'unit' && name ? { ...step, command: [...step.command, '--name', name] } : step,
  );
}

/** With the steps before them, in the order of the table. */
function withNeeded(chosen) {
  const needed = (name) => [name, ...(STEPS.find((step) => step.name === name).needs ?? []).flatMap(needed)];
  const names = new Set(chosen.flatMap(({ name }) => needed(name)));
  return STEPS.filter(({ name }) => names.has(name)).map(
    (step) => chosen.find(({ name }) => name === step.name) ?? step,
  );
}

function secondsSince(time) {
  return Math.round((Date.now() - time) / 1000);
}
