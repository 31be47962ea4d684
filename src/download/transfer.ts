/**
 * Brings one file over HTTP into a `.part` file, and goes on where it stopped after a cut. It follows redirects itself,
 * because the hub announces size and hash in the redirect's own headers and because its token must not travel on to
 * another host. It does not judge contents (verify.ts) or install (staging.ts). Invariant: what a `.part` file holds is
 * always a prefix of one version of the file.
 */
import fs from 'node:fs';
import { EngineError, isDiskFull, systemErrorCode } from '../protocol/errors';
import type { RequestLog } from './networkLog';

export interface TransferOptions {
  url: string;
  /** Where the bytes go; kept when the transfer fails, so that the next one goes on from there. */
  part: string;
  /** Known beforehand; the server has to agree. */
  sizeBytes: number | undefined;
  fetch: typeof globalThis.fetch;
  /** Sent to the origin of `url` alone, and never in the clear over a network. */
  token: string | undefined;
  signal: AbortSignal;
  /** Without a byte for so long the connection counts as cut. */
  stallMs: number;
  /** First pause before trying again; doubled each time. */
  retryDelayMs: number;
  /** The longest `Retry-After` that is waited for. */
  maxWaitMs: number;
  /** Called when the server has said how much is to come. @throws EngineError diskFull */
  checkRoom(bytes: number): Promise<void>;
  onBytes(loadedBytes: number, totalBytes: number | undefined): void;
  onRequest: RequestLog;
}

/** What the server said about the file, as far as it did. */
export interface Announcement {
  sizeBytes?: number;
  sha256?: string;
  /** The commit the revision stands for. */
  commit?: string;
}

const MAX_REDIRECTS = 5;
/** In a row without a new byte. */
const MAX_FRUITLESS_ATTEMPTS = 4;
const MAX_ATTEMPTS = 20;

/** Codes of Node.js for a certificate that does not hold; none passes by itself. */
const CERTIFICATE_FAULT = /SELF_SIGNED_CERT|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|^CERT_|ERR_TLS_CERT_ALTNAME_INVALID/;
const UNTRUSTED =
  "the server's certificate is not trusted; an authority of your own has to be among the system's certificates, for the terminal in NODE_EXTRA_CA_CERTS";

/** Something that may pass: worth another attempt. */
class TransientError extends Error {
  constructor(
    detail: string,
    readonly waitMs?: number,
  ) {
    super(detail);
  }
}

/** @throws EngineError downloadFailed, diskFull, canceled */
export async function transfer(options: TransferOptions): Promise<Announcement> {
  let fruitless = 0;
  for (let attempts = 1; ; attempts++) {
    const before = sizeOf(options.part);
    try {
      return await attempt(options);
    } catch (error) {
      if (options.signal.aborted) throw new EngineError('canceled', options.url);
      if (!(error instanceof TransientError)) throw error;
      fruitless = sizeOf(options.part) > before ? 1 : fruitless + 1;
      if (fruitless >= MAX_FRUITLESS_ATTEMPTS || attempts >= MAX_ATTEMPTS) throw failed(options.url, error.message);
      await pause(error.waitMs ?? options.retryDelayMs * 2 ** (fruitless - 1), options);
    }
  }
}

async function attempt(options: TransferOptions): Promise<Announcement> {
  const { part } = options;
  const validator = readValidator(part);
  const offset = validator ? sizeOf(part) : 0;
  // A fetch that stalls is aborted by a signal of its own; the user's signal ends it as well.
  const stall = new AbortController();
  const signal = AbortSignal.any([options.signal, stall.signal]);
  let timer = setTimeout(() => stall.abort(), options.stallMs);
  let received = 0;
  let ended: (bytes: number) => void = () => undefined;
  const alive = (bytes: number) => {
    received += bytes;
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(), options.stallMs);
  };
  try {
    const { response, announced, end } = await open(options, signal, offset > 0 ? validator : undefined, offset);
    ended = (bytes) => end({ status: response.status, bytes });
    if (response.status === 416) return rangeRefused(response, announced, part, offset);
    const from = response.status === 206 ? offset : 0;
    if (response.status === 206 && rangeStart(response) !== offset) {
      forgetPart(part);
      throw new TransientError('the server sent another part of the file than was asked for');
    }
    const totalBytes = agreedSize(options, announced, response, from);
    if (totalBytes !== undefined) await options.checkRoom(totalBytes - from);
    if (from === 0) startPart(part, response);
    const loaded = await store(options, response, from, totalBytes, alive);
    if (totalBytes !== undefined && loaded < totalBytes)
      throw new TransientError(`cut off after ${loaded} of ${totalBytes} bytes`);
    return totalBytes === undefined ? announced : { ...announced, sizeBytes: totalBytes };
  } catch (error) {
    if (stall.signal.aborted && !options.signal.aborted)
      throw new TransientError(`no data for ${options.stallMs / 1000} s`);
    throw error;
  } finally {
    clearTimeout(timer);
    ended(received);
  }
}

