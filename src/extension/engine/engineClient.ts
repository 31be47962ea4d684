/**
 * The extension host's end of the engine process: forks it, speaks `protocol.ts` with it, starts it again when it dies. Knows no VS Code, so that
 * it can be tested with a plain Node process. It holds no state of the index: after every start `onStart` opens the workspace anew.
 * Invariant: a request gets a validated answer or an error; none stays pending when the process is gone.
 */
import { type ChildProcess, fork } from 'node:child_process';
import * as v from 'valibot';
import { type Channel, openChannel } from '../../protocol/channel';
import {
  type CorpusProgress,
  type DeepIndexingPolicy,
  type DocumentPassage,
  type DuplicatesParams,
  type DuplicatesProgress,
  DuplicatesProgressSchema,
  type DuplicatesResponse,
  DuplicatesResponseSchema,
  type EngineStatus,
  MapProgressSchema,
  MapSchema,
  Method,
  type OpenParams,
  type PassagesOfParams,
  PassagesSchema,
  type PassageTextParams,
  ProgressSchema,
  type SearchParams,
  type SearchResponse,
  SearchResponseSchema,
  type SimilarParams,
  StatusSchema,
  TextSchema,
  type UnsavedParams,
  type UpdateParams,
  type Verification,
  VerificationSchema,
  type WorkspaceMap,
} from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';

/** What VS Code's token has and is needed of it. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** Requests that may be sent once the process runs. */
export interface EngineRequests {
  open(params: OpenParams, token?: CancellationToken): Promise<void>;
  update(params: UpdateParams, token?: CancellationToken): Promise<void>;
  search(params: SearchParams, token?: CancellationToken): Promise<SearchResponse>;
  similar(params: SimilarParams, token?: CancellationToken): Promise<SearchResponse>;
  passages(params: PassagesOfParams, token?: CancellationToken): Promise<DocumentPassage[]>;
  setUnsaved(params: UnsavedParams): Promise<void>;
  duplicates(params: DuplicatesParams, token?: CancellationToken): Promise<DuplicatesResponse>;
  map(token?: CancellationToken): Promise<WorkspaceMap>;
  text(params: PassageTextParams): Promise<string>;
  status(token?: CancellationToken): Promise<EngineStatus>;
  setDeepModel(model: OpenParams['deepModel'] | null): Promise<void>;
  rebuild(corpusId: string, token?: CancellationToken): Promise<void>;
  verify(corpusId: string, token?: CancellationToken): Promise<Verification>;
  clear(corpusId: string): Promise<void>;
  govern(governing: DeepIndexingPolicy): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface EngineClientOptions {
  /** Bundle of the engine, `dist/engine.cjs`. */
  modulePath: string;
  log(line: string): void;
  /** Runs after every start, before any other request is let through: opens the workspace. */
  onStart(engine: EngineRequests): Promise<void>;
  onProgress(progress: CorpusProgress): void;
  onDuplicatesProgress?(progress: DuplicatesProgress): void;
  /** Share of the map that is computed. */
  onMapProgress?(share: number): void;
  onChanged(corpusId: string): void;
  onStatusChanged(): void;
  /** The process died and is started again. Called once for each row of crashes, not for each of them. */
  onCrash(detail: string): void;
  /** It died too often: it stays down until `restart`. */
  onGaveUp(detail: string): void;
  /** Milliseconds before each new start; a process that dies more often than this list is long is left alone. */
  restartDelaysMs?: readonly number[];
  /** A process that lived this long is taken for healthy: the row of crashes begins anew. */
  healthyAfterMs?: number;
}

export interface EngineClient extends EngineRequests {
  readonly pid: number | undefined;
  start(): void;
  /** Says something that needs no answer; nobody hears it while the process is down. */
  announce(method: string, params: unknown): void;
  /** Ends the process and starts a new one, with a fresh row of attempts. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * The engine's young objects die quickly: a nursery of twice 4 MB instead of twice 16 takes 30 MB less for good and, measured while indexing, at most
 * a twentieth more time.
 */
export const ENGINE_FLAGS = ['--max-semi-space-size=4'];

/**
 * What the engine holds are shards and files of vectors, megabytes each. By itself glibc soon takes all but the largest from one heap, which keeps
 * what is freed below the last of them; of a map of its own every byte goes back to the system. Other systems do not read this.
 */
const MAPPED_BYTES = String(1 << 20);

/** Half a second, then doubling: long enough for a machine short of memory to breathe, short enough not to be noticed once. */
const RESTART_DELAYS_MS = [500, 1000, 2000, 4000, 8000];
const HEALTHY_AFTER_MS = 120_000;
/** What the engine may take to write what it has when it is asked to end, before it is killed. */
const SHUTDOWN_MS = 2000;

const ChangedSchema = v.object({ corpusId: v.string() });

interface Running {
  child: ChildProcess;
  channel: Channel;
  startedAt: number;
}

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const delays = options.restartDelaysMs ?? RESTART_DELAYS_MS;
  const healthyAfterMs = options.healthyAfterMs ?? HEALTHY_AFTER_MS;
  let running: Running | undefined;
  let ready: Promise<Running> | undefined;
  let settleReady: { resolve(running: Running): void; reject(error: Error): void } | undefined;
  let crashes = 0;
  let restartTimer: NodeJS.Timeout | undefined;
  let disposed = false;

