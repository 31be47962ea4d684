/**
 * The extension host's end of the engine process: the requests of `protocol/engine.ts` as functions, over a process
 * that is started again when it dies (supervisor.ts). Knows no VS Code, so that it can be tested with a plain Node
 * process. It holds no state of the index: after every start `onStart` opens the workspace anew. Invariant: a request
 * gets a validated answer or an error; none stays pending when the process is gone.
 */
import { Supervisor } from '../../process/supervisor';
import { type Announce, createListener, type Listeners } from '../../protocol/announcements';
import type { Channel } from '../../protocol/channel';
import { type EngineRequests, fromEngine, requests, type toEngine } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import { createClient } from '../../protocol/requests';
import { EngineProcess } from './engineProcess';

/** What VS Code's token has and is needed of it. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** The requests, to a process that runs. */
export type StartedEngine = EngineRequests<CancellationToken>;

export interface EngineClientOptions {
  /** Bundle of the engine, `dist/engine.cjs`. */
  modulePath: string;
  log(line: string): void;
  /** Runs after every start, before any other request is let through: opens the workspace. */
  onStart(engine: StartedEngine): Promise<void>;
  /** What the engine says without being asked. */
  listeners: Listeners<typeof fromEngine>;
  /** The process died and is started again. Called once for each row of crashes, not for each of them. */
  onCrash(detail: string): void;
  /** It died too often: it stays down until `restart`. */
  onGaveUp(detail: string): void;
  /** Milliseconds before each new start; a process that dies more often than this list is long is left alone. */
  restartDelaysMs?: readonly number[];
  /** A process that lived this long is taken for healthy: the row of crashes begins anew. */
  healthyAfterMs?: number;
}

/** The requests wait while the process starts. */
export interface EngineClient extends StartedEngine {
  readonly pid: number | undefined;
  start(): void;
  /** Says something that needs no answer; nobody hears it while the process is down. */
  announce: Announce<typeof toEngine>;
  /** Ends the process and starts a new one, with a fresh row of attempts. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Half a second, then doubling: long enough for a machine short of memory to breathe, short enough not to be noticed
 * once.
 */
const RESTART_DELAYS_MS = [500, 1000, 2000, 4000, 8000];
const HEALTHY_AFTER_MS = 120_000;

export function createEngineClient(options: EngineClientOptions): EngineClient {
  const supervisor = superviseEngine(options);
  return {
    ...requestsOver(async () => (await supervisor.ready()).channel),
    get pid() {
      return supervisor.process?.pid;
    },
    start: () => (supervisor.state === 'failed' ? void supervisor.restart() : supervisor.start()),
    announce: (name, params) => supervisor.process?.channel.announce(name, params),
    restart: () => supervisor.restart(),
    dispose: () => supervisor.dispose(),
  };
}

function superviseEngine(options: EngineClientOptions): Supervisor<EngineProcess> {
  const { modulePath, log, onStart, onCrash, onGaveUp, restartDelaysMs: delays = RESTART_DELAYS_MS } = options;
  const announced = createListener(fromEngine, options.listeners);
  return new Supervisor({
    name: 'engine',
    launch: (ended) => new EngineProcess({ modulePath, log, announced }, ended),
    async prepare({ channel }) {
      try {
        await onStart(requestsOver(async () => channel));
      } catch (error) {
        // The process lives but could not open the workspace: requests are let through and say why themselves.
        log(`engine: opening failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    end: (engine) => engine.end(),
    released: ({ channel }) => channel.close(),
    maxCrashes: delays.length + 1,
    restartDelayMs: (crashes) => delays[crashes - 1]!,
    healthyAfterMs: options.healthyAfterMs ?? HEALTHY_AFTER_MS,
    isAlwaysWanted: true,
    onCrash({ reason, crashesInARow, isGivenUp }) {
      log(`engine stopped: ${reason}`);
      if (isGivenUp) onGaveUp(reason);
      else if (crashesInARow === 1) onCrash(reason);
    },
  });
}

function requestsOver(target: () => Promise<Channel>): StartedEngine {
  return createClient(requests, async (name, params, token: CancellationToken | undefined) => {
    const channel = await target();
    const abort = new AbortController();
    if (token?.isCancellationRequested) abort.abort();
    const subscription = token?.onCancellationRequested(() => abort.abort());
    try {
      return await channel.request(name, params, abort.signal);
    } catch (error) {
      throw abort.signal.aborted ? new EngineError('canceled', '') : error;
    } finally {
      subscription?.dispose();
    }
  });
}
