/**
 * A server on the loopback address that answers as the model hub does: `/{owner}/{name}/resolve/{revision}/{file}`
 * gives small files directly and sends large ones on to a storage path with size and SHA-256 announced in the redirect;
 * ranges, validators, tokens, and faults on demand.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Certificate } from './certificate';

export interface HubModel {
  id: string;
  /** Folder with the model's files. */
  dir: string;
  /** 40 hex digits; the hub tells it in `x-repo-commit`. */
  commit: string;
  /** Answers 401 without this token. */
  token?: string;
}

/** What goes wrong, for requests whose file path contains `file`, `times` times (default: always). */
export type Fault = { file: string; times?: number } & (
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  /**
   * Sends so many bytes of what was asked for, then closes the connection; with `when`, not before it says that they
   * have arrived.
   */
  | { kind: 'cut'; afterBytes: number; when?: () => boolean }
  /** Sends so many bytes, then nothing more. */
  | { kind: 'stall'; afterBytes: number }
  /** A proxy's login page with status 200. */
  | { kind: 'page'; contentType?: string }
  /** Other bytes of the same length. */
  | { kind: 'wrongContent' }
  /** A server that knows no ranges. */
  | { kind: 'noRanges' }
  /** A mirror that serves everything itself and announces neither size nor hash. */
  | { kind: 'plainMirror' }
  /** Answers ranges from the wrong place. */
  | { kind: 'wrongRange' }
  /** The file is another one from now on (same length, other bytes, other validator), as after a push to a branch. */
  | { kind: 'changed' }
  | { kind: 'redirect'; to: string }
  /** Says nothing about the length and ends early. */
  | { kind: 'endsEarly'; afterBytes: number }
);

export interface SeenRequest {
  path: string;
  headers: http.IncomingHttpHeaders;
  status: number;
}

export interface Hub {
  endpoint: string;
  requests: SeenRequest[];
  faults: Fault[];
  close(): Promise<void>;
}

/** Files from this size on are in large-file storage, as the hub's weights are. */
const LARGE_BYTES = 100_000;

export interface HubOptions {
  port?: number;
  /** It answers encrypted, with this certificate. */
  certificate?: Certificate;
}

