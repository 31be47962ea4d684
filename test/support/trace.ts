/**
 * Which network connections does a command try to make, and which files does it open, itself or by its children?
 * Answered by strace, which sees native code too. Linux only; installs strace when it may, and fails when it cannot
 * look.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * The system calls that name a network address or make a network socket, as strace prints them. Pipes between processes
 * are none.
 */
export function networkCalls(command: string, args: string[]): string[] {
  return watchNetwork(command, args).calls;
}

/** The same, with what the command printed: proof that it did what it was started for. */
export function watchNetwork(
  command: string,
  args: string[],
  cwd = process.cwd(),
): { calls: string[]; output: string } {
  const { calls, output } = trace('network', command, args, cwd);
  const isNetwork = (call: string) =>
    /AF_INET|AF_NETLINK/.test(call) || (/ connect\(/.test(call) && !/AF_UNIX/.test(call));
  return { calls: calls.filter(isNetwork), output };
}

/** The paths of files and folders that were opened, or tried to be, as the command named them. */
export function openedFiles(command: string, args: string[]): string[] {
  return trace('open,openat', command, args, process.cwd()).calls.flatMap(
    (call) => /open(?:at)?\([^"]*"([^"]*)"/.exec(call)?.[1] ?? [],
  );
}

function trace(kind: string, command: string, args: string[], cwd: string): { calls: string[]; output: string } {
  ensureStrace();
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-trace-'));
  const log = path.join(dir, 'trace');
  try {
    const traced = ['-f', '-qq', '-s', '4096', '-e', `trace=${kind}`, '-e', 'signal=none', '-o', log, command, ...args];
    const { status, stdout, stderr } = spawnSync('strace', traced, { encoding: 'utf8', cwd });
    if (status !== 0) throw new Error(`the traced command failed (${status}): ${stderr}`);
    return { calls: fs.readFileSync(log, 'utf8').split('\n'), output: stdout };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function ensureStrace(): void {
  if (spawnSync('strace', ['-V']).status === 0) return;
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
    throw new Error('This test watches system calls and needs strace: install it, e.g. with `apt-get install strace`.');
  }
  execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'strace'], { stdio: 'ignore' });
}
