/** `kindred context`, through the built bundle: what an agent pays for and gets. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { countTokens } from '../../src/context/countTokens';
import { PROJECT, root, temporaryFolder, write } from '../support/workspace';

function workspace(t: { after(clean: () => void): void }, files: Record<string, string> = PROJECT) {
  const dir = temporaryFolder(t);
  const cache = temporaryFolder(t);
  write(dir, files);
  return (args: readonly string[], input = '') =>
    spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), 'context', ...args, '--no-deep'], {
      cwd: dir,
      encoding: 'utf8',
      input,
      env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache },
    });
}

test('the code of several questions comes with its lines, each place once', (t) => {
  const kindred = workspace(t);
  const { status, stdout, stderr } = kindred(['try again after a failed upload', 'retryUpload']);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^src\/upload\.ts:\d+-\d+ {2}retryUpload\n/);
  assert.match(stdout, /\n *2 {2}export async function retryUpload/);
  assert.equal(stdout.split('export async function retryUpload').length, 2, stdout);
});

test('as JSON it has the same places, lines from 1, and what it costs within the budget', (t) => {
  const kindred = workspace(t);
  const { status, stdout } = kindred([
    'try again after a failed upload',
    '--json',
    '--budget',
    '300',
    '--max-regions',
    '1',
  ]);
  assert.equal(status, 0);
  const packed = JSON.parse(stdout);
  assert.deepEqual(packed.questions, ['try again after a failed upload']);
  assert.equal(packed.relevant, true);
  assert.equal(packed.passages.length, 1);
  assert.equal(packed.passages[0].path, 'src/upload.ts');
  assert.equal(
    packed.passages[0].text.split('\n').length,
    packed.passages[0].endLine - packed.passages[0].startLine + 1,
  );
  assert.equal(packed.tokens, countTokens(packed.text));
  assert.ok(packed.tokens <= 300, `${packed.tokens}`);
});

test('a long text on standard input is a question, and said to be cut where it is too long', (t) => {
  const kindred = workspace(t);
  const issue = `Uploads are not tried again after a failure\n\nSteps: upload a file.\n${'It fails. '.repeat(3000)}`;
  const { status, stdout, stderr } = kindred(['-'], issue);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /its first 20000 are asked/);
  assert.match(stdout, /src\/upload\.ts/);
});

test('what has no answer is said, with exit code 1', (t) => {
  const kindred = workspace(t);
  const { status, stdout } = kindred(['how is the quantum flux capacitor calibrated']);
  assert.equal(status, 1, stdout);
  assert.match(stdout, /^Nothing relevant found for "how is the quantum flux capacitor calibrated"/);
});

for (const [what, args, message] of [
  ['no question', [], /needs a question/],
  ['a budget of nothing', ['upload', '--budget', '0'], /--budget takes a whole number from 200 to 50000, not "0"/],
  ['a budget of a million', ['upload', '--budget', '1000000'], /from 200 to 50000/],
  ['a folder that is not there', ['upload', '--in', 'nowhere'], /nowhere does not exist/],
  ['an unknown language', ['upload lang:typoscript'], /typescript/],
] as const) {
  test(`${what} is an error in one line`, (t) => {
    const { status, stdout, stderr } = workspace(t)(args);
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
  });
}
