/** `npm run vscode [-- folder]`: serves a real VS Code with the extension loaded until Ctrl+C, for a person's own browser. */
import fs from 'node:fs';
import path from 'node:path';
import { installVscode } from './driver/install';
import { startServer } from './driver/server';
import { workbenchUrl } from './driver/workbench';

async function main(): Promise<void> {
  const folder = path.resolve(process.argv[2] ?? process.cwd());
  if (!fs.existsSync(folder)) {
    console.error(`The folder ${folder} does not exist.`);
    process.exit(2);
  }
  const vscode = installVscode();
  const server = await startServer(vscode, { home: path.join(process.cwd(), 'out/vscode-home') });
  console.log(`VS Code ${vscode.version} shows ${folder} with Kindred at\n`);
  console.log(`  ${workbenchUrl(server, { folder, extensionDevelopmentPath: process.cwd() })}\n`);
  console.log('Open the address in a browser. Ctrl+C ends it.');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
