import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeChunk, splitPath } from '../../../src/core/lexical/analyze';
import { splitComments } from '../../../src/core/lexical/comments';
import { FIELD_COUNT, FIELDS } from '../../../src/core/lexical/fields';

/** Terms by field, each as often as it was counted. */
function fieldsOf(chunk: Partial<Parameters<typeof analyzeChunk>[0]>): Record<string, string[]> {
  const { terms, counts, lengths } = analyzeChunk({
    ...{ path: '', language: 'typescript', symbol: '', definitions: [], signature: '', text: '' },
    ...chunk,
  });
  assert.equal(lengths.length, FIELD_COUNT);
  const fields: Record<string, string[]> = {};
  FIELDS.forEach((field, f) => {
    const words = terms.flatMap((term, i) => Array<string>(counts[i * FIELD_COUNT + f]!).fill(term));
    if (words.length) fields[field] = words;
  });
  return fields;
}

describe('the terms of a chunk', () => {
  it('come from its path, symbol, signature, comments and text', () => {
    assert.deepEqual(
      fieldsOf({
        path: 'src/net/uploadQueue.ts',
        symbol: 'UploadQueue.retry',
        definitions: ['UploadQueue.retry'],
        signature: 'retry(job: Job)',
        text: '// Tries again\nretry(job) {}',
      }),
      {
        text: ['retri', 'job'],
        comment: ['try', 'again'],
        signature: ['retri', 'job', 'job'],
        symbol: ['retri', 'upload', 'queu', 'uploadqueue'],
        stem: ['upload', 'queu', 'uploadqueue'],
        path: ['src', 'net'],
      },
    );
  });

  it('keep an identifier whole beside its parts', () => {
    assert.deepEqual(fieldsOf({ text: 'max_retry_count maxRetryCount' }).text!.sort(), [
      ...['count', 'count', 'max', 'max', 'maxretrycount', 'maxretrycount', 'retri', 'retri'],
    ]);
  });

  it('find Korean with and without its particle', () => {
    const asked = fieldsOf({ text: '사용자' }).text;
    assert.deepEqual(fieldsOf({ text: '사용자를' }).text, asked);
  });

  it('stop counting at 255', () => {
    assert.equal(fieldsOf({ text: 'again '.repeat(300) }).text!.length, 255);
  });
});

describe('comments', () => {
  const cases: [language: string, text: string, comments: string][] = [
    ['typescript', '/** Doc. */\nlet a; // why\nb', '/** Doc. */ // why'],
    ['typescript', '/*\n inside\n*/\ncode("http://x")', '/*\n inside\n*/'],
    ['python', 'def f():\n  """One.\n\n  More."""\n  return 1  # why', '  """One.\n\n  More."""  # why'],
    ['python', "x = '#no'", ''],
    ['lua', '-- why\nlocal a = 1', '-- why'],
    ['c', '#include <a.h>\nint a; /* not at the start */', ''],
    ['markdown', '# Title\n// text', ''],
    ['unheard-of', 'a // why', ' // why'],
    ['clojure', ';; why\n(def a 1)\n#| more\n|#', ';; why\n#| more\n|#'],
    ['erlang', '% why\nf() -> ok. %% more', '% why %% more'],
    ['elm', '-- why\nmain = 1', '-- why'],
    ['vb', "' why\nDim a ' more\nb = \"it's\"", "' why ' more"],
    ['powershell', '<#\n inside\n#>\nfunction f {}\n# why', '<#\n inside\n#>\n# why'],
    ['julia', '# why\n#=\n inside\n=#\nf(x) = 1', '# why\n#=\n inside\n=#'],
    ['nim', '# why\nproc f() = 1', '# why'],
    ['tcl', '# why\nproc f {} {} ;# no\nset a 1; # more', '# why # more'],
    ['fortran-modern', '! why\nprogram a', '! why'],
    ['ocaml', '(* why *)\nlet a = 1', '(* why *)'],
    ['viml', '" why\nlet a = 1', '" why'],
    ['bat', 'rem why\n:: more\nset a=1', 'rem why\n:: more'],
    ['kotlin', '/** why */\nfun f() {} // more', '/** why */ // more'],
  ];
  for (const [language, text, expected] of cases) {
    it(`${language}: ${JSON.stringify(text)}`, () => {
      const { code, comments } = splitComments(text, language);
      const squeeze = (each: string) => each.replace(/\s+/g, ' ').trim();
      assert.equal(squeeze(comments), squeeze(expected));
      assert.equal(squeeze(code + comments).length > 0, text.length > 0);
    });
  }
});

describe('a path', () => {
  const cases: [path: string, folder: string, stem: string][] = [
    ['src/net/httpClient.test.ts', 'src/net', 'httpClient.test'],
    ['Makefile', '', 'Makefile'],
    ['a/.gitignore', 'a', '.gitignore'],
  ];
  for (const [path, folder, stem] of cases) it(path, () => assert.deepEqual(splitPath(path), { folder, stem }));
});
