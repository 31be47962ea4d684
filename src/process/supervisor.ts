/**
 * Keeps one child process alive: starts it, notices its death, waits before it starts the next, gives up when it dies
 * too often. It knows neither what the process does nor how it is reached. Invariants: at most one process is in use,
 * and one that was let go is never taken for it; whoever waits for the process gets it or an error.
 *
 *     stopped -> starting -> ready        start(); the process is prepared
 *     starting, ready -> backingOff       it died, and is wanted again
 *     starting, ready -> stopped          it died, and nobody wants it now
 *     backingOff -> starting              the delay is over
 *     starting, ready -> failed           it died `maxCrashes` times in a row, or cannot be prepared
 *     failed -> stopped                   `coolDownMs` are over
 *     any -> stopped                      stop(), restart(), dispose()
 */
import { EngineError } from '../protocol/errors';

export interface SupervisorOptions<Process> {
  /** Named in errors. */
  name: string;
  /** Starts a process. `ended` is to be called with the reason when it is no more. An exception counts as a crash. */
  launch(ended: (reason: string) => void): Process;
  /**
   * Resolves when the process can be used. A rejection while it lives means that no other would do better: it is given
   * up.
   */
  prepare(process: Process): Promise<void>;
  /** Makes the process end and resolves when it has. */
  end(process: Process): Promise<void>;
  /** The process is not in use any more: it has died, or `end` is about to be called. */
  released?(process: Process): void;
  /** So many deaths in a row, and it is given up. */
  maxCrashes: number;
  /** Pause before the next start after so many deaths in a row, from 1 on. */
  restartDelayMs(crashesInARow: number): number;
  /** After so long a process that died too often may be started again; absent: only `restart` does. */
  coolDownMs?: number;
  /** A process that lived longer than this starts a new row of deaths with its own; absent: only `noteHealthy` does. */
  healthyAfterMs?: number;
  /** Whether it is started again though nobody waits for it. */
  isAlwaysWanted: boolean;
  onCrash?(crash: Crash): void;
}

export interface Crash {
  reason: string;
  crashesInARow: number;
  isGivenUp: boolean;
}

export type SupervisorState = State<unknown>['name'];

type State<Process> =
  | { name: 'stopped' }
  | { name: 'starting' | 'ready'; process: Process; startedAtMs: number }
  | { name: 'backingOff'; timer: NodeJS.Timeout }
  | { name: 'failed'; error: EngineError; timer?: NodeJS.Timeout | undefined };

interface Waiter<Process> {
  resolve(process: Process): void;
  reject(error: EngineError): void;
}

export class Supervisor<Process> {
  private current: State<Process> = { name: 'stopped' };
  private crashes = 0;
  private waiters: Waiter<Process>[] = [];
  private readonly ending = new Set<Promise<void>>();
  private isDisposed = false;

  constructor(private readonly options: SupervisorOptions<Process>) {}

  get state(): SupervisorState {
    return this.current.name;
  }

  /** The one in use, whether it is ready or still starting. */
  get process(): Process | undefined {
    return 'process' in this.current ? this.current.process : undefined;
  }

  /** Why there is no process, while the state is `failed`. */
  get error(): EngineError | undefined {
    return this.current.name === 'failed' ? this.current.error : undefined;
  }

  get crashesInARow(): number {
    return this.crashes;
  }

  /** Starts a process unless there is one, one is about to be started, or it is given up. */
  start(): void {
    if (this.current.name !== 'stopped' || this.isDisposed) return;
    if (this.crashes === 0) {
      this.launch();
      return;
    }
    const timer = setTimeout(() => this.launch(), this.options.restartDelayMs(this.crashes));
    this.current = { name: 'backingOff', timer };
  }

