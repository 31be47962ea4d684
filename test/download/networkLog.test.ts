/** The network log: nothing is forgotten while a request runs, nothing secret is kept, and the file stays small. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { networkLogFile, openNetworkLog, readNetworkLog } from '../../src/download/networkLog';
import { temporaryFolder } from '../support/workspace';

test('a request is there from its start, with its outcome when it has ended', (t) => {
  const file = networkLogFile(path.join(temporaryFolder(t), 'models', 'not', 'yet', 'there'));
  assert.deepEqual(readNetworkLog(file), { requests: [], leftOut: 0 });
  const log = openNetworkLog(file, 'owner/model');
  const [first, second] = ['config.json', 'weights.onnx'].map((name) => log(`https://hub.example/owner/model/${name}`));
  second!({ status: 302, bytes: 0 });
  const { requests } = readNetworkLog(file);
  assert.deepEqual(
    requests.map(({ host, path: address, status, model }) => [host, address, status, model]),
    [
      ['hub.example', '/owner/model/config.json', undefined, 'owner/model'],
      ['hub.example', '/owner/model/weights.onnx', 302, 'owner/model'],
    ],
  );
  assert.ok(Math.abs(Date.parse(requests[0]!.at) - Date.now()) < 60_000);
  first!({ status: 'failed', bytes: 17 });
  assert.deepEqual([readNetworkLog(file).requests[0]!.status, readNetworkLog(file).requests[0]!.bytes], ['failed', 17]);
});

test('neither a query, which may be a signature, nor a password in an address is kept', (t) => {
  const file = networkLogFile(temporaryFolder(t));
  openNetworkLog(file, 'a/b')('https://user:secret@hub.example:8443/file?signature=secret#secret')({
    status: 200,
    bytes: 1,
  });
  assert.doesNotMatch(fs.readFileSync(file, 'utf8'), /secret|user/);
  assert.equal(readNetworkLog(file).requests[0]!.host, 'hub.example:8443');
});

test('the file stays below its limit; the oldest go and are counted', (t) => {
  const file = networkLogFile(temporaryFolder(t));
  const log = openNetworkLog(file, 'a/b', 10_000);
  for (let i = 0; i < 500; i++) {
    log(`https://hub.example/${i}`)({ status: 200, bytes: i });
    assert.ok(fs.statSync(file).size <= 10_000);
  }
  const { requests, leftOut } = readNetworkLog(file);
  assert.equal(requests.length + leftOut, 500);
  assert.ok(requests.length > 10);
  assert.deepEqual(
    requests.map(({ path: address, bytes }) => [address, bytes]),
    Array.from({ length: requests.length }, (_, i) => [`/${leftOut + i}`, leftOut + i]),
  );
});

test('a request that runs while older ones go keeps its outcome to itself and disturbs none', (t) => {
  const file = networkLogFile(temporaryFolder(t));
  const log = openNetworkLog(file, 'a/b', 4000);
  const slow = log('https://hub.example/slow');
  for (let i = 0; i < 100; i++) log(`https://hub.example/${i}`)({ status: 200, bytes: 1 });
  slow({ status: 200, bytes: 1e9 });
  const { requests, leftOut } = readNetworkLog(file);
  assert.equal(requests.length + leftOut, 101);
  assert.ok(requests.every(({ bytes }) => bytes === 1));
});

test('a line that was cut off or written by hand is passed over', (t) => {
  const file = networkLogFile(temporaryFolder(t));
  openNetworkLog(file, 'a/b')('https://hub.example/x')({ status: 200, bytes: 1 });
  fs.appendFileSync(file, '{"id":"y","at":"20\n[]\nnull\n');
  assert.equal(readNetworkLog(file).requests.length, 1);
});

test('a log that cannot be written stops no request', (t) => {
  const file = path.join(temporaryFolder(t), 'file');
  fs.writeFileSync(file, '');
  t.mock.method(console, 'error', () => undefined);
  openNetworkLog(path.join(file, 'network.jsonl'), 'a/b')('https://hub.example/x')({ status: 200, bytes: 1 });
  assert.equal((console.error as unknown as { mock: { callCount(): number } }).mock.callCount(), 2);
});
