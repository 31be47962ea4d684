/**
 * Entry point of the engine's process: one Engine behind the IPC channel of a forked child. Ends when its parent does.
 * Every message is validated before it is acted on; errors carry their code as data, so that the client can say them in its language.
 */
import * as v from 'valibot';
import { openEmbeddedModel } from '../inference/embedded/loadEmbedded';
import { openChannel } from '../protocol/channel';
import {
  CorpusIdSchema,
  DeepIndexingPolicySchema,
  DeepModelSchema,
  DuplicatesSchema,
  Method,
  OpenDocumentsSchema,
  OpenSchema,
  PassagesOfSchema,
  PassageTextSchema,
  SearchSchema,
  SimilarSchema,
  UnsavedSchema,
  UpdateSchema,
} from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { Engine } from './engine';
import { createChunkerPool } from './parsing/chunkerPool';
import { locateResources } from './resources';

const answers = new Map<string, (params: unknown, signal: AbortSignal) => Promise<unknown>>();
const channel = openChannel(process, { answer, announced });
const resources = locateResources();
const embedded = openEmbeddedModel(resources.embeddedModelDir);
const chunker = createChunkerPool(resources);
let engine: Engine | undefined;

handle(Method.open, OpenSchema, async ({ corpora, excludeGlobs, maxFileSizeBytes, deepModel, govern, vectorsDir }) => {
  await engine?.dispose();
  engine = new Engine({
    ...{ embedded, chunker, excludeGlobs, maxFileSizeBytes },
    inferenceEntry: resources.inferenceEntry,
    vectorsDir,
    fillInBackground: true,
    onProgress: (progress) => channel.announce(Method.progress, progress),
    onChanged: (corpusId) => channel.announce(Method.changed, { corpusId }),
    onStatusChanged: () => channel.announce(Method.statusChanged, {}),
  });
  if (govern) engine.govern(govern);
  for (const corpus of corpora) {
    // One folder that cannot be opened leaves the others working; the status says why.
    await engine.open(corpus).catch((error: unknown) => {
      if (!(error instanceof EngineError) || corpora.length === 1) throw error;
    });
  }
  if (deepModel) await engine.setDeepModel(deepModel.dir);
});
handle(Method.update, UpdateSchema, (params, signal) => opened().update(params, signal));
handle(Method.rebuild, CorpusIdSchema, ({ corpusId }, signal) => opened().rebuild(corpusId, signal));
handle(Method.verify, CorpusIdSchema, ({ corpusId }) => opened().verify(corpusId));
handle(Method.clear, CorpusIdSchema, ({ corpusId }) => opened().clear(corpusId));
handle(Method.search, SearchSchema, (params, signal) => opened().search(params, signal));
handle(Method.similar, SimilarSchema, (params, signal) => opened().similar(params, signal));
handle(Method.passages, PassagesOfSchema, (params) => opened().passagesOf(params));
handle(Method.duplicates, DuplicatesSchema, (params, signal) =>
  opened().duplicates(params, {
    signal,
    onProgress: (progress) => channel.announce(Method.duplicatesProgress, progress),
  }),
);
handle(Method.unsaved, UnsavedSchema, (params) => opened().setUnsaved(params));
handle(Method.text, PassageTextSchema, async (params) => ({ text: opened().textOf(params) }));
handle(Method.map, v.object({}), (_, signal) =>
  opened().map((share) => channel.announce(Method.mapProgress, { share }), signal),
);
handle(Method.status, v.object({}), () => opened().status());
handle(Method.setDeepModel, DeepModelSchema, ({ dir }) => opened().setDeepModel(dir));
handle(Method.govern, DeepIndexingPolicySchema, async (governing) => opened().govern(governing));
handle(Method.pause, v.object({}), async () => opened().pause());
handle(Method.resume, v.object({}), async () => opened().resume());

process.on('disconnect', stop);
process.on('SIGTERM', stop);

function opened(): Engine {
  if (!engine) throw new EngineError('badArguments', 'The engine was asked before a folder was opened.');
  return engine;
}

function handle<Schema extends v.GenericSchema>(
  method: string,
  schema: Schema,
  act: (params: v.InferOutput<Schema>, signal: AbortSignal) => Promise<unknown>,
): void {
  answers.set(method, async (params, signal) => {
    const parsed = v.safeParse(schema, params ?? {});
    if (!parsed.success) throw new EngineError('badArguments', `${method}: ${v.summarize(parsed.issues)}`);
    return act(parsed.output, signal);
  });
}

/** Notes of the editor; one that cannot be read, or comes before a folder is open, is dropped. */
function announced(method: string, message: unknown): void {
  if (method === Method.activity) engine?.noteActivity();
  if (method !== Method.openDocuments) return;
  const parsed = v.safeParse(OpenDocumentsSchema, message);
  if (parsed.success) engine?.noteOpen(parsed.output.documents);
}

async function answer(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
  const act = answers.get(method);
  if (!act) throw new EngineError('badArguments', `The engine knows no request ${method}.`);
  try {
    return await act(params, signal);
  } catch (error) {
    if (!(error instanceof EngineError)) console.error(error);
    throw error;
  }
}

function stop(): void {
  const finish = () => process.exit(0);
  void (engine?.dispose() ?? Promise.resolve()).then(finish, finish);
}
