/**
 * `npm run vscode [-- folder]`: serves a real VS Code with the extension loaded until Ctrl+C, for a person's own
 * browser.
 */
import fs from 'node:fs';
import path from 'node:path';
import { installVscode } from './driver/install';
import { linkExtension, startServer } from './driver/server';
import { workbenchUrl } from './driver/workbench';

const root = process.cwd();

async function main(): Promise<void> {
  const folder = path.resolve(process.env.INIT_CWD ?? root, process.argv[2] ?? root);
  if (!fs.existsSync(folder)) {
    console.error(`The folder ${folder} does not exist.`);
    process.exit(2);
  }
  const vscode = installVscode();
  // Kept between runs, so that what was indexed and set once stays.
  const home = path.join(root, 'out/vscode-home');
  const extensionsDir = linkExtension(path.join(home, 'extensions'));
  const settings = { 'kindred.model.ask': true };
  const server = await startServer(vscode, { home, extensionsDir, settings, isForPeople: true });
  console.log(`VS Code ${vscode.version} shows ${folder} with Kindred at\n`);
  console.log(`  ${workbenchUrl(server, { folder })}\n`);
  console.log('Open the address in a browser. Ctrl+C ends it.');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
