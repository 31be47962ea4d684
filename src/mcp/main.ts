/**
 * Entry point of the server's own bundle: the protocol and the tools. The terminal loads it for `kindred mcp`, so that
 * no other command carries it.
 */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { McpHost } from './host';
import { createServer } from './kindredServer';

/** Serves standard input and output until the client closes them or the process is told to stop. */
export async function serve(host: McpHost): Promise<void> {
  const log = (line: string) => void process.stderr.write(`kindred mcp: ${line}\n`);
  const { server, workspace } = createServer(host, log);
  // A message that cannot be read is said, and the next one is read.
  server.server.onerror = (error) => log(error.message.slice(0, 500));
  const ended = new Promise<void>((resolve) => {
    for (const event of ['end', 'close', 'error']) process.stdin.once(event, resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    process.stdout.once('error', () => resolve());
    // A message too long to be kept closes the connection.
    server.server.onclose = () => resolve();
  });
  await server.connect(new StdioServerTransport());
  await ended;
  await server.close();
  await workspace.dispose();
}
