// `npm run test:faults`: the fault tests in their long form. Takes about twenty minutes; `npm test` has them short.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { status } = spawnSync(
  process.execPath,
  [
    'tools/unit-tests.mjs',
    'engine/kill',
    'engine/faults',
    'engine/history',
    'engine/large',
    'storage/processes',
    'storage/crash',
    'storage/damage',
    'storage/vectorCache',
    'extension/checkout',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...{ KINDRED_KILLS: '200', KINDRED_HISTORIES: '200', KINDRED_CHUNKS: '200000' },
      ...{ KINDRED_CHECKOUT_FILES: '50000', KINDRED_STORM_SECONDS: '60' },
    },
  },
);
process.exit(status ?? 1);
