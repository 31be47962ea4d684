/**
 * Entry point of the extension. Activation makes the parts and lets the engine start by itself; nothing is read, parsed
 * or loaded here.
 */
import type * as vscode from 'vscode';
import type { EngineStatus, SearchResponse } from '../protocol/engine';
import { registerCommands } from './commands';
import { resultsLimit } from './config';
import { KindredContext } from './context';
import { registerMcpServers } from './mcp/mcpServers';

/** What other extensions and the integration tests can rely on. */
export interface KindredApi {
  /** Resolves when every open folder has been compared with its index. */
  whenReady(): Promise<EngineStatus>;
  search(query: string): Promise<SearchResponse>;
  status(): Promise<EngineStatus>;
}

let kindred: KindredContext | undefined;

export function activate(extension: vscode.ExtensionContext): KindredApi {
  const context = new KindredContext(extension);
  kindred = context;
  extension.subscriptions.push(...registerCommands(context), ...registerMcpServers(context));
  context.index.start();
  return {
    whenReady: () => context.index.whenReady(),
    search: (query) => context.index.search({ query, limit: resultsLimit(), depth: 'full' }),
    status: () => context.index.refreshStatus(),
  };
}

export async function deactivate(): Promise<void> {
  await kindred?.shutdown();
  kindred = undefined;
}