/** The final response after redirects; refusals are thrown in words. */
async function open(
  options: TransferOptions,
  signal: AbortSignal,
  validator: string | undefined,
  offset: number,
): Promise<{ response: Response; announced: Announcement; end: ReturnType<RequestLog> }> {
  const home = new URL(options.url).origin;
  const announced: Announcement = {};
  let url = new URL(options.url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    // Compressed bodies would make lengths and ranges mean something else than bytes of the file.
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (options.token && url.origin === home && isSealed(url)) headers.authorization = `Bearer ${options.token}`;
    if (validator) Object.assign(headers, { range: `bytes=${offset}-`, 'if-range': validator });
    const end = options.onRequest(url.href);
    const response = await request(options, url.href, headers, signal).catch((error) => {
      end({ status: 'failed', bytes: 0 });
      throw error;
    });
    readAnnouncement(response, announced, url.origin === home);
    if (response.status < 300 || response.status >= 400 || response.status === 304) {
      try {
        refuse(options, response);
      } catch (error) {
        end({ status: response.status, bytes: 0 });
        throw error;
      }
      return { response, announced, end };
    }
    end({ status: response.status, bytes: 0 });
    await response.body?.cancel();
    const location = response.headers.get('location');
    if (!location) throw failed(options.url, `a redirect (${response.status}) without a target`);
    url = redirectTarget(options.url, url, location);
  }
  throw failed(options.url, `more than ${MAX_REDIRECTS} redirects`);
}

