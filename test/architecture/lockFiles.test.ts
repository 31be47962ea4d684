import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';

test('no lock file names the host of a registry', () => {
  for (const file of ['package-lock.json', 'test/vscode/host/package-lock.json']) {
    const addresses = fs.readFileSync(file, 'utf8').match(/"resolved": "[a-z]+:\/\/[^"]+"/g) ?? [];
    assert.deepEqual(addresses, [], file);
  }
});

test('the lock file of the VS Code of the tests is that of its manifest', () => {
  const read = (file: string) => JSON.parse(fs.readFileSync(`test/vscode/host/${file}`, 'utf8'));
  const { dependencies, optionalDependencies } = read('package.json');
  const locked = read('package-lock.json').packages[''];
  assert.deepEqual(locked.dependencies, dependencies);
  assert.deepEqual(locked.optionalDependencies, optionalDependencies);
});