export async function startHub(models: HubModel[], { port = 0, certificate }: HubOptions = {}): Promise<Hub> {
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const handle: http.RequestListener = (request, response) => {
    response.on('finish', () => requests.push(seen()));
    response.on('close', () => response.writableFinished || requests.push(seen()));
    const seen = () => ({ path: request.url ?? '', headers: request.headers, status: response.statusCode });
    answer(models, faults, request, response);
  };
  const server = certificate ? https.createServer(certificate, handle) : http.createServer(handle);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    endpoint: `${certificate ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  models: HubModel[],
  faults: Fault[],
  request: http.IncomingMessage,
  response: http.ServerResponse,
): http.ServerResponse {
  const url = new URL(request.url ?? '/', 'http://hub');
  const match = url.pathname.match(/^\/(cdn\/)?([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/);
  const model = models.find(({ id }) => id === match?.[2]);
  if (!match || !model) return refuse(response, 404, 'Repository not found');
  const [, isStorage, , revision, name] = match;
  if (!isStorage && model.token && request.headers.authorization !== `Bearer ${model.token}`) {
    return refuse(response, 401, 'Access to this model is restricted', { 'x-error-code': 'GatedRepo' });
  }
  const file = path.join(model.dir, decodeURIComponent(name!));
  if (revision !== 'main' && revision !== model.commit) return refuse(response, 404, 'Invalid rev id');
  if (!fs.existsSync(file)) return refuse(response, 404, 'Entry not found', { 'x-error-code': 'EntryNotFound' });

  const isLarge = fs.statSync(file).size >= LARGE_BYTES;
  // Most faults strike where the bytes come from; these already at the door.
  const atDoor = new Set<Fault['kind']>(['status', 'page', 'redirect', 'plainMirror', 'changed']);
  const fault = faults.find(
    (one) => name!.includes(one.file) && (one.times ?? 1) > 0 && (atDoor.has(one.kind) || isStorage || !isLarge),
  );
  if (fault?.times !== undefined) fault.times--;
  if (fault?.kind === 'status') return refuse(response, fault.status, 'as ordered', fault.headers);
  if (fault?.kind === 'page') return sendPage(response, fault.contentType);
  if (fault?.kind === 'redirect') return redirect(response, fault.to, {});
  const content = contentOf(file, fault);
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (isLarge && !isStorage && fault?.kind !== 'plainMirror') {
    return redirect(response, `/cdn${url.pathname}?signature=1`, {
      'x-repo-commit': model.commit,
      'x-linked-size': String(content.length),
      'x-linked-etag': `"${sha256}"`,
      etag: `"${sha256}"`,
    });
  }
  return send(request, response, content, fault, {
    // The storage's own validator is not the SHA-256: MD5-like, as object stores make it.
    etag: `"${createHash('md5').update(content).digest('hex')}"`,
    'content-type': isStorage ? 'binary/octet-stream' : 'text/plain; charset=utf-8',
    ...(!isStorage && fault?.kind !== 'plainMirror' && { 'x-repo-commit': model.commit }),
  });
}

function contentOf(file: string, fault: Fault | undefined): Buffer {
  const content = fs.readFileSync(file);
  if (fault?.kind !== 'changed') return content;
  content.fill(content[content.length - 2]! ^ 1, content.length - 2, content.length - 1);
  return content;
}

function send(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  content: Buffer,
  fault: Fault | undefined,
  headers: Record<string, string>,
): http.ServerResponse {
  const asked = request.headers.range?.match(/^bytes=(\d+)-$/)?.[1];
  const unchanged = request.headers['if-range'] === undefined || request.headers['if-range'] === headers.etag;
  const from = asked !== undefined && unchanged && fault?.kind !== 'noRanges' ? Number(asked) : 0;
  if (from >= content.length && from > 0)
    return refuse(response, 416, '', { 'content-range': `bytes */${content.length}` });
  let body = content.subarray(from);
  const start = fault?.kind === 'wrongRange' && from > 0 ? from - 1 : from;
  if (fault?.kind === 'wrongContent')
    body = Buffer.from(body.map((byte, i) => (i + from < content.length / 2 ? byte : byte ^ 0x10)));
  const range = from > 0 ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : {};
  const length: Record<string, string> = fault?.kind === 'endsEarly' ? {} : { 'content-length': String(body.length) };
  response.writeHead(from > 0 ? 206 : 200, { ...headers, 'accept-ranges': 'bytes', ...range, ...length });
  if (fault?.kind === 'cut') {
    const { afterBytes, when } = fault;
    const cut = () => (when?.() === false ? setTimeout(cut, 20) : response.destroy());
    response.write(body.subarray(0, afterBytes), () => setTimeout(cut, 20));
    return response;
  }
  if (fault?.kind === 'stall') {
    response.write(body.subarray(0, fault.afterBytes));
    return response;
  }
  return response.end(fault?.kind === 'endsEarly' ? body.subarray(0, fault.afterBytes) : body);
}

function redirect(response: http.ServerResponse, to: string, headers: Record<string, string>): http.ServerResponse {
  return response.writeHead(302, { location: to, 'content-length': '0', ...headers }).end();
}

function sendPage(response: http.ServerResponse, contentType = 'text/html; charset=utf-8'): http.ServerResponse {
  const page =
    '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>';
  response.writeHead(200, { 'content-type': contentType, 'content-length': String(page.length) });
  return response.end(page);
}

function refuse(
  response: http.ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): http.ServerResponse {
  response.writeHead(status, { 'content-type': 'text/plain', ...headers });
  return response.end(message);
}
