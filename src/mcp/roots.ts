/** Which folders the server answers about: those it was told, those of its client, or the one it was started in. */
import { fileURLToPath } from 'node:url';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import type { CorpusSpec } from '../protocol/engine';
import type { McpHost } from './host';

/** A client that says it has roots and does not answer is not waited for. */
const ROOTS_TIMEOUT_MS = 5000;

export async function chooseFolders(
  server: Server,
  { folders, corpusOf, isProject }: Pick<McpHost, 'folders' | 'corpusOf' | 'isProject'>,
  log: (line: string) => void,
): Promise<readonly CorpusSpec[]> {
  if (folders.length > 0) return folders;
  const roots = await clientRoots(server, log);
  if (roots !== undefined && roots.length > 0) return roots.map(corpusOf);
  const here = process.cwd();
  // Some clients start their servers anywhere.
  return isProject(here) ? [corpusOf(here)] : [];
}

/** Undefined when the client has none or does not say. */
async function clientRoots(server: Server, log: (line: string) => void): Promise<string[] | undefined> {
  if (!server.getClientCapabilities()?.roots) return undefined;
  try {
    const { roots } = await server.listRoots(undefined, { timeout: ROOTS_TIMEOUT_MS });
    return roots.flatMap(({ uri }) => {
      try {
        return [fileURLToPath(uri)];
      } catch {
        log(`The root ${uri} is no folder of this machine and is left out.`);
        return [];
      }
    });
  } catch (error) {
    log(`The client does not say its roots: ${(error as Error).message}`);
    return undefined;
  }
}
