import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { presets } from '../../src/inference/presets';

const root = process.cwd();
const readJson = (file: string) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8'));
const placeholders = (value: unknown) =>
  [...JSON.stringify(value ?? null).matchAll(/"%([^"%]+)%"/g)].map((match) => match[1]!);

/** The literal texts given to `t()` or `l10n.t()`; VS Code takes the English text itself as the key. */
function translatable(source: string): string[] {
  const call = /(?:\bl10n\.|(?<![\w.]))t\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`)/g;
  return [...source.matchAll(call)].map((match) =>
    match
      .slice(1)
      .find(Boolean)!
      .replace(/\\(['"`\\])/g, '$1'),
  );
}

/** What differs between two tables of texts: keys of one side only. */
function keyDifference(left: object, right: object): string[] {
  const missing = (from: object, to: object) => Object.keys(from).filter((key) => !(key in to));
  return [...missing(left, right), ...missing(right, left)].sort();
}

/** Placeholders such as {0} that a translation lost or made up. */
function placeholderDifference(texts: Record<string, string>, translated: Record<string, string>): string[] {
  const slots = (text = '') => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join(' ');
  return Object.keys(texts).filter((key) => key in translated && slots(texts[key]) !== slots(translated[key]));
}

test('every text of the manifest is in both languages', () => {
  const used = [...new Set(placeholders(readJson('package.json')))].sort();
  const english = readJson('package.nls.json');
  const korean = readJson('package.nls.ko.json');
  assert.ok(used.length > 0);
  assert.deepEqual(
    Object.keys(english).sort(),
    used,
    'package.nls.json has what package.json asks for, and nothing else',
  );
  assert.deepEqual(keyDifference(english, korean), []);
});

test('every command has a title from the tables and an id of ours', () => {
  const commands: { command: string; title: string; category?: string }[] =
    readJson('package.json').contributes.commands;
  assert.ok(commands.length > 0);
  for (const { command, title } of commands) {
    assert.match(command, /^kindred\./);
    assert.match(title, /^%.+%$/, `${command} has a title that can be translated`);
  }
});

test('menus and keys name commands that exist', () => {
  const { commands, menus = {}, keybindings = [] } = readJson('package.json').contributes;
  const known = new Set(commands.map(({ command }: { command: string }) => command));
  const named = [...Object.values(menus).flat(), ...keybindings] as { command?: string }[];
  const unknown = named
    .map(({ command }) => command)
    .filter((command) => command?.startsWith('kindred.') && !known.has(command));
  assert.deepEqual(unknown, []);
});

test('every text of the code has its Korean, and no text is left over', () => {
  const files = fs.readdirSync(path.join(root, 'src/extension'), { recursive: true }).map(String);
  const used = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => translatable(fs.readFileSync(path.join(root, 'src/extension', file), 'utf8')));
  assert.ok(used.length > 0);
  const ofPresets = presets.flatMap(({ languages, purpose }) => [languages, purpose]);
  const english = Object.fromEntries([...used, ...ofPresets].map((text) => [text, text]));
  const korean = readJson('l10n/bundle.l10n.ko.json');
  assert.deepEqual(keyDifference(english, korean), []);
  assert.deepEqual(placeholderDifference(english, korean), []);
});

test('texts to translate are found in every form', () => {
  const source = `t('plain'); l10n.t("double"); t(\n  'broken {0}',\n  1); set('not'); at('neither'); t('it\\'s');`;
  assert.deepEqual(translatable(source), ['plain', 'double', 'broken {0}', "it's"]);
});

test('the comparison of two tables can fail', () => {
  assert.deepEqual(keyDifference({ a: '', b: '' }, { b: '', c: '' }), ['a', 'c']);
  assert.deepEqual(placeholderDifference({ a: '{0} of {1}' }, { a: '{0}' }), ['a']);
  assert.deepEqual(placeholders({ title: '%x.title%', when: 'a % b' }), ['x.title']);
});

test('no lock file names the host of a registry', () => {
  for (const file of ['package-lock.json', 'test/vscode/host/package-lock.json']) {
    const addresses = fs.readFileSync(path.join(root, file), 'utf8').match(/"resolved": "[a-z]+:\/\/[^"]+"/g) ?? [];
    assert.deepEqual(addresses, [], file);
  }
});
