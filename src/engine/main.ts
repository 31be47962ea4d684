/**
 * Entry point of the engine's process: one Engine behind JSON-RPC over the IPC channel of a forked child. Ends when its parent does.
 * Every message is validated before it is acted on; errors carry their code as data, so that the client can say them in its language.
 */
import * as v from 'valibot';
import { type CancellationToken, createMessageConnection, ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import { loadEmbeddedModel } from '../inference/embedded/load';
import { Engine } from './engine';
import { EngineError } from './errors';
import {
  CorpusIdSchema,
  DeepModelSchema,
  Method,
  OpenSchema,
  REQUEST_CANCELLED,
  SearchSchema,
  SimilarSchema,
  UpdateSchema,
} from './protocol';
import { locateResources } from './resources';
import { createGrammarParsers } from './treeSitter';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
const resources = locateResources();
const embedded = loadEmbeddedModel(resources.embeddedModelDir);
const parsers = createGrammarParsers(resources.grammarsDir);
let engine: Engine | undefined;

handle(Method.open, OpenSchema, async ({ corpora, excludeGlobs, maxFileSizeBytes, deepModel }) => {
  await engine?.dispose();
  engine = new Engine({
    ...{ embedded, parsers, excludeGlobs, maxFileSizeBytes },
    inferenceEntry: resources.inferenceEntry,
    fillInBackground: true,
    onProgress: (progress) => void connection.sendNotification(Method.progress, progress),
    onChanged: (corpusId) => void connection.sendNotification(Method.changed, { corpusId }),
  });
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
handle(Method.search, SearchSchema, (params, signal) => opened().search(params, signal));
handle(Method.similar, SimilarSchema, (params, signal) => opened().similar(params, signal));
handle(Method.status, v.object({}), () => opened().status());
handle(Method.setDeepModel, DeepModelSchema, ({ dir }) => opened().setDeepModel(dir));
handle(Method.pause, v.object({}), async () => opened().pause());
handle(Method.resume, v.object({}), async () => opened().resume());

connection.onClose(stop);
process.on('disconnect', stop);
process.on('SIGTERM', stop);
connection.listen();

function opened(): Engine {
  if (!engine) throw new EngineError('badArguments', 'The engine was asked before a folder was opened.');
  return engine;
}

function handle<Schema extends v.GenericSchema>(
  method: string,
  schema: Schema,
  act: (params: v.InferOutput<Schema>, signal: AbortSignal) => Promise<unknown>,
): void {
  connection.onRequest(method, async (params: unknown, token: CancellationToken) => {
    const parsed = v.safeParse(schema, params ?? {});
    if (!parsed.success) return new ResponseError(ErrorCodes.InvalidParams, `${method}: ${v.summarize(parsed.issues)}`);
    const abort = new AbortController();
    const subscription = token.onCancellationRequested(() => abort.abort());
    try {
      return (await act(parsed.output, abort.signal)) ?? null;
    } catch (error) {
      return toResponse(error);
    } finally {
      subscription.dispose();
    }
  });
}

function toResponse(error: unknown): ResponseError<unknown> {
  if (!(error instanceof EngineError)) {
    console.error(error);
    return new ResponseError(ErrorCodes.InternalError, error instanceof Error ? error.message : String(error));
  }
  const { code, value, detail, message } = error;
  return new ResponseError(code === 'cancelled' ? REQUEST_CANCELLED : ErrorCodes.InvalidRequest, message, {
    code,
    value,
    detail,
  });
}

function stop(): void {
  const finish = () => process.exit(0);
  void (engine?.dispose() ?? Promise.resolve()).then(finish, finish);
}
