/**
 * One process of the engine: forked, reached over its channel, ended. It knows nothing of restarts and of what is
 * asked.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { type Channel, openChannel, type Receiver } from '../../protocol/channel';

export interface EngineProcessOptions {
  /** Bundle of the engine, `dist/engine.cjs`. */
  modulePath: string;
  log(line: string): void;
  announced: NonNullable<Receiver['announced']>;
}

/**
 * The engine's young objects die quickly: a nursery of twice 4 MB instead of twice 16 takes 30 MB less for good and,
 * measured while indexing, at most a twentieth more time.
 */
export const ENGINE_FLAGS = ['--max-semi-space-size=4'];

/**
 * What the engine holds are shards and files of vectors, megabytes each. By itself glibc soon takes all but the largest
 * from one heap, which keeps what is freed below the last of them; of a map of its own every byte goes back to the
 * system. Other systems do not read this.
 */
const MAPPED_BYTES = String(1 << 20);

/** What the engine may take to write what it has when it is asked to end, before it is killed. */
const SHUTDOWN_MS = 2000;

export class EngineProcess {
  readonly channel: Channel;
  private readonly child: ChildProcess;

  /**
   * `ended` is called with the reason when the process is no more, possibly twice. @throws Error when it cannot be
   * started
   */
  constructor({ modulePath, log, announced }: EngineProcessOptions, ended: (reason: string) => void) {
    this.child = fork(modulePath, [], {
      execPath: process.execPath,
      execArgv: ENGINE_FLAGS,
      env: childEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'json',
    });
    forwardLines(this.child.stdout, log);
    forwardLines(this.child.stderr, log);
    this.channel = openChannel(this.child, { announced });
    this.child.on('error', (error) => ended(error.message));
    this.child.on('exit', (code, signal) => ended(signal ? `signal ${signal}` : `exit code ${code}`));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Once disconnected the engine saves and ends; it is killed when that takes too long. */
  async end(): Promise<void> {
    const { child } = this;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.connected) child.disconnect();
    const killer = setTimeout(() => child.kill('SIGKILL'), SHUTDOWN_MS);
    await ended;
    clearTimeout(killer);
  }
}

/** VS Code's own variables (debug ports, its IPC handles, loader options) must not reach the engine. */
export function childEnvironment(parent: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.entries(parent).filter(
    ([name]) => !name.startsWith('VSCODE_') && !name.startsWith('ELECTRON_') && name !== 'NODE_OPTIONS',
  );
  return {
    ...Object.fromEntries(inherited),
    ELECTRON_RUN_AS_NODE: '1',
    ORT_DISABLE_TELEMETRY: '1',
    MALLOC_MMAP_THRESHOLD_: MAPPED_BYTES,
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
