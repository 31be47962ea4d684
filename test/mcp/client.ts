/** A client of the official SDK over the built terminal, for the tests and the measurements of `kindred mcp`. */
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type CallToolResult, ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';

export interface McpClientOptions {
  /** Where the server is started. */
  cwd: string;
  cache: string;
  args?: readonly string[];
  /** Folders that the client says; absent: it has no roots. */
  roots?: string[];
  /** What the server's JavaScript may take, in MB. */
  heapMb?: number;
}

export interface ConnectedClient {
  client: Client;
  transport: StdioClientTransport;
  /** What the server wrote to standard error so far. */
  stderr: () => string;
  /** Calls a tool; what is wrong is its text. */
  call: (name: string, args?: Record<string, unknown>) => Promise<{ text: string; data: unknown; isError: boolean }>;
}

const cli = path.join(process.cwd(), 'dist/cli.cjs');

export function serverParameters({ cwd, cache, args = [], heapMb }: McpClientOptions) {
  return {
    command: process.execPath,
    args: [...(heapMb ? [`--max-old-space-size=${heapMb}`] : []), cli, 'mcp', ...args],
    cwd,
    env: { ...(process.env as Record<string, string>), XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, HOME: cache },
    stderr: 'pipe' as const,
  };
}

export async function connect(options: McpClientOptions): Promise<ConnectedClient> {
  const { roots } = options;
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: roots ? { roots: { listChanged: true } } : {} },
  );
  if (roots)
    client.setRequestHandler(ListRootsRequestSchema, () => ({
      roots: roots.map((folder) => ({ uri: `file://${folder}` })),
    }));
  const transport = new StdioClientTransport(serverParameters(options));
  let errors = '';
  transport.stderr?.on('data', (data) => {
    errors += String(data);
  });
  await client.connect(transport);
  return {
    client,
    transport,
    stderr: () => errors,
    call: async (name, args = {}) => {
      const {
        content,
        structuredContent,
        isError = false,
      } = (await client.callTool({
        name,
        arguments: args,
      })) as CallToolResult;
      const [first] = content;
      return { text: first?.type === 'text' ? first.text : '', data: structuredContent, isError };
    },
  };
}
