/** `kindred install` through the built terminal, with a home of its own. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { AGENT_CLIENTS } from '../../../src/cli/install/agentClients';
import { filesBelow } from '../../support/tree';
import { until } from '../../support/until';
import { root, temporaryFolder, write } from '../../support/workspace';

type Cleanup = Parameters<typeof temporaryFolder>[0];

function machine(t: Cleanup, files: Record<string, string> = {}) {
  const [home, project] = [temporaryFolder(t), temporaryFolder(t)];
  write(home, files);
  const env = { ...process.env, HOME: home, USERPROFILE: home, XDG_CONFIG_HOME: path.join(home, '.config') };
  const run = (...args: string[]) => {
    const command = [path.join(root, 'dist/cli.cjs'), 'install', ...args];
    return spawnSync(process.execPath, command, { cwd: project, encoding: 'utf8', env });
  };
  return { home, project, run };
}

const ids = AGENT_CLIENTS.map(({ id }) => id);

for (const id of ids) {
  for (const scope of id === 'vscode' ? ['--project'] : [undefined, '--project']) {
    const flags = scope ? [scope] : [];
    test(`${id} ${scope ?? ''}: shown, written, left as it is, and taken back without a trace`, (t) => {
      const { home, project, run } = machine(t);
      const shown = run(id, '--dry-run', ...flags);
      assert.equal(shown.status, 0, shown.stderr);
      assert.match(shown.stdout, /Nothing was written/);
      assert.deepEqual([...filesBelow(home), ...filesBelow(project)], [], 'a dry run writes nothing');
      const written = run(id, ...flags);
      assert.equal(written.status, 0, written.stderr);
      const files = [
        ...filesBelow(home).map((file) => path.join(home, file)),
        ...filesBelow(project).map((file) => path.join(project, file)),
      ];
      assert.ok(files.length >= 2);
      for (const file of files) assert.ok(shown.stdout.includes(file), `${file} was shown`);
      const texts = files.map((file) => fs.readFileSync(file, 'utf8'));
      assert.ok(
        texts.some((text) => text.includes('mcp')),
        'the server is there',
      );
      const again = run(id, ...flags);
      assert.match(again.stdout, /set up already/);
      assert.deepEqual(
        files.map((file) => fs.readFileSync(file, 'utf8')),
        texts,
      );
      const back = run(id, '--uninstall', ...flags);
      assert.equal(back.status, 0, back.stderr);
      assert.deepEqual([...filesBelow(home), ...filesBelow(project)], []);
      assert.match(run(id, '--uninstall', ...flags).stdout, /nothing of Kindred/);
    });
  }
}

const FOREIGN = {
  '.claude.json': '{\n  "numStartups": 3,\n  "mcpServers": {\n    "other": { "command": "x" }\n  }\n}\n',
  '.claude/settings.json': `{
  // mine
  "hooks": {
    "SessionStart": [
      { "hooks": [{ "type": "command", "command": "date" }] }
    ]
  }
}
`,
  '.codex/config.toml': 'model = "x"\n\n[mcp_servers.other]\ncommand = "y"\n',
  '.codex/AGENTS.md': '# How we work\n\nCarefully.\n',
  '.gemini/settings.json': '{\n  "theme": "dark"\n}\n',
};

test('what was there before is there during and after, byte by byte', (t) => {
  const { home, run } = machine(t, FOREIGN);
  const agents = ['claude', 'codex', 'gemini'];
  assert.equal(run(...agents).status, 0);
  const settings = fs.readFileSync(path.join(home, '.claude/settings.json'), 'utf8');
  assert.match(settings, /\/\/ mine/);
  assert.match(settings, /"command": "date"[\s\S]*index --background/);
  assert.equal(JSON.parse(fs.readFileSync(path.join(home, '.claude.json'), 'utf8')).mcpServers.other.command, 'x');
  assert.equal(run(...agents, '--uninstall').status, 0);
  for (const [file, text] of Object.entries(FOREIGN))
    assert.equal(fs.readFileSync(path.join(home, file), 'utf8'), text, file);
  assert.deepEqual(filesBelow(home).sort(), Object.keys(FOREIGN).sort());
});

test('one file that cannot be understood, and none is touched', (t) => {
  const broken = { ...FOREIGN, '.claude/settings.json': '{ "hooks": ' };
  const { home, run } = machine(t, broken);
  for (const flags of [[], ['--uninstall']]) {
    const { status, stderr } = run('codex', 'claude', ...flags);
    assert.equal(status, 2);
    assert.match(stderr, /settings\.json: it is no valid JSON .*Nothing was changed/);
    for (const [file, text] of Object.entries(broken))
      assert.equal(fs.readFileSync(path.join(home, file), 'utf8'), text);
    assert.deepEqual(filesBelow(home).sort(), Object.keys(broken).sort());
  }
});

test('a skill or a server of the same name that somebody else wrote is left to them', (t) => {
  const skill = { '.claude/skills/kindred/SKILL.md': '---\nname: kindred\n---\nMine.\n' };
  const { run } = machine(t, skill);
  const { status, stderr } = run('claude');
  assert.equal(status, 2);
  assert.match(stderr, /SKILL\.md: it was written by somebody else/);
});

// Windows gives links to administrators alone, and knows no such rights.
if (process.platform !== 'win32') {
  test('links are followed and rights are kept', (t) => {
    const { home, run } = machine(t, { 'dotfiles/gemini.json': '{\n  "theme": "dark"\n}\n' });
    const target = path.join(home, 'dotfiles/gemini.json');
    fs.chmodSync(target, 0o600);
    fs.mkdirSync(path.join(home, '.gemini'));
    fs.symlinkSync(target, path.join(home, '.gemini/settings.json'));
    assert.equal(run('gemini').status, 0);
    assert.ok(fs.lstatSync(path.join(home, '.gemini/settings.json')).isSymbolicLink());
    assert.match(fs.readFileSync(target, 'utf8'), /kindred/);
    assert.equal(fs.statSync(target).mode & 0o777, 0o600);
  });
}

test('without an agent they are listed; an unknown one is answered with the nearest', (t) => {
  const { run } = machine(t, { '.codex/config.toml': '' });
  const { status, stdout } = run();
  assert.equal(status, 0);
  for (const { id, name } of AGENT_CLIENTS) assert.match(stdout, new RegExp(`^${id} +${name}`, 'm'));
  assert.match(stdout, /^codex +Codex {2}\(found here\)$/m);
  assert.match(run('cladue').stderr, /Did you mean claude/);
  assert.match(run('vscode').stderr, /--project/);
});

test('the entries start this very program', (t) => {
  const { home, run } = machine(t);
  run('cursor');
  const { kindred } = JSON.parse(fs.readFileSync(path.join(home, '.cursor/mcp.json'), 'utf8')).mcpServers;
  const { status, stdout } = spawnSync(kindred.command, [...kindred.args, '--help'], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /Model Context Protocol/);
});

test('the hook returns at once, says nothing, and the index comes', async (t) => {
  const [project, cache] = [temporaryFolder(t), temporaryFolder(t)];
  write(project, { 'a.ts': 'export const lighthouse = 1;\n' });
  const env = { ...process.env, XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache };
  const kindred = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), ...args], { cwd: project, encoding: 'utf8', env });
  const { status, stdout, stderr } = kindred('index', '--background');
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
  const indexed = () => fs.existsSync(cache) && filesBelow(cache).some((file) => file.endsWith('manifest.json'));
  await until(indexed, 'the index');
  const home = spawnSync(process.execPath, [path.join(root, 'dist/cli.cjs'), 'index', '--background'], {
    cwd: cache,
    encoding: 'utf8',
    env: { ...env, XDG_CACHE_HOME: project },
  });
  assert.equal(home.status, 0);
  assert.ok(!fs.existsSync(path.join(project, 'kindred')), 'a whole home is not indexed');
});