  function expectReady(): void {
    if (settleReady) return;
    ready = new Promise((resolve, reject) => {
      settleReady = { resolve, reject };
    });
    // Nobody may be waiting: a rejected promise without a reader must not end the extension host.
    ready.catch(() => undefined);
  }

  function settle(outcome: Running | Error): void {
    const waiting = settleReady;
    settleReady = undefined;
    if (outcome instanceof Error) waiting?.reject(outcome);
    else waiting?.resolve(outcome);
  }

  function launch(): void {
    if (disposed || running) return;
    expectReady();
    let child: ChildProcess;
    try {
      child = fork(options.modulePath, [], {
        execPath: process.execPath,
        execArgv: ENGINE_FLAGS,
        env: childEnvironment(process.env),
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        serialization: 'json',
      });
    } catch (error) {
      died(undefined, String(error));
      return;
    }
    forwardLines(child.stdout, options.log);
    forwardLines(child.stderr, options.log);
    const mine: Running = { child, channel: openChannel(child, { announced }), startedAt: Date.now() };
    running = mine;
    child.on('error', (error) => died(mine, error.message));
    child.on('exit', (code, signal) => died(mine, signal ? `signal ${signal}` : `exit code ${code}`));
    options.onStart(requestsOver(async () => mine)).then(
      () => {
        if (running === mine) settle(mine);
      },
      (error: unknown) => {
        // The process lives but could not open the workspace: requests are let through and say why themselves.
        options.log(`engine: opening failed: ${error instanceof Error ? error.message : String(error)}`);
        if (running === mine) settle(mine);
      },
    );
  }

  /** What the engine says unasked; what cannot be read is dropped. */
  function announced(method: string, message: unknown): void {
    if (method === Method.progress) {
      const parsed = v.safeParse(ProgressSchema, message);
      if (parsed.success) options.onProgress(parsed.output);
    } else if (method === Method.changed) {
      const parsed = v.safeParse(ChangedSchema, message);
      if (parsed.success) options.onChanged(parsed.output.corpusId);
    } else if (method === Method.duplicatesProgress) {
      const parsed = v.safeParse(DuplicatesProgressSchema, message);
      if (parsed.success) options.onDuplicatesProgress?.(parsed.output);
    } else if (method === Method.mapProgress) {
      const parsed = v.safeParse(MapProgressSchema, message);
      if (parsed.success) options.onMapProgress?.(parsed.output.share);
    } else if (method === Method.statusChanged) {
      options.onStatusChanged();
    }
  }

  function died(whose: Running | undefined, detail: string): void {
    if (whose !== running) return;
    running = undefined;
    whose?.channel.close();
    if (disposed) return;
    options.log(`engine stopped: ${detail}`);
    if (whose && Date.now() - whose.startedAt > healthyAfterMs) crashes = 0;
    const delay = delays[crashes];
    crashes += 1;
    if (delay === undefined) {
      const error = new EngineError('workerCrashed', 'engine', detail);
      expectReady();
      settle(error);
      options.onGaveUp(detail);
      return;
    }
    if (crashes === 1) options.onCrash(detail);
    expectReady();
    restartTimer = setTimeout(launch, delay);
  }

