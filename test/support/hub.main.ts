/**
 * The hub as a process of its own, for tests that drive an editor: serves the small model under the default model's id
 * and prints one line of JSON, `{"endpoint", "preset"}`. The preset is for the user's setting of a custom model: the
 * small model cannot have the real one's hashes. Ends when its standard input closes.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startHub } from './hub';
import { smallPreset } from './installJina';
import { writeJinaModel } from './jinaModel';

async function main(): Promise<void> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-hub-'));
  writeJinaModel(dir);
  const preset = smallPreset();
  const hub = await startHub([{ id: preset.id, dir, commit: 'c0ffee'.padEnd(40, '0') }], {
    port: Number(process.argv[2] ?? 0),
  });
  console.log(JSON.stringify({ endpoint: hub.endpoint, preset }));
  process.stdin.resume().on('end', async () => {
    await hub.close();
    fs.rmSync(dir, { recursive: true, force: true });
  });
}

void main();
