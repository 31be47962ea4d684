/** The CLI's contract, through the built bundle, as a person or a script runs it. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { PROJECT, root, temporaryFolder, write } from '../support/workspace';

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

function workspace(t: { after(clean: () => void): void }, files: Record<string, string> = PROJECT) {
  const dir = temporaryFolder(t);
  const cache = temporaryFolder(t);
  write(dir, files);
  const kindred = (...args: string[]): Run =>
    spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache },
    });
  return { dir, cache, kindred };
}

test('search indexes first, prints one JSON object on standard output and progress on standard error', (t) => {
  const { kindred } = workspace(t);
  const { status, stdout, stderr } = kindred(
    'search',
    'try again after a failed upload',
    '.',
    '--limit',
    '2',
    '--json',
  );
  assert.equal(status, 0, stderr);
  assert.match(stderr, /4 documents/);
  const answer = JSON.parse(stdout);
  assert.deepEqual(Object.keys(answer), ['query', 'tier', 'tookMs', 'relevant', 'results']);
  assert.equal(answer.query, 'try again after a failed upload');
  assert.equal(answer.tier, 'embedded');
  assert.ok(answer.results.length <= 2);
  const [first] = answer.results;
  const place = ['path', 'startLine', 'endLine', 'symbol', 'focus', 'excerpt'];
  assert.deepEqual(Object.keys(first), [...place, 'kind', 'language', 'score', 'reasons']);
  assert.deepEqual([first.focus.startLine, first.focus.symbol], [2, 'retryUpload']);
  assert.match(first.excerpt, /^export async function retryUpload/);
  assert.deepEqual(
    [first.path, first.startLine, first.symbol, first.language],
    ['src/upload.ts', 1, 'retryUpload', 'typescript'],
  );
  assert.equal(first.kind, 'function');
  assert.ok(first.reasons.every(({ name, value }: { name: string; value: number }) => name && Number.isFinite(value)));
});

test('the code is shown whole, or around the lines that answer, or not at all', (t) => {
  const { kindred } = workspace(t);
  const question = ['search', 'try again after a failed upload', '.', '--limit', '1', '--no-deep'];
  const whole = JSON.parse(kindred(...question, '--content', '--json').stdout).results[0];
  assert.deepEqual([whole.content.startLine, whole.content.endLine], [whole.startLine, whole.endLine]);
  assert.match(whole.content.text, /export async function retryUpload/);
  const around = JSON.parse(kindred(...question, '-C', '1', '--json').stdout).results[0];
  assert.equal(around.content.startLine, around.focus.startLine - 1);
  assert.match(kindred(...question, '-C', '0').stdout, /\n {5}2 {2}export async function retryUpload/);
  assert.equal(kindred(...question, '--files').stdout, 'src/upload.ts\n');
  const { status, stderr } = kindred(...question, '--content', '-C', '1');
  assert.equal(status, 2);
  assert.match(stderr, /exclude each other/);
});

test('with --no-update the index answers as it is', (t) => {
  const { dir, kindred } = workspace(t);
  assert.equal(kindred('index').status, 0);
  write(dir, { 'src/zebra.ts': 'export function zebraCrossing() {\n  return 1;\n}\n' });
  const ask = (...more: string[]) => kindred('search', 'zebraCrossing', '.', '--files', '--no-deep', ...more).stdout;
  assert.doesNotMatch(ask('--no-update'), /zebra/);
  assert.match(ask(), /^src\/zebra\.ts$/m);
});

test('a stale index is brought up to date by the search itself', (t) => {
  const { dir, kindred } = workspace(t);
  assert.equal(kindred('index').status, 0);
  fs.rmSync(path.join(dir, 'src/session.go'));
  write(dir, { 'src/tower.rs': 'pub fn lighthouse() {}\n' });
  const answer = JSON.parse(kindred('search', 'lighthouse', '--json').stdout);
  assert.equal(answer.results[0].path, 'src/tower.rs');
  assert.ok(
    !JSON.parse(kindred('search', 'NewSession', '--json').stdout).results.some(
      (r: { path: string }) => r.path === 'src/session.go',
    ),
  );
});

test('human output: ranked places with a line, the symbol and two lines of code, no colors in a pipe', (t) => {
  const { kindred } = workspace(t);
  const { stdout } = kindred('search', 'retryUpload');
  assert.match(stdout, /^ 1\. src\/upload\.ts:2 {2}retryUpload {2}\S+\n +export async function retryUpload/);
  assert.ok(!stdout.includes('\u001b'));
  assert.match(kindred('search', 'retryUpload', '--explain').stdout, /\+0\.\d+ \w+/);
});

test('a small function among others in one passage is shown and placed at its own line', (t) => {
  const small = ['Bytes', 'Date', 'Phone'].map(
    (what) => `export const format${what} = (x: string) => x + '${what}';\n`,
  );
  const { kindred } = workspace(t, { 'format.ts': small.join('') });
  assert.match(
    kindred('search', 'formatPhone').stdout,
    /^ 1\. format\.ts:3 {2}formatPhone {2}\S+\n +export const formatPhone/,
  );
});

test('a result in a notebook shows the code of its cell', (t) => {
  const source = ['def train_churn_model(frame):\n', '    return frame.fit()'];
  const cells = [{ cell_type: 'code', metadata: {}, execution_count: 1, outputs: [], source }];
  const notebook = { cells, metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 };
  const { kindred } = workspace(t, { 'churn.ipynb': JSON.stringify(notebook, undefined, 1) });
  const { stdout } = kindred('search', 'train_churn_model');
  assert.match(
    stdout,
    /^ 1\. churn\.ipynb:\d+ {2}train_churn_model {2}\S+\n +def train_churn_model\(frame\):\n +return frame\.fit\(\)/,
  );
});

test('similar takes a file, a line and a range', (t) => {
  const twin = PROJECT['src/upload.ts'].replaceAll('pload', 'nload');
  const { kindred } = workspace(t, { ...PROJECT, 'src/twin.ts': twin });
  for (const target of ['src/upload.ts', 'src/upload.ts:4', 'src/upload.ts:2-9']) {
    const { status, stdout, stderr } = kindred('similar', target, '--json');
    assert.equal(status, 0, stderr);
    assert.equal(JSON.parse(stdout).results[0].path, 'src/twin.ts', target);
  }
});

test('the index lies outside the folder, where --index-dir says or in the cache', (t) => {
  const { dir, cache, kindred } = workspace(t);
  const other = temporaryFolder(t);
  kindred('index');
  assert.ok(fs.readdirSync(cache).length > 0 || process.platform === 'darwin');
  assert.equal(kindred('index', '.', '--index-dir', other).status, 0);
  assert.equal(fs.readdirSync(other).length, 1);
  assert.deepEqual(fs.readdirSync(dir).sort(), ['docs', 'src']);
});

test('doctor says what works and why files are missing', (t) => {
  const { kindred, dir } = workspace(t);
  write(dir, { 'app.min.js': 'var a=1', 'plain.ipynb': '{"cells": 1}' });
  kindred('index');
  const { status, stdout } = kindred('doctor');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /ok {3}index .*5 documents/);
  assert.match(stdout, /left out app\.min\.js: minified/);
  assert.match(stdout, /as text {2}plain\.ipynb: not a notebook/);
  assert.doesNotMatch(stdout, /failed/);
  assert.match(
    stdout,
    /ok {3}deep indexing +would (go on|wait: .+) \(up to \d+ of \d+ threads, on (mains power|battery), \d+ % of/,
  );
  assert.equal(JSON.parse(kindred('doctor', '--json').stdout).index.documents, 5);
});

test('exit codes: 1 for no results, 2 and one line for an error', (t) => {
  const { kindred, dir } = workspace(t, { 'image.png': 'x' });
  assert.equal(kindred('search', 'anything').status, 1);
  const errors: [string[], RegExp][] = [
    [['search', 'x', '/no/such/folder'], /\/no\/such\/folder does not exist/],
    [['search', ''], /question is empty/],
    [['search', '?!'], /question is empty/],
    [['search', 'x'.repeat(100_000)], /100000 characters/],
    [['search'], /needs a question/],
    [['search', 'x', '.', 'y'], /does not take "y"/],
    [['search', 'x', '--limit', '0'], /--limit takes a whole number/],
    [['search', 'x', '--nonsense'], /--nonsense/],
    [['similar', 'gone.ts'], /gone\.ts does not exist/],
    [['similar', `${dir}/../other.ts`], /not inside/],
    [['frobnicate'], /Unknown command "frobnicate". There are index, search, .* and eval; see kindred --help/],
    [['--nonsense', 'search', 'x'], /--nonsense/],
    [['serach', 'x'], /Unknown command "serach". Did you mean search\?/],
    [['search', 'x', '--limt', '3'], /has no option --limt. Did you mean --limit\?/],
    [['index', '.', '--index-dir', '/proc/nowhere'], /\/proc\/nowhere.* cannot be written/],
  ];
  for (const [args, message] of errors) {
    const { status, stdout, stderr } = kindred(...args);
    assert.equal(status, 2, `${args.join(' ').slice(0, 80)}: ${stderr}`);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }
});

test('how a question was read is said, and exact matches are counted', (t) => {
  const { kindred } = workspace(t);
  const { status, stdout, stderr } = kindred('search', '"upload failed" kind: path:nowhere', '--json');
  const { hints, exact, results } = JSON.parse(stdout);
  assert.deepEqual([status, results, exact], [1, [], { matches: 0, passages: 0, files: 0 }]);
  assert.deepEqual(hints, [
    { code: 'readAsText', value: 'kind:' },
    { code: 'matchesNothing', value: 'path:nowhere' },
  ]);
  assert.match(stderr, /kind: was read as text.*\nNo file fits path:nowhere\.\nExact matches: 0/);
  const counted = JSON.parse(kindred('search', '/upload/i', '--json').stdout);
  assert.deepEqual(counted.exact, { matches: 2, passages: 1, files: 1 });
  const unknown = kindred('search', 'x lang:pyhton');
  assert.deepEqual([unknown.status, /lang:python/.test(unknown.stderr)], [2, true]);
});

test('a question may start with a minus', (t) => {
  const { kindred } = workspace(t);
  assert.equal(
    JSON.parse(kindred('search', '-a retry of the upload', '--json').stdout).query,
    '-a retry of the upload',
  );
  assert.equal(JSON.parse(kindred('search', '--name=upload', '--json').stdout).query, '--name=upload');
  assert.match(kindred('search', 'upload', '--jsn').stderr, /--jsn/);
  assert.match(kindred('search', '--json').stderr, /needs a question/);
});

test('eval measures a BEIR folder and a repository set, and says what is wrong with one', (t) => {
  const question = (answer: string) =>
    JSON.stringify({
      id: 'q',
      repo: 'own',
      query: 'retryUpload',
      language: 'typescript',
      category: 'symbol',
      relevant: [{ path: answer }],
    });
  const { kindred, dir } = workspace(t, {
    'beir/corpus.jsonl':
      '{"_id":"d1.py","text":"def lighthouse(): pass"}\n{"_id":"d2.py","text":"def harbor(): pass"}\n',
    'beir/queries.jsonl': '{"_id":"q1","text":"harbor"}\n',
    'beir/qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td2.py\t1\n',
    'lost/corpus.jsonl': '{"_id":"d1","text":"x"}\n',
    'lost/queries.jsonl': '{"_id":"q1","text":"x"}\n',
    'lost/qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\tgone\t1\n',
    'set/queries.jsonl': question('src/upload.ts'),
    'beir/qrels/train.tsv': 'q1\td2.py\t1\n',
    'empty/corpus.jsonl': '\n',
    ...Object.fromEntries(
      ['unjudged', 'unanswered', 'halved', 'nameless'].map((set) => [
        `${set}/corpus.jsonl`,
        '{"_id":"d1","text":"x"}\n',
      ]),
    ),
    'unanswered/queries.jsonl': '{"_id":"q1","text":"x"}\n',
    'unanswered/qrels.dev.tsv': 'q1\td1\t0\n',
    'halved/queries.jsonl': '{"_id":"q1","text":"x"}\n',
    'halved/qrels.dev.tsv': 'q1\td1\t1\nq1 d1 1\n',
    'nameless/queries.dev.jsonl': '{"text":"x"}\n',
    'nameless/qrels.dev.tsv': 'q1\td1\t1\n',
    'none.jsonl': '{"id":"q","repo":"own","query":"q","relevant":[]}\n',
    'broken.jsonl': `${question('a')}\nno json`,
    'gone.jsonl': question('src/gone.ts'),
    ...Object.fromEntries(Object.entries(PROJECT).map(([file, text]) => [`repos/own/${file}`, text])),
  });
  const found = kindred(
    'eval',
    'beir',
    'set',
    '--repositories',
    'repos',
    '--json',
    'run.json',
    '--without',
    'file topic,names',
  );
  assert.equal(found.status, 0, found.stderr);
  assert.match(found.stdout, /beir\/test +1 {2}1\.000 \(1\.000 to 1\.000\)/);
  assert.match(found.stdout, / {2}language typescript +1 {2}1\.000/);
  const { settings, sets } = JSON.parse(fs.readFileSync(path.join(dir, 'run.json'), 'utf8'));
  assert.deepEqual(settings.without, ['file topic', 'names']);
  assert.deepEqual(
    sets.map((set: { outcomes: unknown[] }) => set.outcomes.length),
    [1, 1, 1],
  );
  const own = kindred('eval', '--self', 'repos', '--seed', '7');
  assert.match(own.stdout, /category docComment +\d/, own.stderr);
  assert.match(own.stderr, /No questions from history, only from doc comments: fatal: not a git repository/);
  assert.equal(kindred('eval', '--self', 'repos', '--seed', '7').stdout, own.stdout);
  assert.equal(kindred('eval', 'beir', '--embedder', 'none', '--json', 'words.json').status, 0);
  const lost = JSON.parse(fs.readFileSync(path.join(dir, 'words.json'), 'utf8'));
  lost.sets[0].outcomes[0].measures.ndcg10 = 0.5;
  write(dir, { 'lost.json': JSON.stringify(lost), 'other.json': '{"settings":{},"sets":[]}' });
  const compared = kindred('eval', '--compare', 'run.json', 'lost.json').stdout;
  assert.match(compared, /beir\/test: 1 questions; 0 better, 1 worse, 0 equal\n {2}ndcg10 +-0\.5000/);
  assert.match(compared, / {2}1\.000 -> 0\.500 {2}q1: harbor/);
  const errors: [string[], RegExp][] = [
    [[], /needs a set/],
    [['nowhere'], /nowhere cannot be read \(ENOENT\)/],
    [['set'], /asks about own: say with --repositories/],
    [['set', '--repositories', 'set'], /set has no folder own, which set\/queries\.jsonl asks about/],
    [['set', '--repositories', 'repos', '--split', 'dev'], /only BEIR sets have splits/],
    [['broken.jsonl', '--repositories', 'repos'], /broken\.jsonl, line 2: not JSON: no json/],
    [['none.jsonl', '--repositories', 'repos'], /none\.jsonl holds no question that has an answer/],
    [['gone.jsonl', '--repositories', 'repos'], /src\/gone\.ts of "q" is not in/],
    [['lost'], /judges "gone" for "q1"/],
    [['beir', '--without', 'magic'], /no part "magic". Parts: vectors, words/],
    [['beir', '--embedder', 'x'], /embedded or none/],
    [['beir', '--limit', '0'], /--limit/],
    [['--self'], /--self` needs the folder/],
    [['--self', 'nowhere'], /nowhere/],
    [['--self', 'set'], /no doc comment to make a question of/],
    [['--self', 'repos', '--seed', 'x'], /--seed takes a whole number/],
    [['beir', '--seed', '1'], /goes with --self/],
    [['--compare', 'run.json'], /takes two files/],
    [['--compare', 'run.json', 'broken.jsonl'], /broken\.jsonl cannot be compared/],
    [['--compare', 'run.json', 'other.json'], /no set in common/],
    [['beir', '--split', 'dev'], /beir has no split "dev"\. There are: test, train\./],
    [['--self', 'repos', '--split', 'dev'], /--split is of BEIR sets/],
    [['empty'], /empty\/corpus\.jsonl holds no document/],
    [['unjudged'], /unjudged has no judgments: neither qrels\/<split>\.tsv nor qrels\.<split>\.tsv/],
    [['unanswered'], /holds no question that unanswered\/qrels\.dev\.tsv names a right answer for/],
    [['halved'], /halved\/qrels\.dev\.tsv, line 2: not query, document and score/],
    [['nameless'], /nameless\/queries\.dev\.jsonl, line 1: "_id" is absent/],
    [['beir', '--json', 'no/where.json'], /--json no\/where\.json cannot be written \(ENOENT\)/],
    [['beir', '--json', 'set'], /--json set cannot be written \(EISDIR\)/],
  ];
  for (const [args, message] of errors) {
    const { status, stderr } = kindred('eval', ...args);
    assert.equal(status, 2, args.join(' '));
    assert.match(stderr, message);
  }
  assert.doesNotMatch(kindred('eval', 'beir', '--json', 'set').stderr, /Indexing/, 'said before the run');
});

test('eval asks each split with its own questions, and a set that brings its corpus along without other repositories', (t) => {
  const row = (repo: string, answer: string) =>
    JSON.stringify({ id: repo, repo, query: 'retryUpload', relevant: [{ path: answer }] });
  const { kindred } = workspace(t, {
    'beir/corpus.jsonl': '{"_id":"d1","text":"def lighthouse(): pass"}\n{"_id":"d2","text":"def harbor(): pass"}\n',
    'beir/queries.jsonl': '{"_id":"q1","text":"lighthouse"}\n',
    'beir/queries.dev.jsonl': '{"_id":"q2","text":"harbor"}\n',
    'beir/qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t1\n',
    'beir/qrels.dev.tsv': 'q2\td2\t1\n',
    'set/queries.jsonl': `${row('own', 'src/upload.ts')}\n${row('absent', 'lib/gone.ts')}\n`,
    ...Object.fromEntries(Object.entries(PROJECT).map(([file, text]) => [`set/corpus/${file}`, text])),
  });
  const both = kindred('eval', 'beir', '--language', 'python');
  assert.match(both.stdout, /beir\/dev +1 {2}1\.000[\s\S]*beir\/test +1 {2}1\.000/, both.stderr);
  assert.doesNotMatch(kindred('eval', 'beir', '--language', 'python', '--split', 'dev').stdout, /beir\/test/);
  const own = kindred('eval', 'set');
  assert.match(own.stdout, /^set +1 {2}1\.000/m);
  assert.match(own.stderr, /1 questions are left out: they ask about absent, and --repositories names no folder/);
});

test('eval ends at an interrupt with one line, and writes no run', async (t) => {
  const body = Array.from({ length: 40 }, (_, i) => `  step${i} = lantern(${i})`).join('\\n');
  const { dir } = workspace(t, {
    'beir/corpus.jsonl': Array.from(
      { length: 20_000 },
      (_, i) => `{"_id":"d${i}.py","text":"def keeper${i}():\\n${body}"}`,
    ).join('\n'),
    'beir/queries.jsonl': '{"_id":"q1","text":"keeper"}\n',
    'beir/qrels.dev.tsv': 'q1\td1.py\t1\n',
  });
  const child = spawn(process.execPath, [path.join(root, 'dist/cli.cjs'), 'eval', 'beir', '--json', 'run.json'], {
    cwd: dir,
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') child.kill('SIGINT');
    said += text;
  });
  const [status] = await once(child, 'close');
  assert.equal(status, 2, said);
  assert.match(said, /^Indexing for beir\nkindred: [^\n]*canceled[^\n]*\n$/i);
  assert.ok(!fs.existsSync(path.join(dir, 'run.json')));
});

test('flags may stand before the command, and after -- nothing is one', (t) => {
  const { kindred } = workspace(t);
  assert.ok(JSON.parse(kindred('--json', 'index').stdout).documents > 0);
  const found = kindred('--limit', '1', '--json', 'search', '-1 upload').stdout;
  assert.equal(JSON.parse(found).results.length, 1);
  assert.doesNotMatch(kindred('--no-deep', 'search', '--', '--help').stdout, /Options/);
  assert.equal(kindred('--help', 'search').stdout, kindred('search', '--help').stdout);
});

test('help and version', (t) => {
  const { kindred } = workspace(t);
  assert.match(kindred('--help').stdout, /kindred search/);
  assert.match(kindred('search', '--help').stdout, /search "<question>" \[dir\][\s\S]*--limit N +at most N results/);
  assert.equal(kindred('help', 'eval').stdout, kindred('eval', '-h').stdout);
  assert.match(kindred('--version').stdout, /^\d+\.\d+\.\d+\n$/);
});

test('doctor --verify reads every file, finds a flipped bit and mends the index', (t) => {
  const { kindred, cache } = workspace(t);
  kindred('index');
  assert.match(kindred('doctor', '--verify').stdout, /ok {3}files of index .*every checksum right/);
  const file = fs
    .readdirSync(cache, { recursive: true })
    .map((name) => path.join(cache, String(name)))
    .find((name) => name.endsWith('.kvx'))!;
  const bytes = fs.readFileSync(file);
  bytes[bytes.length - 1]! ^= 1;
  fs.writeFileSync(file, bytes);
  const { status, stdout } = kindred('doctor', '--verify');
  assert.equal(status, 0, stdout);
  assert.match(stdout, /ok {3}files of index .*1 damaged \(.*checksum.*\); mended, [1-9]\d* documents? indexed again/);
  assert.match(kindred('doctor', '--verify').stdout, /every checksum right/);
  assert.equal(JSON.parse(kindred('doctor', '--json').stdout).index.documents, 4);
});

test('duplicates are listed with their places, the most to save first; --min-lines and --json', (t) => {
  const copy = `def weigh(parcels, scale):
    heaviest = None
    for parcel in parcels:
        grams = scale.measure(parcel.box) + sum(scale.measure(item) for item in parcel.items)
        if heaviest is None or grams > heaviest.grams:
            heaviest = Weighed(parcel, grams)
    return heaviest
`;
  const { kindred } = workspace(t, { 'a/weigh.py': copy, 'b/scale.py': `LIMIT = 3\n\n\n${copy}` });
  const { status, stdout } = kindred('duplicates');
  assert.equal(status, 0);
  assert.match(stdout, /2 exact copies, 7 lines to save {2}weigh\n {6}a\/weigh\.py:1-7\n {6}b\/scale\.py:4-10\n/);
  const { clusters, counts } = JSON.parse(kindred('duplicates', '--json').stdout);
  assert.deepEqual([counts.passages, clusters[0].passages[1].startLine], [2, 4]);
  assert.equal(kindred('duplicates', '--min-lines', '20').status, 1);
  assert.equal(kindred('duplicates', '--min-lines', 'x').status, 2);
});

test('index --deep fills in the vectors of the model that ships, and a search then says how many there are', (t) => {
  const { kindred } = workspace(t);
  const filled = kindred('index', '.', '--deep', '--budget', '5', '--json');
  assert.equal(filled.status, 0, filled.stderr);
  const { chunks, deep } = JSON.parse(filled.stdout);
  assert.deepEqual(deep, { model: 'Xenova/all-MiniLM-L6-v2', passages: chunks, covered: chunks });
  const found = kindred('search', 'try again after a failed upload', '.', '--json');
  const answer = JSON.parse(found.stdout);
  assert.equal(answer.tier, 'deep');
  assert.deepEqual(
    { ...answer.deep, brought: 0 },
    { models: [deep.model], passages: chunks, covered: chunks, brought: 0 },
  );
  assert.equal(JSON.parse(kindred('search', 'try again', '.', '--json', '--no-deep').stdout).tier, 'embedded');
});

test('a budget needs --deep, and --deep a model', (t) => {
  const { kindred } = workspace(t);
  for (const args of [
    ['--budget', '5'],
    ['--deep', '--no-deep'],
    ['--deep', '--budget', 'soon'],
  ]) {
    const { status, stderr } = kindred('index', '.', ...args);
    assert.equal(status, 2, stderr);
    assert.match(stderr, /--(budget|deep)/);
  }
});
