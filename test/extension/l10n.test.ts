/** No text without its translation, no translation without its text, and no placeholder lost on the way. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { presets } from '../../src/inference/presets';

const root = process.cwd();
const readJson = (file: string): Record<string, string> => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));

test('every text of the extension has its Korean translation, and no other', () => {
  assert.deepEqual(Object.keys(readJson('l10n/bundle.l10n.ko.json')).sort(), [...textsOfExtension()].sort());
});

test('texts to translate are found in every form', () => {
  const source = `t('plain'); l10n.t("double"); t(\n  'broken {0}',\n  1); set('not'); at('neither'); t('it\\'s');`;
  assert.deepEqual(literalsOf(source), ['plain', 'double', 'broken {0}', "it's"]);
});

test('texts are translated as literals: l10n.t is never given anything that a script could not find', () => {
  const calls = sources().flatMap(({ file, text }) =>
    [...text.matchAll(/\bt\(\s*(.)/g)]
      .filter(([, first]) => first !== "'" && first !== '"')
      .map((call) => `${file}: ${call[0]}`),
  );
  assert.deepEqual(calls, []);
});

test('the manifest has the same keys in English and Korean, each used', () => {
  const english = Object.keys(readJson('package.nls.json')).sort();
  assert.deepEqual(Object.keys(readJson('package.nls.ko.json')).sort(), english);
  const manifest = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
  const used = new Set([...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]!));
  assert.deepEqual([...used].sort(), english);
});

test('translations keep placeholders and command links', () => {
  const broken: string[] = [];
  const compare = (original: string, translated: string): void => {
    if (parts(original).join() !== parts(translated).join()) broken.push(`${original} -> ${translated}`);
    if (translated.trim() === '') broken.push(`${original} -> nothing`);
  };
  for (const [original, translated] of Object.entries(readJson('l10n/bundle.l10n.ko.json')))
    compare(original, translated);
  const english = readJson('package.nls.json');
  for (const [key, translated] of Object.entries(readJson('package.nls.ko.json')))
    compare(english[key] ?? '', translated);
  assert.deepEqual(broken, []);
});

/** `{0}`, `(command:x)` and `#setting#`, in a fixed order. */
function parts(text: string): string[] {
  return [...text.matchAll(/\{\d\}|\(command:[\w.]+\)|`#[\w.]+#`/g)].map(([part]) => part).sort();
}

/** The literals, and what the presets say of themselves: data that `presetText` shows. */
function textsOfExtension(): Set<string> {
  const texts = new Set<string>(presets.flatMap(({ languages, purpose }) => [languages, purpose]));
  for (const { text } of sources()) for (const literal of literalsOf(text)) texts.add(literal);
  return texts;
}

/** What `t()` and `l10n.t()` are given; VS Code takes the English text itself as the key. */
function literalsOf(source: string): string[] {
  const calls = source.matchAll(/\bt\(\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")/g);
  return [...calls].map(([, literal]) => literal!.slice(1, -1).replace(/\\(.)/g, '$1'));
}

function sources(): { file: string; text: string }[] {
  const folder = path.join(root, 'src/extension');
  return fs
    .readdirSync(folder, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: fs.readFileSync(path.join(folder, file), 'utf8') }));
}
