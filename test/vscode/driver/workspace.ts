/** Copies of the fixture workspace for tests that change files. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const FIXTURE_WORKSPACE = path.join(process.cwd(), 'test/fixtures/workspace');

export interface WorkspaceCopy {
  folder: string;
  write(file: string, text: string): void;
  read(file: string): string;
  remove(file: string): void;
  dispose(): void;
}

export function copyWorkspace(name = 'parcel'): WorkspaceCopy {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-workspace-'));
  const folder = path.join(parent, name);
  fs.cpSync(FIXTURE_WORKSPACE, folder, { recursive: true });
  const at = (file: string) => path.join(folder, file);
  return {
    folder,
    write(file, text) {
      fs.mkdirSync(path.dirname(at(file)), { recursive: true });
      fs.writeFileSync(at(file), text);
    },
    read: (file) => fs.readFileSync(at(file), 'utf8'),
    remove: (file) => fs.rmSync(at(file)),
    dispose: () => fs.rmSync(parent, { recursive: true, force: true }),
  };
}