  async function stop(): Promise<void> {
    clearTimeout(restartTimer);
    const { child, channel } = running ?? {};
    running = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      channel?.close();
      return;
    }
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    // The engine saves and ends when its channel closes.
    channel?.close();
    if (child.connected) child.disconnect();
    const killer = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_MS);
    await ended;
    clearTimeout(killer);
  }

  async function awaitReady(): Promise<Running> {
    if (disposed || !ready) throw new EngineError('workerCrashed', 'engine', 'not running');
    return ready;
  }

  return {
    ...requestsOver(awaitReady),
    get pid() {
      return running?.child.pid;
    },
    start: launch,
    announce: (method, params) => running?.channel.announce(method, params),
    async restart() {
      await stop();
      crashes = 0;
      launch();
    },
    async dispose() {
      disposed = true;
      settle(new EngineError('canceled', ''));
      await stop();
    },
  };
}

function requestsOver(target: () => Promise<Running>): EngineRequests {
  const ask = async <T>(
    method: string,
    params: unknown,
    schema: v.GenericSchema<unknown, T>,
    token?: CancellationToken,
  ): Promise<T> => {
    const { channel } = await target();
    const abort = new AbortController();
    if (token?.isCancellationRequested) abort.abort();
    const subscription = token?.onCancellationRequested(() => abort.abort());
    let answer: unknown;
    try {
      answer = await channel.request(method, params, abort.signal);
    } catch (error) {
      throw abort.signal.aborted ? new EngineError('canceled', '') : error;
    } finally {
      subscription?.dispose();
    }
    const parsed = v.safeParse(schema, answer);
    if (parsed.success) return parsed.output;
    throw new EngineError('badArguments', `The engine's answer to ${method} cannot be read`, parsed.issues[0].message);
  };
  /** Requests whose answer carries nothing. */
  const tell = async (method: string, params: unknown, token?: CancellationToken): Promise<void> => {
    await ask(method, params, v.unknown(), token);
  };
  return {
    open: (params, token) => tell(Method.open, params, token),
    update: (params, token) => tell(Method.update, params, token),
    search: (params, token) => ask(Method.search, params, SearchResponseSchema, token),
    similar: (params, token) => ask(Method.similar, params, SearchResponseSchema, token),
    passages: (params, token) => ask(Method.passages, params, PassagesSchema, token),
    setUnsaved: (params) => tell(Method.unsaved, params),
    duplicates: (params, token) => ask(Method.duplicates, params, DuplicatesResponseSchema, token),
    map: (token) => ask(Method.map, {}, MapSchema, token),
    text: async (params) => (await ask(Method.text, params, TextSchema)).text,
    status: (token) => ask(Method.status, {}, StatusSchema, token),
    setDeepModel: (model) => tell(Method.setDeepModel, model ? { dir: model.dir } : {}),
    rebuild: (corpusId, token) => tell(Method.rebuild, { corpusId }, token),
    verify: (corpusId, token) => ask(Method.verify, { corpusId }, VerificationSchema, token),
    clear: (corpusId) => tell(Method.clear, { corpusId }),
    govern: (governing) => tell(Method.govern, governing),
    pause: () => tell(Method.pause, {}),
    resume: () => tell(Method.resume, {}),
  };
}

/** VS Code's own variables (debug ports, its IPC handles, loader options) must not reach the engine. */
export function childEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(parent).filter(
    ([name]) => !name.startsWith('VSCODE_') && !name.startsWith('ELECTRON_') && name !== 'NODE_OPTIONS',
  );
  return {
    ...Object.fromEntries(kept),
    ...{ ELECTRON_RUN_AS_NODE: '1', ORT_DISABLE_TELEMETRY: '1', MALLOC_MMAP_THRESHOLD_: MAPPED_BYTES },
  };
}

function forwardLines(stream: NodeJS.ReadableStream | null, log: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) log(line.trimEnd());
  });
}
