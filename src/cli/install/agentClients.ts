/**
 * The agents that Kindred can be set up for: which of their files hold MCP servers, instructions and hooks. Formats and
 * where they are documented: docs/agents.md. A new agent is a row here and one there.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { ConfigEdit } from './configEdit';
import { CURSOR_RULE, INSTRUCTIONS, SKILL, SKILL_MARK } from './instructions';
import { jsonEntry, jsonItem, withVersion } from './jsonEdit';
import { markdownSection, ownFile, tomlSection } from './textEdit';

/** How Kindred is started: `kindred`, or Node.js with the path of the terminal's bundle. */
export interface Launcher {
  command: string;
  args: readonly string[];
}

export interface Folders {
  home: string;
  /** Where the user's programs keep their configuration. */
  config: string;
  /** Set where only this folder is meant, and the agents of all who work on it. */
  project?: string;
}

export interface AgentClient {
  id: string;
  name: string;
  /** Its folder below the home: where it is, the agent is used here. Absent: it is known by nothing. */
  sign?: (folders: Folders) => string;
  edits(folders: Folders, launcher: Launcher): ConfigEdit[];
}

const HOOK = 'index --background';

export const AGENT_CLIENTS: readonly AgentClient[] = [
  {
    id: 'claude',
    name: 'Claude Code',
    sign: ({ home }) => path.join(home, '.claude'),
    edits({ home, project }, launcher) {
      const folder = path.join(project ?? home, '.claude');
      const servers = project ? path.join(project, '.mcp.json') : path.join(home, '.claude.json');
      return [
        server(servers, ['mcpServers', 'kindred'], { type: 'stdio', ...started(launcher) }),
        ownFile(instructions(path.join(folder, 'skills', 'kindred', 'SKILL.md')), SKILL, SKILL_MARK),
        groupedHook(path.join(folder, 'settings.json'), { type: 'command', command: hookCommand(launcher) }),
      ];
    },
  },
  {
    id: 'codex',
    name: 'Codex',
    sign: ({ home }) => path.join(home, '.codex'),
    edits({ home, project }, launcher) {
      const folder = path.join(project ?? home, '.codex');
      const { command, args } = started(launcher);
      const table = `command = ${JSON.stringify(command)}\nargs = ${JSON.stringify(args)}`;
      return [
        tomlSection({ file: path.join(folder, 'config.toml'), what: 'MCP server' }, 'mcp_servers.kindred', table),
        markdownSection(instructions(path.join(project ?? folder, 'AGENTS.md')), INSTRUCTIONS),
        groupedHook(path.join(folder, 'hooks.json'), { type: 'command', command: hookCommand(launcher) }),
      ];
    },
  },
  {
    id: 'cursor',
    name: 'Cursor',
    sign: ({ home }) => path.join(home, '.cursor'),
    edits({ home, project }, launcher) {
      const folder = path.join(project ?? home, '.cursor');
      const servers = server(path.join(folder, 'mcp.json'), ['mcpServers', 'kindred'], {
        type: 'stdio',
        ...started(launcher),
      });
      // The user's own hooks run in the user's folder, not in the project's: there is nothing to index there.
      if (!project)
        return [servers, ownFile(instructions(path.join(folder, 'skills', 'kindred', 'SKILL.md')), SKILL, SKILL_MARK)];
      const hook = { file: path.join(folder, 'hooks.json'), what: 'hook' };
      const item = { command: hookCommand(launcher) };
      return [
        servers,
        ownFile(instructions(path.join(folder, 'rules', 'kindred.mdc')), CURSOR_RULE, SKILL_MARK),
        withVersion(jsonItem(hook, ['hooks', 'sessionStart'], item, isOurHook), 1),
      ];
    },
  },
  {
    id: 'copilot',
    name: 'GitHub Copilot CLI',
    sign: ({ home }) => path.join(home, '.copilot'),
    edits({ home, project }, launcher) {
      const folder = path.join(project ?? home, project ? '.github' : '.copilot');
      const servers = project ? path.join(project, '.mcp.json') : path.join(folder, 'mcp-config.json');
      const hook = { type: 'command', bash: hookCommand(launcher), powershell: `& ${hookCommand(launcher)}` };
      const hooks = `${JSON.stringify({ version: 1, hooks: { sessionStart: [hook] } }, undefined, 2)}\n`;
      // A project's file is shared with other agents, which know no list of tools.
      const tools = project ? {} : { tools: ['*'] };
      return [
        server(servers, ['mcpServers', 'kindred'], { type: 'stdio', ...started(launcher), ...tools }),
        markdownSection(instructions(path.join(folder, 'copilot-instructions.md')), INSTRUCTIONS),
        ownFile({ file: path.join(folder, 'hooks', 'kindred.json'), what: 'hook' }, hooks, HOOK),
      ];
    },
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    sign: ({ home }) => path.join(home, '.gemini'),
    edits({ home, project }, launcher) {
      const folder = path.join(project ?? home, '.gemini');
      const settings = path.join(folder, 'settings.json');
      const hook = { name: 'kindred', type: 'command', command: hookCommand(launcher) };
      return [
        server(settings, ['mcpServers', 'kindred'], { ...started(launcher) }),
        markdownSection(instructions(path.join(project ?? folder, 'GEMINI.md')), INSTRUCTIONS),
        groupedHook(settings, hook),
      ];
    },
  },
  {
    id: 'opencode',
    name: 'opencode',
    sign: ({ config }) => path.join(config, 'opencode'),
    edits({ config, project }, launcher) {
      const folder = project ?? path.join(config, 'opencode');
      const { command, args } = started(launcher);
      const entry = { type: 'local', command: [command, ...args] };
      const withComments = path.join(folder, 'opencode.jsonc');
      const file = fs.existsSync(withComments) ? withComments : path.join(folder, 'opencode.json');
      return [
        server(file, ['mcp', 'servers', 'kindred'], entry),
        markdownSection(instructions(path.join(folder, 'AGENTS.md')), INSTRUCTIONS),
      ];
    },
  },
  {
    id: 'vscode',
    name: 'VS Code without the extension',
    edits({ project }, launcher) {
      if (!project) return [];
      const file = path.join(project, '.vscode', 'mcp.json');
      return [
        server(file, ['servers', 'kindred'], { type: 'stdio', ...started(launcher) }),
        markdownSection(instructions(path.join(project, '.github', 'copilot-instructions.md')), INSTRUCTIONS),
      ];
    },
  },
];

function server(file: string, at: string[], value: Record<string, unknown>): ConfigEdit {
  return jsonEntry({ file, what: 'MCP server' }, at, value);
}

function instructions(file: string) {
  return { file, what: 'instructions' };
}

/** Claude Code, Codex and Gemini CLI group hooks by what they match; without a matcher they run at every start. */
function groupedHook(file: string, hook: object): ConfigEdit {
  return jsonItem({ file, what: 'hook' }, ['hooks', 'SessionStart'], { hooks: [hook] }, isOurHook);
}

function isOurHook(item: unknown): boolean {
  return JSON.stringify(item).includes(` ${HOOK}`);
}

function started({ command, args }: Launcher): { command: string; args: string[] } {
  return { command, args: [...args, 'mcp'] };
}

/** For the shell of the system. */
function hookCommand({ command, args }: Launcher): string {
  return [...[command, ...args].map(quoted), HOOK].join(' ');
}

function quoted(argument: string): string {
  if (/^[\w./-]+$/.test(argument)) return argument;
  return process.platform === 'win32' ? `"${argument}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}
