/** Ignore rules against git itself: single patterns in a table, then whole trees with nested ignore files. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { createGlobFilter } from '../../../src/core/corpus/excludes';
import { decideIgnored, parseIgnoreFile } from '../../../src/core/corpus/ignorePatterns';
import { createWalkRules, walk } from '../../../src/engine/files/walk';
import { git, makeTree, removeTree, writeTree } from '../../support/tree';

const PATTERNS = [
  ...[
    'a',
    '/a',
    'a/',
    'a/b',
    '/a/b',
    'a/*',
    'a/**',
    '**/b',
    '**/b/',
    'a/**/c',
    '**',
    '*',
    '*.txt',
    '/*.txt',
    'b*',
    '?',
    '???',
  ],
  ...[
    '[ab]',
    '[!a]',
    '[^a]',
    '[a-c]',
    '[c-a]',
    '[]]',
    '[]-]',
    '[a',
    'a[',
    '[[:alpha:]]',
    '[[:digit:]].txt',
    '[[:nope:]]',
    '[\\]]',
  ],
  ...[
    '\\a',
    '\\!a',
    '!a',
    '\\#a',
    '#a',
    'a ',
    'a\\ ',
    'a\\  ',
    ' a',
    'a\\',
    '\\',
    '/',
    '//',
    '',
    'a//b',
    '***',
    'a**',
    '**a',
    'a/***/c',
  ],
  ...[
    'a\\*',
    '\\*',
    'x y',
    'x\\ y',
    '*.tx?',
    'a.b',
    'aXb',
    'a+b',
    '(a)',
    '{a,b}',
    '$a',
    'a|b',
    '한*',
    'a/b/',
    'b/c.txt',
    '/b',
  ],
  ...['a/**/', '/**/c.txt', '**/a/**', '*/b', '*/', 'A', '*a*b*', 'c.*', '.*', '[.]x'],
];

const PATHS = [
  ...[
    'a',
    'b',
    'c',
    'ab',
    '!a',
    '#a',
    'a ',
    ' a',
    '*',
    'a*',
    ']',
    '-',
    '[',
    '\\',
    'x y',
    'a.b',
    'aXb',
    'a+b',
    '(a)',
    '$a',
    'a|b',
  ],
  ...[
    '1.txt',
    'c.txt',
    'x.txt',
    '.x',
    '한글',
    'A',
    '{a,b}',
    'sub/a',
    'sub/b',
    'sub/c.txt',
    'sub/1.txt',
    'sub/.x',
    'sub/deep/a',
  ],
];
const NESTED = ['c/b', 'a/c', 'a/b/c', 'a/b/c.txt', 'a/x/c', 'b/c.txt', 'b/a', 'a/x/y/c', 'sub/deep/b/c.txt'];

test('single patterns decide as git does', () => {
  for (const paths of [PATHS, NESTED]) {
    const root = makeTree({});
    try {
      git(root, ['init', '-q']);
      // A folder for each pattern, so that one call of git answers for all.
      const queries = PATTERNS.flatMap((pattern, at) => {
        writeTree(root, {
          [`p${at}/.gitignore`]: `${pattern}\n`,
          ...Object.fromEntries(paths.map((file) => [`p${at}/${file}`, ''])),
        });
        return paths.map((file) => ({ pattern, at, file }));
      });
      const asked = queries.map(({ at, file }) => `p${at}/${file}`).join('\0');
      const answer = git(root, ['check-ignore', '-z', '-v', '-n', '--no-index', '--stdin'], asked).split('\0');
      const rules = createWalkRules(root);
      queries.forEach(({ pattern, at, file }, query) => {
        const matched = answer[query * 4 + 2] ?? '';
        const byGit = matched !== '' && !matched.startsWith('!');
        const own = { base: `p${at}/` };
        const patterns = parseIgnoreFile(`${pattern}\n`, own.base, false);
        const parents = file.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));
        const isIgnored = parents.some((each) => decideIgnored(patterns, own.base + each, each !== file) === true);
        assert.equal(isIgnored, byGit, `${JSON.stringify(pattern)} on ${file}`);
        if (byGit) assert.ok(rules.isIgnored(`p${at}/${file}`), `rules: ${JSON.stringify(pattern)} on ${file}`);
      });
    } finally {
      removeTree(root);
    }
  }
});

