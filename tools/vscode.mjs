// `npm run vscode [-- folder]`: builds Kindred and serves a real VS Code with it, for your own browser, until Ctrl+C.
// `npm run test:electron [-- --vscode <program>]`: builds, then runs the integration tests in a desktop VS Code.
// `node tools/vscode.mjs map-frames`: builds, then measures how long the frames of the semantic map take.
// `node tools/vscode.mjs activation`: builds, then measures what the extension costs the start of a window.
import { spawn, spawnSync } from 'node:child_process';
import { bundleVscodeTests, root } from './bundle-vscode-tests.mjs';

const PROGRAMS = {
  open: 'out/vscode-tests/open.cjs',
  electron: 'out/vscode-tests/runElectron.cjs',
  'map-frames': 'out/vscode-tests/mapFrames.cjs',
  activation: 'out/vscode-tests/activationTime.cjs',
};
/** These measure what ships. */
const MEASUREMENTS = ['map-frames', 'activation'];

const [name, ...args] = process.argv.slice(2);
const program = PROGRAMS[name];
if (!program) {
  console.error(`Usage: node tools/vscode.mjs ${Object.keys(PROGRAMS).join('|')} [argument …]`);
  process.exit(2);
}
const build = spawnSync(process.execPath, ['esbuild.mjs', ...(MEASUREMENTS.includes(name) ? ['--production'] : [])], {
  cwd: root,
  stdio: 'inherit',
});
if (build.status !== 0) process.exit(1);
await bundleVscodeTests();

const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], { cwd: root, stdio: 'inherit' });
// The terminal sends Ctrl+C to both; this process waits until the other has cleaned up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
