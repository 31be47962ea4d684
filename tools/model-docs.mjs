// `npm run docs:models`: writes the tables of docs/models.md and of the settings page (package.nls*.json) from the
// presets in src/inference/presets.ts.
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
const { withModelTable, withModelChoice } = createRequire(import.meta.url)(bundle);
fs.writeFileSync(page, withModelTable(fs.readFileSync(page, 'utf8')));

const read = (file) => fs.readFileSync(path.join(root, file), 'utf8');
const korean = JSON.parse(read('l10n/bundle.l10n.ko.json'));
for (const [file, translations] of [['package.nls.json'], ['package.nls.ko.json', korean]]) {
  const text = read(file);
  const line = (description) => `"setting.modelId": ${JSON.stringify(description)}`;
  const description = JSON.parse(text)['setting.modelId'];
  const written = text.replace(line(description), () => line(withModelChoice(description, translations)));
  fs.writeFileSync(path.join(root, file), written);
}
