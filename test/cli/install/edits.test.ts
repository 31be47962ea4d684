/** Our entries in configuration files: what is not ours stays, twice is as once, what was added can be taken back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ConfigEdit, ConfigError } from '../../../src/cli/install/configEdit';
import { jsonEntry, jsonItem, withVersion } from '../../../src/cli/install/jsonEdit';
import { markdownSection, ownFile, tomlSection } from '../../../src/cli/install/textEdit';

const where = { file: 'x', what: 'entry' };
const entry = jsonEntry(where, ['mcpServers', 'kindred'], { command: 'kindred', args: ['mcp'] });
const isOurs = (item: unknown) => JSON.stringify(item).includes('index --background');
const hook = { hooks: [{ type: 'command', command: 'kindred index --background' }] };
const item = jsonItem(where, ['hooks', 'SessionStart'], hook, isOurs);
const table = tomlSection(where, 'mcp_servers.kindred', 'command = "kindred"\nargs = ["mcp"]');
const section = markdownSection(where, '## Kindred\n\nAsk it.');

const JSON_FILES = {
  'of one line': '{"a": 1}',
  'with other servers': `{\n  "mcpServers": {\n    "other": { "command": "x" }\n  }\n}\n`,
  'with tabs': `{\n\t"theme": "dark",\n\t"mcpServers": {\n\t\t"other": {}\n\t}\n}\n`,
  'with four blanks': `{\n    "hooks": {\n        "Stop": []\n    }\n}\n`,
  'with comments and trailing commas': `// mine
{
  // keep me
  "mcpServers": {
    "other": {}, // here
  },
  "hooks": { "SessionStart": [ { "hooks": [] }, ] },
}
`,
  'with line ends of Windows': `{\r\n  "a": true,\r\n  "mcpServers": {\r\n    "other": {}\r\n  }\r\n}\r\n`,
  'with a byte order mark': `\uFEFF{\n  "a": true\n}\n`,
};

/** Without what is only form: our entry may have changed where a comma or a line end stands. */
const squeezed = (text: string) => text.replace(/[\s,]/g, '');

function holdsTheInvariants(edit: ConfigEdit, before: string | undefined): string {
  const after = edit.add(before);
  assert.equal(edit.add(after), after, 'twice is as once');
  if (before !== undefined) {
    assert.equal(edit.remove(before), before, 'what was never added is not taken back');
    assert.equal(squeezed(edit.remove(after) ?? ''), squeezed(before), 'taken back');
    for (const line of before.split('\n').filter((each) => each.includes('//'))) assert.ok(after.includes(line), line);
  } else assert.equal(edit.remove(after), undefined, 'nothing is left');
  return after;
}

for (const [what, text] of Object.entries(JSON_FILES)) {
  test(`a JSON file ${what} keeps all that is not ours`, () => {
    for (const edit of [entry, item]) holdsTheInvariants(edit, text);
  });
}

test('a file that has only our entry is new, and goes with it', () => {
  const after = holdsTheInvariants(entry, undefined);
  assert.deepEqual(JSON.parse(after), { mcpServers: { kindred: { command: 'kindred', args: ['mcp'] } } });
  assert.deepEqual(JSON.parse(holdsTheInvariants(item, undefined)), { hooks: { SessionStart: [hook] } });
  const versioned = withVersion(item, 1);
  assert.deepEqual(JSON.parse(holdsTheInvariants(versioned, undefined)), {
    version: 1,
    hooks: { SessionStart: [hook] },
  });
});