const name = fc.constantFrom('a', 'b', 'c', 'build', 'x.log', 'y.txt', 'Z.md');
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!'),
    fc.constantFrom('', '', '/', '**/'),
    fc.array(fc.constantFrom('a', 'b', 'c', 'build', 'x.log', '*', '**', '*.log', '[ab]', '?', '*.*'), {
      minLength: 1,
      maxLength: 3,
    }),
    fc.constantFrom('', '', '/'),
  )
  .map(([negation, start, parts, end]) => `${negation}${start}${parts.join('/')}${end}`);
const ignoreFile = fc.array(pattern, { maxLength: 5 }).map((lines) => lines.join('\n'));
const folder = fc.array(name, { maxLength: 3 }).map((parts) => parts.map((part) => `${part}d`).join('/'));

test('walks of generated trees list what git lists', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(folder, name), { minLength: 4, maxLength: 30, selector: String }),
      fc.uniqueArray(fc.tuple(folder, ignoreFile), { maxLength: 4, selector: ([where]) => where }),
      ignoreFile,
      async (files, ignores, exclude) => {
        const root = makeTree({});
        try {
          git(root, ['init', '-q']);
          writeTree(root, { '.git/info/exclude': exclude });
          for (const [where, file] of files) writeTree(root, { [path.posix.join(where, file)]: 'text' });
          for (const [where, text] of ignores) writeTree(root, { [path.posix.join(where, '.gitignore')]: text });
          const listed = git(root, ['ls-files', '-z', '--others', '--exclude-standard']).split('\0');
          const expected = listed.filter((file) => file && !file.endsWith('.gitignore')).sort();
          const walked = await walk(root);
          assert.deepEqual(
            walked.map((entry) => entry.path),
            expected,
          );
          const rules = createWalkRules(root);
          for (const [where, file] of files) {
            const relative = path.posix.join(where, file);
            assert.equal(!rules.isIgnored(relative), expected.includes(relative), relative);
          }
        } finally {
          removeTree(root);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('in a folder inside a repository the ignore files above it count', async () => {
  const root = makeTree({
    '.gitignore': '*.log\n/app/secret\n/out\n',
    '.git/info/exclude': 'private.txt\n',
    'app/.gitignore': '!keep.log\n',
    'app/a.txt': 'a',
    'app/a.log': 'a',
    'app/keep.log': 'a',
    'app/secret/b.txt': 'b',
    'app/private.txt': 'c',
    'out/made.txt': 'd',
    'inner/.git/HEAD': 'ref: refs/heads/main',
    'inner/c.log': 'of a repository of its own',
  });
  try {
    const paths = async (at: string): Promise<string[]> => (await walk(path.join(root, at))).map((entry) => entry.path);
    assert.deepEqual(await paths('app'), ['a.txt', 'keep.log']);
    assert.deepEqual(await paths('app/secret'), ['b.txt'], 'a folder opened although it is ignored');
    assert.deepEqual(await paths('out'), ['made.txt']);
    assert.deepEqual(await paths(''), ['app/a.txt', 'app/keep.log', 'inner/c.log']);
  } finally {
    removeTree(root);
  }
});

test('a worktree and a submodule have the exclude file of their repository', async () => {
  const root = makeTree({
    'main/.git/info/exclude': 'a.txt\n',
    'main/.git/worktrees/side/commondir': '../..\n',
    'side/.git': `gitdir: ../main/.git/worktrees/side\n`,
    'side/a.txt': 'a',
    'side/b.txt': 'b',
  });
  try {
    assert.deepEqual(
      (await walk(path.join(root, 'side'))).map((entry) => entry.path),
      ['b.txt'],
    );
  } finally {
    removeTree(root);
  }
});

test('which rule is the stronger', async () => {
  const root = makeTree({
    '.gitignore': 'by-git.txt\ngit-but-back.txt\n!.hidden-by-git\n',
    '.ignore': 'by-ignore.txt\n!.github\nback-again.txt\n',
    '.kindredignore': 'by-kindred.txt\n!git-but-back.txt\n!back-again.txt\n!node_modules/\n',
    'by-git.txt': 'x',
    'git-but-back.txt': 'x',
    'by-ignore.txt': 'x',
    'back-again.txt': 'x',
    'by-kindred.txt': 'x',
    'by-glob.txt': 'x',
    '.hidden-by-git': 'x',
    '.env': 'x',
    '.github/workflow.yml': 'x',
    '.vscode/settings.json': 'x',
    'node_modules/wanted.js': 'x',
    'sub/node_modules/wanted.js': 'x',
    'bower_components/a.js': 'x',
    'venv/pyvenv.cfg': 'x',
    'venv/lib/a.py': 'x',
    'cache/CACHEDIR.TAG': 'x',
    'cache/a.txt': 'x',
    'dist/kept.js': 'x',
  });
  try {
    const options = { excludeGlobs: ['**/by-glob.txt', 'sub/**'] };
    const expected = [
      '.github/workflow.yml',
      'back-again.txt',
      'dist/kept.js',
      'git-but-back.txt',
      'node_modules/wanted.js',
    ];
    assert.deepEqual(
      (await walk(root, options)).map((entry) => entry.path),
      expected,
    );
    const rules = createWalkRules(root, options);
    const all = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const kept = all.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
    assert.deepEqual(kept.filter((file) => !rules.isIgnored(file)).sort(), expected);
    assert.deepEqual(
      ['', '../a.txt', '/etc/passwd'].map((file) => rules.isIgnored(file)),
      [true, true, true],
    );
  } finally {
    removeTree(root);
  }
});

test('a changed ignore file counts once the rules forget', () => {
  const root = makeTree({ '.gitignore': 'a.txt\n', 'a.txt': 'a' });
  try {
    const rules = createWalkRules(root);
    assert.equal(rules.isIgnored('a.txt'), true);
    writeTree(root, { '.gitignore': 'b.txt\n' });
    assert.equal(rules.isIgnored('a.txt'), true);
    rules.forget();
    assert.equal(rules.isIgnored('a.txt'), false);
  } finally {
    removeTree(root);
  }
});

test('globs as VS Code reads them', () => {
  const cases: [glob: string, path: string, isExcluded: boolean][] = [
    ['**/*.js', 'a.js', true],
    ['**/*.js', 'a/b.js', true],
    ['*.js', 'a.js', true],
    ['*.js', 'a/b.js', false],
    ['out', 'out', true],
    ['out', 'a/out', false],
    ['out/', 'out', true],
    ['./out', 'out', true],
    ['**/out', 'a/out', true],
    ['**/out/**', 'out', true],
    ['**/out/**', 'a/out/b', true],
    ['**/{a,b}.txt', 'x/b.txt', true],
    ['a?.txt', 'ab.txt', true],
    ['[ab].txt', 'a.txt', true],
    ['[!ab].txt', 'a.txt', false],
    ['**/.*', 'a/.b', true],
    ['!a.txt', 'a.txt', false],
    ['', 'a.txt', false],
    ['[', 'a', false],
  ];
  for (const [glob, file, isExcluded] of cases)
    assert.equal(createGlobFilter([glob], false)(file), isExcluded, `${glob} on ${file}`);
  assert.equal(createGlobFilter(['a.TXT'], true)('A.txt'), true);
});