  /**
   * Resolves with the process when it is ready. @throws EngineError when it is given up, stopped, or disposed of
   * meanwhile
   */
  async ready(): Promise<Process> {
    const { current, options } = this;
    if (current.name === 'ready') return current.process;
    if (current.name === 'failed') throw current.error;
    if (current.name === 'stopped') throw new EngineError('workerCrashed', options.name, 'not running');
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  /** The process has done what it is for: its next death is the first of a new row. */
  noteHealthy(): void {
    this.crashes = 0;
  }

  /** Lets the process go, so that its end is no crash. Resolves when it has ended; another may be started before. */
  stop(): Promise<void> {
    if (this.process === undefined) return Promise.resolve();
    this.settle((waiter) => waiter.reject(new EngineError('workerCrashed', this.options.name, 'stopped')));
    return this.leave();
  }

  /** Ends the process and starts another, whatever happened before. Who waits for it goes on waiting. */
  async restart(): Promise<void> {
    await this.leave();
    this.crashes = 0;
    this.start();
  }

  /** Resolves when no process is left. Nothing is started afterward. */
  async dispose(): Promise<void> {
    this.isDisposed = true;
    this.settle((waiter) => waiter.reject(new EngineError('canceled', '')));
    void this.leave();
    await Promise.all(this.ending);
  }

  private launch(): void {
    const startedAtMs = Date.now();
    let launched: Process;
    try {
      launched = this.options.launch((reason) => {
        if (this.process === launched) this.died(reason);
      });
    } catch (error) {
      this.crashed(String(error));
      return;
    }
    this.current = { name: 'starting', process: launched, startedAtMs };
    this.options.prepare(launched).then(
      () => this.prepared(launched),
      (error: unknown) => this.cannotBePrepared(launched, error),
    );
  }

  private prepared(process: Process): void {
    if (this.process !== process || this.current.name !== 'starting') return;
    this.current = { ...this.current, name: 'ready' };
    this.settle((waiter) => waiter.resolve(process));
  }

  private cannotBePrepared(process: Process, error: unknown): void {
    if (this.process !== process) return;
    void this.leave();
    this.giveUp(
      error instanceof EngineError ? error : new EngineError('workerCrashed', this.options.name, String(error)),
    );
  }

  private died(reason: string): void {
    const { current, options } = this;
    if (!('process' in current)) return;
    if (Date.now() - current.startedAtMs > (options.healthyAfterMs ?? Number.POSITIVE_INFINITY)) this.crashes = 0;
    this.current = { name: 'stopped' };
    options.released?.(current.process);
    this.crashed(reason);
  }

  private crashed(reason: string): void {
    this.current = { name: 'stopped' };
    this.crashes++;
    const { name, maxCrashes, coolDownMs, isAlwaysWanted, onCrash } = this.options;
    const isGivenUp = this.crashes >= maxCrashes;
    if (isGivenUp) this.giveUp(new EngineError('workerCrashed', name, reason), coolDownMs);
    else if (isAlwaysWanted || this.waiters.length > 0) this.start();
    onCrash?.({ reason, crashesInARow: this.crashes, isGivenUp });
  }

  private giveUp(error: EngineError, coolDownMs?: number): void {
    const coolDown = () => {
      this.current = { name: 'stopped' };
    };
    const timer = coolDownMs === undefined ? undefined : setTimeout(coolDown, coolDownMs).unref();
    this.current = { name: 'failed', error, timer };
    this.settle((waiter) => waiter.reject(error));
  }

  /** From any state to `stopped`. */
  private leave(): Promise<void> {
    const left = this.current;
    this.current = { name: 'stopped' };
    if ('timer' in left) clearTimeout(left.timer);
    if (!('process' in left)) return Promise.resolve();
    this.options.released?.(left.process);
    const ended = this.options.end(left.process).finally(() => this.ending.delete(ended));
    this.ending.add(ended);
    return ended;
  }

  private settle(tell: (waiter: Waiter<Process>) => void): void {
    for (const waiter of this.waiters.splice(0)) tell(waiter);
  }
}
