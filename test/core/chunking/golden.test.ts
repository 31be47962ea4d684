/**
 * Chunks and definitions of one small file per language, as listings in test/golden/chunking. After a wanted change:
 * `UPDATE_GOLDEN=1 npm run test:unit -- chunking/golden`, and read the difference.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { chunkDocument, outlineDocument } from '../../../src/core/chunking/chunkDocument';
import type { Definition } from '../../../src/core/chunking/outline';
import { languageOf } from '../../../src/core/corpus/language';
import { testParsers } from './grammars';

const FIXTURES = path.join(process.cwd(), 'test/fixtures/chunking');
const GOLDEN = path.join(process.cwd(), 'test/golden/chunking');
const parsers = testParsers();

const fixtures = fs.readdirSync(FIXTURES).sort();

for (const file of fixtures) {
  test(`chunks of ${file}`, async () => {
    const listing = await listingOf(file);
    const golden = path.join(GOLDEN, `${file}.txt`);
    if (process.env.UPDATE_GOLDEN) fs.writeFileSync(golden, listing);
    assert.equal(listing, fs.readFileSync(golden, 'utf8'));
  });
}

test('each listing has its file', () => {
  assert.deepEqual(
    fs.readdirSync(GOLDEN).sort(),
    fixtures.map((file) => `${file}.txt`),
  );
});

/** Lines are counted from 1, as a person reads them. */
async function listingOf(file: string): Promise<string> {
  const text = fs.readFileSync(path.join(FIXTURES, file), 'utf8');
  const language = languageOf(file);
  const { chunks, note } = await chunkDocument(text, language, parsers);
  const { definitions } = await outlineDocument(text, language, parsers);
  return [
    `# ${file}: ${language}`,
    ...(note ? [`# ${note}`] : []),
    '## definitions',
    ...definitions.flatMap((definition) => describeDefinition(definition, 0)),
    '## chunks',
    ...chunks.map((chunk) =>
      [
        `${chunk.startLine + 1}-${chunk.endLine + 1}`,
        chunk.kind,
        chunk.symbol || '-',
        `[${chunk.definitions.join(' ')}]`,
        ...(chunk.content === undefined ? [] : [JSON.stringify(chunk.content)]),
      ].join(' '),
    ),
    '',
  ].join('\n');
}

function describeDefinition(definition: Definition, depth: number): string[] {
  const { startLine, endLine, kind, symbol, names, signature, members } = definition;
  const own = names.length === 1 && symbol.endsWith(names[0]!) ? '' : ` [${names.join(' ')}]`;
  return [
    `${'  '.repeat(depth)}${startLine + 1}-${endLine + 1} ${kind} ${symbol}${own} | ${signature}`,
    ...members.flatMap((member) => describeDefinition(member, depth + 1)),
  ];
}