/** Whether nobody on the way can read along: encrypted, or not leaving this machine. */
function isSealed({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(.*\.)?localhost$|^127(\.\d+){3}$|^\[::1\]$/.test(hostname);
}

async function request(
  options: TransferOptions,
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<Response> {
  try {
    return await options.fetch(url, { headers, signal, redirect: 'manual' });
  } catch (error) {
    const cause = causeOf(error);
    if (CERTIFICATE_FAULT.test(cause)) throw failed(options.url, `${UNTRUSTED} (${cause})`);
    throw new TransientError(cause);
  }
}

function redirectTarget(original: string, from: URL, location: string): URL {
  let target: URL;
  try {
    target = new URL(location, from);
  } catch {
    throw failed(original, `a redirect to "${location.slice(0, 100)}"`);
  }
  const isDowngrade = from.protocol === 'https:' && target.protocol !== 'https:';
  if (isDowngrade || !/^https?:$/.test(target.protocol)) throw failed(original, `a redirect to ${target.origin}`);
  return target;
}

/**
 * `x-linked-*` describe a file in large-file storage. A plain `etag` counts when it has the form of a SHA-256 and comes
 * from the hub itself: storage hosts use hashes of their own making.
 */
function readAnnouncement(response: Response, into: Announcement, isHome: boolean): void {
  const tag = [response.headers.get('x-linked-etag'), isHome ? response.headers.get('etag') : null]
    .map((value) => value?.match(/^(?:W\/)?"?([0-9a-f]{64})"?$/i)?.[1]?.toLowerCase())
    .find((value) => value !== undefined);
  if (tag && !into.sha256) into.sha256 = tag;
  const size = Number(response.headers.get('x-linked-size') ?? Number.NaN);
  if (Number.isSafeInteger(size) && size > 0) into.sizeBytes ??= size;
  const commit = response.headers.get('x-repo-commit');
  if (commit && /^[0-9a-f]{40}$/.test(commit)) into.commit ??= commit;
}

function refuse(options: TransferOptions, response: Response): void {
  const { status } = response;
  const isPage = response.headers.get('content-type')?.includes('text/html') ?? false;
  if ((status === 200 || status === 206) && isPage) {
    throw failed(options.url, 'a web page came instead of the file; a proxy or a login may stand between');
  }
  if (status === 200 || status === 206 || status === 416) return;
  if (status === 401) throw failed(options.url, 'the server asks for an access token (401)');
  if (status === 403)
    throw failed(options.url, 'the server refuses access (403); the model may need its license accepted');
  if (status === 404) throw failed(options.url, 'there is no such file on the server (404)');
  if (status === 429 || status === 408 || status >= 500) {
    const waitMs = retryAfterMs(response);
    if (waitMs !== undefined && waitMs > options.maxWaitMs) {
      throw failed(options.url, `the server asks to wait ${Math.ceil(waitMs / 1000)} s (${status})`);
    }
    throw new TransientError(
      status === 429 ? 'too many requests (429)' : `the server has a problem (${status})`,
      waitMs,
    );
  }
  throw failed(options.url, `unexpected answer (${status})`);
}

function retryAfterMs(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined;
}

/** The part holds as much as the file, or belongs to another file. */
function rangeRefused(response: Response, announced: Announcement, part: string, offset: number): Announcement {
  const total = Number(response.headers.get('content-range')?.match(/\/(\d+)$/)?.[1] ?? Number.NaN);
  if (total === offset) return { ...announced, sizeBytes: total };
  forgetPart(part);
  throw new TransientError('what was there already does not belong to the file');
}

function rangeStart(response: Response): number {
  return Number(response.headers.get('content-range')?.match(/^bytes (\d+)-/)?.[1] ?? Number.NaN);
}

function agreedSize(
  options: TransferOptions,
  announced: Announcement,
  response: Response,
  from: number,
): number | undefined {
  const length = response.headers.get('content-encoding') ? null : response.headers.get('content-length');
  const sizes = [options.sizeBytes, announced.sizeBytes, length === null ? undefined : from + Number(length)];
  const known = sizes.filter((size) => size !== undefined);
  if (known.some((size) => size !== known[0])) {
    forgetPart(options.part);
    throw failed(options.url, `the file has ${known.at(-1)} bytes on the server where ${known[0]} are expected`);
  }
  return known[0];
}

/** Appends the body to the part; returns the part's size. */
async function store(
  options: TransferOptions,
  response: Response,
  from: number,
  totalBytes: number | undefined,
  alive: (bytes: number) => void,
): Promise<number> {
  let loaded = from;
  const file = await disk(options, () => fs.promises.open(options.part, from > 0 ? 'a' : 'w'));
  try {
    options.onBytes(loaded, totalBytes);
    const reader = response.body?.getReader();
    for (;;) {
      const block = await reader?.read().catch((error) => {
        throw new TransientError(causeOf(error));
      });
      if (!block || block.done) break;
      const bytes = block.value;
      alive(bytes.length);
      await disk(options, () => file.write(bytes));
      loaded += bytes.length;
      if (totalBytes !== undefined && loaded > totalBytes) {
        forgetPart(options.part);
        throw failed(options.url, `the server sent more than the file's ${totalBytes} bytes`);
      }
      options.onBytes(loaded, totalBytes);
    }
    await disk(options, () => file.sync());
  } finally {
    await file.close();
  }
  return loaded;
}

async function disk<T>(options: TransferOptions, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const cause = systemErrorCode(error) || String(error);
    throw new EngineError(isDiskFull(error) ? 'diskFull' : 'downloadFailed', options.part, cause);
  }
}

function pause(ms: number, { signal }: TransferOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(new EngineError('canceled', ''));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** The version of the file that the part holds, as the server names it; only then can it be continued. */
function readValidator(part: string): string | undefined {
  try {
    return fs.readFileSync(`${part}.etag`, 'utf8') || undefined;
  } catch {
    return undefined;
  }
}

/** The validator is on disk before the first byte, so no byte is ever counted to another version. */
function startPart(part: string, response: Response): void {
  forgetPart(part);
  const etag = response.headers.get('etag');
  // A weak tag names a meaning, not bytes, and may not be used to continue (RFC 9110, 13.1.5).
  const validator = etag && !etag.startsWith('W/') ? etag : (response.headers.get('last-modified') ?? '');
  fs.writeFileSync(`${part}.etag`, validator);
}

export function forgetPart(part: string): void {
  fs.rmSync(part, { force: true });
  fs.rmSync(`${part}.etag`, { force: true });
}

function sizeOf(file: string): number {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function failed(url: string, detail: string): EngineError {
  return new EngineError('downloadFailed', url, detail);
}

/** undici says `fetch failed` or `terminated` and keeps the reason one level down. */
function causeOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  if (cause?.code === 'UND_ERR_SOCKET' || cause?.code === 'ECONNRESET') return 'the connection was cut';
  return cause?.code ?? cause?.message ?? message;
}
