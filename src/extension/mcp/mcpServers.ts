/**
 * Offers Kindred's server to the agents of VS Code. It reads the index that the window keeps up to date, so that nothing
 * is indexed twice. Editors that know no such servers go without.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { KindredContext } from '../context';

/** As the manifest names it (`mcpServerDefinitionProviders`). */
const PROVIDER_ID = 'kindred.mcp';

/** VS Code 1.101 and later: newer than the oldest that Kindred runs in. */
interface McpApi {
  lm?: {
    registerMcpServerDefinitionProvider?: (
      id: string,
      provider: { onDidChangeMcpServerDefinitions: vscode.Event<void>; provideMcpServerDefinitions(): object[] },
    ) => vscode.Disposable;
  };
  McpStdioServerDefinition?: new (
    label: string,
    command: string,
    args: string[],
    env: Record<string, string>,
    version: string,
  ) => object;
}

export function registerMcpServers({ extension, index, modelSetup }: KindredContext): vscode.Disposable[] {
  const { lm, McpStdioServerDefinition } = vscode as McpApi;
  if (!lm?.registerMcpServerDefinitionProvider || !McpStdioServerDefinition) return [];
  const changed = new vscode.EventEmitter<void>();
  const provider = {
    onDidChangeMcpServerDefinitions: changed.event,
    provideMcpServerDefinitions() {
      const folders = index.folders.map(({ root, indexDir }) => ({ root, indexDir }));
      if (folders.length === 0 || !vscode.workspace.isTrusted) return [];
      const storage = extension.globalStorageUri.fsPath;
      const model = modelSetup.spec();
      const args = [
        path.join(extension.extensionPath, 'dist', 'cli.cjs'),
        'mcp',
        ...['--folders', JSON.stringify(folders)],
        // Where the window keeps its deep vectors and models.
        ...['--index-dir', storage, '--model-dir', path.join(storage, 'models')],
        ...(model ? ['--model', model.id] : []),
      ];
      const { version } = extension.extension.packageJSON as { version: string };
      // The extension host is Node.js, or Electron that can be it.
      return [new McpStdioServerDefinition('Kindred', process.execPath, args, { ELECTRON_RUN_AS_NODE: '1' }, version)];
    },
  };
  return [
    changed,
    lm.registerMcpServerDefinitionProvider(PROVIDER_ID, provider),
    index.onDidOpen(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  ];
}
