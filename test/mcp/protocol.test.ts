/** What comes over the wire without a client that keeps to the protocol. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import readline from 'node:readline';
import { test } from 'node:test';
import { until } from '../support/until';
import { PROJECT, temporaryFolder, write } from '../support/workspace';
import { serverParameters } from './client';

interface Wire {
  server: ChildProcessWithoutNullStreams;
  send: (message: object | string) => void;
  /** The next message with this id. */
  answerTo: (id: number) => Promise<{ result?: Record<string, unknown>; error?: { code: number; message: string } }>;
  stderr: () => string;
}

function start(t: Parameters<typeof temporaryFolder>[0]): Wire {
  const [cwd, cache] = [temporaryFolder(t), temporaryFolder(t)];
  write(cwd, PROJECT);
  const { command, args, env } = serverParameters({ cwd, cache });
  const server = spawn(command, args, { cwd, env });
  t.after(() => server.kill('SIGKILL'));
  let errors = '';
  server.stderr.on('data', (data) => {
    errors += String(data);
  });
  const waiting = new Map<number, (message: object) => void>();
  readline.createInterface({ input: server.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    waiting.get(message.id)?.(message);
  });
  return {
    server,
    send: (message) => void server.stdin.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`),
    answerTo: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    stderr: () => errors,
  };
}

const request = (id: number, method: string, params: object = {}) => ({ jsonrpc: '2.0', id, method, params });
const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'wire', version: '1' } };

async function sayHello({ send, answerTo }: Wire): Promise<void> {
  const answered = answerTo(1);
  send(request(1, 'initialize', HELLO));
  assert.equal((await answered).result?.protocolVersion, '2025-11-25');
  send({ jsonrpc: '2.0', method: 'notifications/initialized' });
}

test('malformed messages are said on standard error, and the next one is answered', async (t) => {
  const wire = start(t);
  const { send, answerTo, stderr } = wire;
  await sayHello(wire);
  for (const wrong of [
    '{"jsonrpc": "2.0", "id": 7, "method',
    'hello',
    '[]',
    '{}',
    'null',
    '{"jsonrpc":"1.0","id":3}',
    '',
  ])
    send(wrong);
  const unknown = answerTo(8);
  send(request(8, 'tools/nothing'));
  assert.equal((await unknown).error?.code, -32601);
  const called = answerTo(9);
  send(request(9, 'tools/call', { name: 'search', arguments: { question: 'retryUpload' } }));
  assert.equal((await called).result?.isError, undefined);
  await until(() => /kindred mcp: /.test(stderr()));
});

test('a message without an end is not kept for ever', async (t) => {
  const { server, stderr } = start(t);
  server.stdin.on('error', () => undefined);
  const exited = once(server, 'close');
  const piece = 'x'.repeat(1 << 20);
  // A piece that cannot be written any more is no fault here.
  const write = () => new Promise<void>((resolve) => server.stdin.write(piece, () => resolve()));
  for (let sent = 0; sent < 64 && server.exitCode === null; sent++) await write();
  await exited;
  assert.match(stderr(), /kindred mcp: .*(exceed|maximum|too)/i);
});

test('a call whose arguments are no object is refused', async (t) => {
  const wire = start(t);
  await sayHello(wire);
  const called = wire.answerTo(2);
  wire.send(request(2, 'tools/call', { name: 'search', arguments: 'upload' }));
  assert.ok((await called).error);
});

for (const [what, leave] of [
  ['closes its end', (server: ChildProcessWithoutNullStreams) => void server.stdin.end()],
  [
    'breaks both streams',
    (server: ChildProcessWithoutNullStreams) => {
      server.stdout.destroy();
      server.stdin.destroy();
    },
  ],
  ['is told to stop', (server: ChildProcessWithoutNullStreams) => void server.kill('SIGTERM')],
] as const) {
  test(`a client that ${what} in the middle of calls leaves no process behind`, async (t) => {
    const wire = start(t);
    await sayHello(wire);
    for (let id = 2; id < 40; id++)
      wire.send(request(id, 'tools/call', { name: 'search', arguments: { question: `upload ${id}` } }));
    const exited = once(wire.server, 'close');
    leave(wire.server);
    const [code] = await exited;
    assert.equal(code, 0, wire.stderr());
  });
}