test('the form of the file is kept', () => {
  const after = entry.add(JSON_FILES['with tabs']);
  assert.match(after, /\n\t\t"kindred": \{\n\t\t\t"command"/);
  assert.equal(entry.remove(after), JSON_FILES['with tabs']);
  const windows = entry.add(JSON_FILES['with line ends of Windows']);
  assert.doesNotMatch(windows, /[^\r]\n/);
  assert.ok(entry.add(JSON_FILES['with a byte order mark']).startsWith('\uFEFF'));
});

test('what somebody added to our entry stays, what changed with us is replaced', () => {
  const mine = `{ "mcpServers": { "kindred": { "command": "old", "args": ["mcp"], "env": { "A": "1" } } } }`;
  assert.deepEqual(JSON.parse(entry.add(mine)).mcpServers.kindred, {
    command: 'kindred',
    args: ['mcp'],
    env: { A: '1' },
  });
  const old = { hooks: [{ type: 'command', command: '"node" "/old/cli.cjs" index --background' }] };
  const hooks = JSON.stringify({ hooks: { SessionStart: [{ hooks: [] }, old] } });
  assert.deepEqual(JSON.parse(item.add(hooks)).hooks.SessionStart, [{ hooks: [] }, hook]);
  assert.deepEqual(JSON.parse(item.remove(hooks) ?? '').hooks.SessionStart, [{ hooks: [] }]);
});

test('any JSON survives being set up and taken back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.integer({ min: 0, max: 4 }), (value, indent) => {
      fc.pre(
        !('mcpServers' in value) && !('hooks' in value) && !('__proto__' in value) && Object.keys(value).length > 0,
      );
      const text = JSON.stringify(value, undefined, indent);
      for (const edit of [entry, item]) {
        const after = edit.add(text);
        assert.equal(edit.add(after), after);
        assert.deepEqual(JSON.parse(edit.remove(after) ?? ''), JSON.parse(text));
      }
    }),
    { numRuns: 60 },
  );
});

for (const [what, edit, text, message] of [
  ['JSON that is cut off', entry, '{ "mcpServers": {', /no valid JSON \(line 1/],
  ['no JSON at all', entry, 'servers:\n  - a\n', /no valid JSON/],
  ['a list for an object', entry, '[]', /no object but array/],
  ['a text for the servers', entry, '{ "mcpServers": "none" }', /"mcpServers" is no object but string/],
  ['a list for our entry', entry, '{ "mcpServers": { "kindred": [] } }', /is no object but array/],
  ['an object for the hooks', item, '{ "hooks": { "SessionStart": {} } }', /is no list but object/],
  ['a table of somebody else', table, '[mcp_servers.kindred]\ncommand = "mine"\n', /written by somebody else/],
  ['the same in quotes', table, '[mcp_servers."kindred"] # mine\n', /written by somebody else/],
  ['a text that is not closed', table, 'a = """\nopen\n', /not closed/],
  ['a table header that is not closed', table, 'a = 1\n[b\n', /line 2 is not closed/],
  ['a mark without its counterpart', section, 'text\n<!-- kindred: begin -->\nours\n', /without its counterpart/],
  ['marks in the wrong order', section, '<!-- kindred: end -->\n<!-- kindred: begin -->\n', /without its counterpart/],
] as const) {
  test(`${what} is an error`, () => {
    assert.throws(
      () => edit.add(text),
      (error: Error) => error instanceof ConfigError && message.test(error.message),
    );
  });
}

test('a section stands behind what is there, is replaced where it stands, and goes without a trace', () => {
  const before = '# Mine\n\nText.\n';
  const after = holdsTheInvariants(section, before);
  assert.equal(after, `${before}\n<!-- kindred: begin -->\n## Kindred\n\nAsk it.\n<!-- kindred: end -->\n`);
  assert.equal(section.remove(after), before);
  const later = markdownSection(where, '## Kindred\n\nAsk it anything.');
  const moved = `${after}\nAdded behind.\n`;
  assert.equal(later.add(moved), moved.replace('Ask it.', 'Ask it anything.'));
  assert.equal(later.remove(moved), `${before}\nAdded behind.\n`);
  assert.equal(section.remove(section.add('')), undefined);
  assert.doesNotMatch(section.add('a\r\n'), /[^\r]\n/);
});

test('a table of TOML stands between marks', () => {
  const before = 'model = "x" # mine\n\n[mcp_servers.other]\ncommand = "y"\n';
  const after = holdsTheInvariants(table, before);
  assert.ok(after.startsWith(before));
  assert.match(
    after,
    /# kindred: begin\n\[mcp_servers\.kindred\]\ncommand = "kindred"\nargs = \["mcp"\]\n# kindred: end\n$/,
  );
  assert.equal(table.remove(after), before);
});

test('a file of our own is written, and somebody else has the right to theirs', () => {
  const own = ownFile(where, 'mark: ours\n', 'mark:');
  assert.equal(own.add(undefined), 'mark: ours\n');
  assert.equal(own.add('mark: older\n'), 'mark: ours\n');
  assert.equal(own.remove('mark: ours\n'), undefined);
  assert.throws(() => own.add('theirs\n'), ConfigError);
  assert.throws(() => own.remove('theirs\n'), ConfigError);
});
