/** Every language has its parts: extension or file name, comment, definition. */
import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { outlineDocument } from '../../../src/core/chunking/chunkDocument';
import { languageOf } from '../../../src/core/corpus/language';
import type { LanguageDefinition } from '../../../src/core/languages/languageDefinition';
import { LANGUAGES, languageByName } from '../../../src/core/languages/registry';
import { splitComments } from '../../../src/core/lexical/comments';
import { testParsers } from '../chunking/grammars';
import { SAMPLES } from './samples';

const parsers = testParsers();

function findsDefinitions({ syntax, scan, headings, parts }: LanguageDefinition): boolean {
  return [syntax, scan, headings, parts].some((rules) => rules !== undefined);
}

for (const language of LANGUAGES) {
  const { id, extensions = [], filenames = [], filenamePrefixes = [] } = language;
  describe(id, () => {
    const sample = SAMPLES[id];
    if (!sample) return void it('has a sample', () => assert.fail('its sample is missing in samples.ts'));

    const text = [sample.comment, sample.code].filter((part) => part !== '').join('\n');

    it('is known by the names of its files', () => {
      const names = [
        ...extensions.map((each) => `x.${each}`),
        ...filenames,
        ...filenamePrefixes.map((each) => `${each}x`),
      ];
      assert.ok(names.length > 0, 'it has neither an extension nor a file name');
      assert.deepEqual(
        names.map((name) => languageOf(`a/${name.toUpperCase()}`)),
        names.map(() => id),
      );
    });

    it('has comments, or none by its nature', () => {
      assert.ok(sample.comment !== '' || language.content !== undefined, 'code has comments');
      assert.deepEqual(splitComments(text, id), { code: sample.code, comments: sample.comment });
    });

    it('has definitions, or says that it has none', async () => {
      const isExcused = language.content !== undefined || language.hasNoDefinitions === true;
      assert.ok(findsDefinitions(language) || isExcused, 'nothing says how its definitions are found');
      assert.equal(sample.defines !== undefined, findsDefinitions(language), 'the sample defines what is found');
      const { definitions, note } = await outlineDocument(text, id, parsers);
      assert.equal(note, undefined);
      assert.deepEqual(
        definitions.slice(0, 1).flatMap(({ names }) => names),
        sample.defines ? [sample.defines] : [],
      );
    });
  });
}

test('each sample has its language', () => {
  const ids = LANGUAGES.map(({ id }) => id);
  assert.deepEqual(
    Object.keys(SAMPLES).filter((id) => !ids.includes(id)),
    [],
  );
});

test('definitions are found in one way, and only where the language does not deny it', () => {
  const unclear = LANGUAGES.filter((language) => {
    const { grammar, syntax, scan, headings, parts, hasNoDefinitions } = language;
    const ways = [syntax, scan, headings, parts].filter((rules) => rules !== undefined).length;
    return ways > 1 || (ways > 0 && hasNoDefinitions) || (grammar === undefined) !== (syntax === undefined);
  });
  assert.deepEqual(
    unclear.map(({ id }) => id),
    [],
  );
});

test('no two languages claim the same name, and no alias hides an id', () => {
  const claims: ((language: LanguageDefinition) => readonly string[])[] = [
    ({ id, aliases = [] }) => [id, ...aliases],
    ({ extensions = [] }) => extensions,
    ({ filenames = [] }) => filenames,
  ];
  for (const claim of claims) {
    const names = LANGUAGES.flatMap(claim);
    assert.deepEqual(
      names.filter((name, at) => names.indexOf(name) !== at),
      [],
    );
    assert.deepEqual(
      names.filter((name) => name !== name.toLowerCase()),
      [],
    );
  }
  for (const { id } of LANGUAGES) assert.equal(languageByName(id)?.id, id);
});

test('a language is known by what people and notebooks call it', () => {
  const names = ['ts', 'C++', 'C++17', 'c#', 'golang', 'Bash', 'R', 'python3', 'dockerfile', 'unheard-of'];
  assert.deepEqual(
    names.map((name) => languageByName(name)?.id),
    ['typescript', 'cpp', 'cpp', 'csharp', 'go', 'shellscript', 'r', 'python', 'dockerfile', undefined],
  );
});
