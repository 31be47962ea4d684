// `npm run docs:models`: writes the table of docs/models.md from the presets in src/inference/models.ts.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const page = path.join(root, 'docs/models.md');
const bundle = path.join(root, 'out/modelTable.cjs');
await esbuild.build({
  entryPoints: [path.join(root, 'test/support/modelTable.ts')],
  ...{ bundle: true, platform: 'node', format: 'cjs', outfile: bundle, logLevel: 'warning' },
});
const { withModelTable } = createRequire(import.meta.url)(bundle);
fs.writeFileSync(page, withModelTable(fs.readFileSync(page, 'utf8')));
