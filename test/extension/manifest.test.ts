/** The manifest and the code name the same commands, views and settings. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

interface Setting {
  scope: string;
  default: unknown;
  order: number;
}

const root = process.cwd();
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
const { commands, menus, keybindings, views, viewsWelcome, configuration } = manifest.contributes;
const settings: Record<string, Setting> = Object.assign(
  {},
  ...configuration.map(({ properties }: { properties: object }) => properties),
);
const read = (file: string): string => fs.readFileSync(path.join(root, file), 'utf8');
const isSetting = (name: string): boolean => Object.hasOwn(settings, name.replace(/^config\./, ''));
/** VS Code gives each view such a command. */
const focuses = new Set<string>(views.kindred.map(({ id }: { id: string }) => `${id}.focus`));
const declared = new Set<string>(commands.map(({ command }: { command: string }) => command));

test('every command of the manifest has code, and the other way round', () => {
  const tables = fs
    .readdirSync(path.join(root, 'src/extension'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/extension/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('Commands.ts'));
  const registered = tables.flatMap((file) =>
    [...read(file).matchAll(/^ {2}'(kindred\.[\w.]+)':/gm)].map((match) => match[1]!),
  );
  for (const file of tables) assert.ok(read('src/extension/commands.ts').includes(path.basename(file, '.ts')), file);
  assert.deepEqual(registered.sort(), [...declared].sort());
});

test('every command has a title from the tables and an id of ours', () => {
  for (const { command, title } of commands) {
    assert.match(command, /^kindred\./);
    assert.match(title, /^%.+%$/, `${command} has a title that can be translated`);
  }
});

test('menus, keys and welcome texts name commands that exist', () => {
  const named = [...Object.values(menus).flat(), ...keybindings].map((entry) => (entry as { command: string }).command);
  const linked = [read('package.nls.json'), read('package.nls.ko.json')].flatMap((text) =>
    [...text.matchAll(/\(command:(kindred\.[\w.]+)\)/g)].map((match) => match[1]!),
  );
  assert.deepEqual(
    [...named, ...linked].filter((command) => !declared.has(command) && !focuses.has(command)),
    [],
  );
});

test('conditions ask context keys that the extension sets, and each key is asked', () => {
  const keys = [...read('src/extension/contextKeys.ts').matchAll(/^ {2}(\w+): /gm)].map((match) => match[1]!);
  const conditions = [
    ...Object.values(menus).flat(),
    ...keybindings,
    ...commands,
    ...viewsWelcome,
    ...views.kindred,
  ].flatMap((entry) => {
    const { when = '', enablement = '' } = entry as { when?: string; enablement?: string };
    return [when, enablement];
  });
  // `kindred.results` and the like are views.
  const isView = new Set<string>(views.kindred.map(({ id }: { id: string }) => id));
  const asked = conditions.flatMap((condition) => condition.match(/\bkindred(\.\w+)+/g) ?? []);
  const missing = [...new Set(asked)].filter((key) => !isView.has(key) && !isSetting(key)).sort();
  assert.deepEqual(missing, keys.map((key) => `kindred.${key}`).sort());
});

test('commands that act on one item are not offered in the palette', () => {
  const hidden = new Set(
    menus.commandPalette
      .filter(({ when }: { when: string }) => when === 'false')
      .map(({ command }: { command: string }) => command),
  );
  const onItem = menus['view/item/context'].map(({ command }: { command: string }) => command);
  const alsoGlobal = new Set(['kindred.results.copyAll', 'kindred.comparePassages']);
  assert.deepEqual(
    onItem.filter((command: string) => !hidden.has(command) && !alsoGlobal.has(command)),
    [],
  );
});

test('views with a welcome text exist', () => {
  const ids = new Set(views.kindred.map(({ id }: { id: string }) => id));
  for (const { view } of viewsWelcome) assert.ok(ids.has(view), view);
});

test('no workspace may set a setting that names a host, a model or a path', () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  for (const [name, setting] of Object.entries(settings)) {
    if (!/endpoint|host|url|path|folder|model/i.test(name) || typeof setting.default === 'boolean') continue;
    assert.equal(setting.scope, 'machine', name);
    assert.ok(restrictedConfigurations.includes(name), name);
  }
});

test('files that the manifest names exist, the icon with 256 pixels', () => {
  const png = fs.readFileSync(path.join(root, manifest.icon));
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [256, 256]);
  const icons = [...manifest.contributes.viewsContainers.activitybar, ...views.kindred];
  for (const { icon } of icons) assert.ok(fs.existsSync(path.join(root, icon)), icon);
  for (const { steps } of manifest.contributes.walkthroughs)
    for (const { media } of steps) assert.ok(fs.existsSync(path.join(root, media.svg)), media.svg);
});

test('both READMEs list every setting with its default, and no other', () => {
  const declared = Object.entries(settings).map(([name, setting]) => `${name} ${JSON.stringify(setting.default)}`);
  for (const file of ['README.md', 'README.ko.md']) {
    const rows = [...read(file).matchAll(/^\| `(kindred\.[\w.]+)` *\| `([^`]*)` *\|/gm)];
    assert.deepEqual(rows.map(([, name, value]) => `${name} ${value}`).sort(), declared.sort(), file);
  }
});

test('each setting has a place of its own on the settings page', () => {
  const orders = Object.values(settings).map(({ order }) => order);
  assert.deepEqual(
    orders,
    [...new Set(orders)].sort((a, b) => a - b),
  );
});

test('the server for agents has one id', () => {
  const [{ id, label }, ...others] = manifest.contributes.mcpServerDefinitionProviders;
  assert.deepEqual(others, []);
  assert.match(label, /^%.+%$/);
  assert.ok(read('src/extension/mcp/mcpServers.ts').includes(`'${id}'`));
});
