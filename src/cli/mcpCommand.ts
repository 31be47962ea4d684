/** `kindred mcp`: the engine behind the Model Context Protocol, on standard input and output. */
import path from 'node:path';
import { packContext } from '../context/packContext';
import { createReaderStorage } from '../engine/readerStorage';
import { locateResources } from '../engine/resources';
import { outlineOf, referencesTo } from '../engine/symbolSearch';
import type { McpHost } from '../mcp/host';
import type { CorpusProgress, CorpusSpec } from '../protocol/engine';
import { defineCommand } from './command';
import { badArguments, type SessionOptions, sessionFlags, sessionOptions } from './flags';
import { packOptions } from './packOptions';
import { corpusOf, createEngine, existingCorpus, isProject } from './session';

const { json: _, ...flags } = sessionFlags;

export const mcpCommand = defineCommand({
  name: 'mcp',
  usage: ['mcp [dir …]'],
  summary: 'Serves agents over the Model Context Protocol, on standard input and output. See docs/agents.md.',
  flags: {
    ...flags,
    folders: {
      type: 'string',
      value: 'JSON',
      help: 'for editors: [{"root": …, "indexDir": …}], indexes that are kept up to date elsewhere',
    },
  },
  most: 100,
  run: ({ values, positionals: dirs }) => runMcp(dirs, values.folders, sessionOptions(values)),
});

async function runMcp(dirs: readonly string[], given: string | undefined, options: SessionOptions): Promise<number> {
  if (given !== undefined && dirs.length > 0) throw badArguments('--folders and folders exclude each other.');
  const followed = given === undefined ? undefined : parseFolders(given);
  const folders = followed ?? dirs.map((dir) => existingCorpus(dir, options.indexDir));
  let listener: (progress: CorpusProgress) => void = () => undefined;
  const storage = followed && createReaderStorage();
  const { engine, loadDeepModel } = createEngine(options, (progress) => listener(progress), storage);
  await loadDeepModel();
  if (process.stdin.isTTY)
    process.stderr.write('kindred mcp speaks with a program: set it up with `kindred install`. Ctrl+C ends it.\n');
  await loadServer().serve({
    engine,
    outline: (params) => outlineOf(engine, params),
    references: (params) => referencesTo(engine, params),
    pack: (answers, budgetTokens) => packContext(answers, { ...packOptions(engine), budgetTokens }),
    version: locateResources().version,
    folders,
    isReader: followed !== undefined,
    corpusOf: (root) => corpusOf(root, options.indexDir),
    isProject,
    onProgress: (next) => {
      listener = next;
    },
  });
  return 0;
}

function parseFolders(json: string): CorpusSpec[] {
  try {
    const folders: { root: string; indexDir: string }[] = JSON.parse(json);
    return folders.map(({ root, indexDir }) => {
      if (!path.isAbsolute(root) || !path.isAbsolute(indexDir)) throw new Error('paths must be absolute');
      return { ...corpusOf(root), indexDir };
    });
  } catch (error) {
    throw badArguments(`--folders takes a JSON list of folders: ${(error as Error).message}`);
  }
}

/** The server's bundle, beside this one: no other command needs it. */
function loadServer(): { serve: (host: McpHost) => Promise<void> } {
  return require(path.join(locateResources().root, 'dist', 'mcp.cjs'));
}
