/**
 * Finds the browser that shows the workbench, or installs Debian's where that is possible. Invariant: returns a program
 * that exists.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** In Debian and Ubuntu's archives; the font shows Hangul in the screenshots. */
const PACKAGES = ['chromium', 'fonts-nanum'];
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function findOrInstallChromium(): string {
  const given = process.env.CHROMIUM;
  if (given) {
    if (fs.existsSync(given)) return given;
    throw new Error(`CHROMIUM is set to ${given}, which does not exist.`);
  }
  const found = findChromium();
  if (found) return found;
  if (canUseApt()) {
    installWithApt();
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The VS Code tests need Chromium or Chrome, and none was found. Install it ' +
      `(Debian, as root: apt-get install ${PACKAGES.join(' ')}) or set CHROMIUM to the program's path.`,
  );
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const candidates = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return candidates.find((file) => fs.existsSync(file));
}

function canUseApt(): boolean {
  return process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get');
}

function installWithApt(): void {
  console.error(`Installing ${PACKAGES.join(' and ')} with apt-get (once) …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES],
  ]) {
    const apt = spawnSync('apt-get', args, { env: environment, encoding: 'utf8' });
    if (apt.status !== 0) throw new Error(`apt-get ${args.join(' ')} failed:\n${apt.stdout}${apt.stderr}`);
  }
}
