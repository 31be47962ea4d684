/**
 * Entry point of the engine's process: one Engine behind the IPC channel of a forked child. Ends when its parent does.
 * Every message is validated before it is acted on; errors carry their code as data, so that the client can say them in
 * its language.
 */
import { openEmbeddedModel } from '../inference/embedded/loadEmbedded';
import { type Announce, createListener } from '../protocol/announcements';
import { openChannel } from '../protocol/channel';
import { type fromEngine, type OpenParams, requests, toEngine } from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { createDispatcher, type Handlers } from '../protocol/requests';
import { Engine } from './engine';
import { createChunkerPool } from './parsing/chunkerPool';
import { locateResources } from './resources';

const handlers: Handlers<typeof requests> = {
  open,
  update: (params, signal) => opened().update(params, signal),
  rebuild: ({ corpusId }, signal) => opened().rebuild(corpusId, signal),
  verify: ({ corpusId }) => opened().verify(corpusId),
  clear: ({ corpusId }) => opened().clear(corpusId),
  search: (params, signal) => opened().search(params, signal),
  similar: (params, signal) => opened().similar(params, signal),
  passages: (params) => opened().passagesOf(params),
  text: (params) => opened().textOf(params),
  duplicates: (params, signal) =>
    opened().duplicates(params, {
      signal,
      onProgress: (progress) => announce('duplicatesProgress', progress),
    }),
  map: (_, signal) => opened().map((share) => announce('mapProgress', { share }), signal),
  setUnsaved: (params) => opened().setUnsaved(params),
  status: () => opened().status(),
  setDeepModel: ({ dir }) => opened().setDeepModel(dir),
  setDeepIndexingPolicy: (policy) => opened().setDeepIndexingPolicy(policy),
  pause: () => opened().pause(),
  resume: () => opened().resume(),
};

const dispatch = createDispatcher(requests, handlers);
const channel = openChannel(process, {
  answer,
  // What comes before a folder is open is dropped.
  announced: createListener(toEngine, {
    activity: () => engine?.noteActivity(),
    openDocuments: ({ documents }) => engine?.noteOpen(documents),
  }),
});
const announce: Announce<typeof fromEngine> = channel.announce;
const resources = locateResources();
const embedded = openEmbeddedModel(resources.embeddedModelDir);
const chunker = createChunkerPool(resources);
let engine: Engine | undefined;

process.on('disconnect', stop);
process.on('SIGTERM', stop);

async function answer(name: string, params: unknown, signal: AbortSignal): Promise<unknown> {
  try {
    return await dispatch(name, params, signal);
  } catch (error) {
    if (!(error instanceof EngineError)) console.error(error);
    throw error;
  }
}

async function open(params: OpenParams): Promise<void> {
  const { corpora, excludeGlobs, maxFileSizeBytes, deepModel, deepIndexingPolicy, vectorsDir } = params;
  await engine?.dispose();
  engine = new Engine({
    embedded,
    chunker,
    excludeGlobs,
    maxFileSizeBytes,
    inferenceEntry: resources.inferenceEntry,
    bundledModelDir: resources.bundledModelDir,
    vectorsDir,
    fillInBackground: true,
    onProgress: (progress) => announce('progress', progress),
    onChanged: (corpusId) => announce('changed', { corpusId }),
    onStatusChanged: () => announce('statusChanged', {}),
  });
  if (deepIndexingPolicy) engine.setDeepIndexingPolicy(deepIndexingPolicy);
  for (const corpus of corpora) {
    // One folder that cannot be opened leaves the others working; the status says why.
    await engine.open(corpus).catch((error: unknown) => {
      if (!(error instanceof EngineError) || corpora.length === 1) throw error;
    });
  }
  if (deepModel) await engine.setDeepModel(deepModel.dir);
}

function opened(): Engine {
  if (!engine) throw new EngineError('badArguments', 'The engine was asked before a folder was opened.');
  return engine;
}

function stop(): void {
  const finish = () => process.exit(0);
  void (engine?.dispose() ?? Promise.resolve()).then(finish, finish);
}
