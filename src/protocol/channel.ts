/**
 * One end of the line between a client and the engine's process: requests that can be canceled and announcements that
 * have no answer, both ways, over the IPC channel of a forked child. It knows no method and no schema; both ends
 * validate what they get. Invariant: a request ends with its value, with the error of the other end, or as
 * `workerCrashed` when the line is cut; never in silence.
 */
import { createBirpc } from 'birpc';
import { EngineError, type EngineErrorCode } from './errors';

/** A child process, or this process inside of the child. */
export interface Port {
  send?(message: object, whenSent: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

export interface Receiver {
  /** Answers a request, or throws: an `EngineError` arrives as one, anything else as a plain error with its message. */
  answer?(method: string, params: unknown, signal: AbortSignal): Promise<unknown>;
  announced?(method: string, params: unknown): void;
}

export interface Channel {
  request(method: string, params: unknown, signal?: AbortSignal): Promise<unknown>;
  announce(method: string, params: unknown): void;
  /** Cuts the line: what is still asked ends as `workerCrashed`. */
  close(): void;
}

/** Errors travel as data: an Error object would arrive empty. */
type Outcome =
  | { value: unknown }
  | { error: { code: EngineErrorCode; value: string; detail: string } }
  | { fault: string };

interface Wire {
  request(id: number, method: string, params: unknown): Promise<Outcome>;
  cancel(id: number): void;
  announce(method: string, params: unknown): void;
}

export function openChannel(port: Port, receiver: Receiver): Channel {
  const running = new Map<number, AbortController>();
  let lastId = 0;
  const local: Wire = {
    async request(id, method, params) {
      const abort = new AbortController();
      running.set(id, abort);
      try {
        if (!receiver.answer) throw new Error(`Nobody answers ${method} here.`);
        return { value: (await receiver.answer(method, params, abort.signal)) ?? null };
      } catch (error) {
        return toOutcome(error);
      } finally {
        running.delete(id);
      }
    },
    cancel: (id) => running.get(id)?.abort(),
    announce: (method, params) => receiver.announced?.(method, params),
  };
  const remote = createBirpc<Wire, Wire>(local, {
    post: (message) => post(port, message),
    on: (listener) => void port.on('message', listener),
    off: (listener) => void port.off('message', listener),
    // Indexing takes as long as it takes; a process that hangs is seen by its owner.
    timeout: -1,
    // An answer or an announcement that cannot be sent any more: the other end has gone, and whoever owns the process
    // says so.
    onGeneralError: () => true,
  });
  return {
    async request(method, params, signal) {
      const id = ++lastId;
      const cancel = (): void => void remote.cancel.asEvent(id).catch(() => undefined);
      if (signal?.aborted) throw new EngineError('canceled', '');
      signal?.addEventListener('abort', cancel, { once: true });
      let outcome: Outcome | undefined;
      try {
        outcome = await remote.request(id, method, params);
      } catch (error) {
        throw error instanceof EngineError ? error : new EngineError('workerCrashed', 'engine', String(error));
      } finally {
        signal?.removeEventListener('abort', cancel);
      }
      // birpc answers `undefined` when a message could not be sent.
      if (!outcome) throw new EngineError('workerCrashed', 'engine', 'the channel is closed');
      return fromOutcome(outcome);
    },
    announce: (method, params) => void remote.announce.asEvent(method, params).catch(() => undefined),
    close: () => remote.$close(new EngineError('workerCrashed', 'engine', 'the channel is closed')),
  };
}

function post(port: Port, message: object): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!port.send) return reject(new Error('the process has no channel'));
    port.send(message, (error) => (error ? reject(error) : resolve()));
  });
}

function toOutcome(error: unknown): Outcome {
  if (error instanceof EngineError) {
    const { code, value, detail } = error;
    return { error: { code, value, detail } };
  }
  return { fault: error instanceof Error ? error.message : String(error) };
}

function fromOutcome(outcome: Outcome): unknown {
  if ('value' in outcome) return outcome.value;
  if ('fault' in outcome) throw new Error(outcome.fault);
  const { code, value, detail } = outcome.error;
  throw new EngineError(code, value, detail);
}
