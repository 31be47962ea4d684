// Which tests a piece of text stands for: unit tests by the path of their file below test/, scenarios of the user
// interface by their title.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './bundle-vscode-tests.mjs';

/** Parts by the suite that has something for them; `unmatched`: those that stand for nothing. */
export function chooseTests(parts) {
  const titles = scenarioTitles();
  const files = unitTestFiles();
  const unit = parts.filter((part) => files.some((file) => file.includes(part)));
  const ui = parts.filter((part) => titles.some((title) => title.includes(part)));
  return { unit, ui, unmatched: parts.filter((part) => !unit.includes(part) && !ui.includes(part)) };
}

/** `core/text/words.test.ts` */
function unitTestFiles() {
  const files = fs.readdirSync(path.join(root, 'test'), { recursive: true });
  return files.map((file) => String(file).split(path.sep).join('/')).filter((file) => file.endsWith('.test.ts'));
}

function scenarioTitles() {
  const folder = path.join(root, 'test/vscode/ui');
  const sources = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  return sources.flatMap((source) => [...source.matchAll(/^scenario\(\s*'([^']+)'/gm)].map((match) => match[1]));
}
