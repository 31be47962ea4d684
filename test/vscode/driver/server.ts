/**
 * Starts and stops a VS Code server with a home of its own: fresh HOME, XDG folders, user data, extensions folder and
 * port. Knows nothing about browsers. Invariant: a server never outlives this process, however it ends (normal end,
 * exception, Ctrl+C, SIGTERM).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { VscodeUnderTest } from './install';

export interface ServerOptions {
  /** A folder to reuse (its index and settings stay); a fresh temporary one is made and deleted otherwise. */
  home?: string;
  /** Deletes a given `home` too when the server stops. */
  disposeHome?: boolean;
  /**
   * VS Code keeps a folder's storage by the server's address: a restart that is to find it needs the port of before.
   */
  port?: number;
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  extensionsDir?: string;
  /** Folders are not trusted until somebody says so, as on a desktop; VS Code does not ask by itself. */
  hasWorkspaceTrust?: boolean;
  /**
   * For a person's own use: notifications pop up, which VS Code does not let them do in tests; the suite inside the
   * host cannot run.
   */
  isForPeople?: boolean;
}

export interface Server {
  url: string;
  port: number;
  home: string;
  /** Merges into the user's settings, for pages that are opened or loaded anew after it. */
  changeSettings(settings: Record<string, unknown>): void;
  /** The end of the server's, the extension host's and the extension's own log, for a failure's report. */
  logs(): string;
  stop(): Promise<void>;
}

/** Nothing that opens by itself, asks, or looks for something on the network. */
const QUIET_SETTINGS = {
  'kindred.model.ask': false,
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'window.commandCenter': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
};

/**
 * The machine that runs the tests may be busy with them, or on battery. VS Code reads these where the server is, not
 * from the user's settings.
 */
const MACHINE_SETTINGS = {
  'kindred.deepIndexing.pauseWhenBusy': false,
  'kindred.deepIndexing.pauseOnBattery': false,
};

/** Nothing asks, and the banner says that a workspace is restricted. */
const TRUST_SETTINGS = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'always',
};

const START_TIMEOUT_MS = 120_000;

export async function startServer(vscode: VscodeUnderTest, options: ServerOptions = {}): Promise<Server> {
  const home = options.home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-vscode-'));
  const settingsFile = path.join(home, 'user-data/User/settings.json');
  const changeSettings = (settings: Record<string, unknown>) => {
    const before = fs.existsSync(settingsFile) ? JSON.parse(fs.readFileSync(settingsFile, 'utf8')) : QUIET_SETTINGS;
    writeJson(settingsFile, { ...before, ...settings });
  };
  changeSettings({ ...(options.hasWorkspaceTrust && TRUST_SETTINGS), ...options.settings });

  if (!options.isForPeople) writeJson(path.join(home, 'user-data/Machine/settings.json'), MACHINE_SETTINGS);

  const port = options.port ?? (await freePort());
  const logFile = path.join(home, 'server.log');
  const log = fs.openSync(logFile, 'a');
  const child = spawn(
    vscode.node,
    [
      vscode.serverMain,
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--accept-server-license-terms'],
      // Without this flag the workbench ignores `extensionTestsPath` in silence.
      ...(options.isForPeople ? [] : ['--enable-smoke-test-driver']),
      ...['--server-data-dir', home, '--user-data-dir', path.join(home, 'user-data')],
      ...['--extensions-dir', options.extensionsDir ?? path.join(home, 'extensions')],
      ...['--disable-telemetry', '--disable-experiments', '--disable-update-check'],
      ...(options.hasWorkspaceTrust ? [] : ['--disable-workspace-trust']),
      // Ends by itself should this process be killed so hard that it cannot clean up.
      '--enable-remote-auto-shutdown',
    ],
    { env: serverEnvironment(home, options.env), stdio: ['ignore', log, log], detached: true },
  );
  fs.closeSync(log);
  running.add(child);
  reapOnExit();

  const url = `http://127.0.0.1:${port}/`;
  const logs = () => readLogs(home, logFile);
  try {
    await waitUntilItAnswers(url, child);
  } catch (error) {
    await endProcessGroup(child);
    throw new Error(`${(error as Error).message}\n${logs()}`);
  }
  return {
    url,
    port,
    home,
    changeSettings,
    logs,
    async stop() {
      await endProcessGroup(child);
      if (!options.home || options.disposeHome)
        fs.rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

function writeJson(file: string, content: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(content, null, 2));
}

/**
 * VS Code's own command line, e.g. `--install-extension x.vsix`; throws with its output when it says that something
 * failed.
 */
export function runServerCli(vscode: VscodeUnderTest, extensionsDir: string, args: string[]): string {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-vscode-cli-'));
  const folders = ['--server-data-dir', home, '--user-data-dir', home, '--extensions-dir', extensionsDir];
  const cli = spawnSync(vscode.node, [vscode.serverMain, '--accept-server-license-terms', ...folders, ...args], {
    encoding: 'utf8',
    env: serverEnvironment(home),
  });
  fs.rmSync(home, { recursive: true, force: true });
  const output = `${cli.stdout}${cli.stderr}`;
  if (cli.status !== 0 || /\berror\b|failed/i.test(output)) throw new Error(`VS Code's command line failed: ${output}`);
  return cli.stdout;
}

/**
 * Puts this clone where installed extensions are: outside of tests VS Code takes no extension from a page's address.
 */
export function linkExtension(extensionsDir: string): string {
  const root = process.cwd();
  const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  // VS Code keeps a list of what it found the first time; without the list it looks again.
  fs.rmSync(extensionsDir, { recursive: true, force: true });
  fs.mkdirSync(extensionsDir, { recursive: true });
  fs.symlinkSync(root, path.join(extensionsDir, `${publisher}.${name}-${version}`), 'dir');
  return extensionsDir;
}

function serverEnvironment(home: string, extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|CODE_SERVER_|KINDRED_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CACHE_HOME: path.join(home, 'xdg-cache'),
    XDG_CONFIG_HOME: path.join(home, 'xdg-config'),
    XDG_DATA_HOME: path.join(home, 'xdg-data'),
    // An empty address keeps the workbench from asking for a gallery.
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
    ...extra,
  };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

async function waitUntilItAnswers(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The VS Code server ended with code ${child.exitCode}.`);
    const answered = await fetch(`${url}version`).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await pause(100);
  }
  throw new Error(`The VS Code server did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}

function readLogs(home: string, serverLog: string): string {
  const folder = path.join(home, 'data/logs');
  const inLogs = fs.existsSync(folder) ? fs.readdirSync(folder, { recursive: true }).map(String) : [];
  const interesting = inLogs.filter((file) => /remoteexthost\.log$|[Kk]indred[^/]*\.log$/.test(file)).sort();
  return [serverLog, ...interesting.map((file) => path.join(folder, file))]
    .filter((file) => fs.existsSync(file))
    .map((file) => `--- ${path.relative(home, file)}\n${fs.readFileSync(file, 'utf8').slice(-6000)}`)
    .join('\n');
}

const running = new Set<ChildProcess>();
let reaperInstalled = false;

function reapOnExit(): void {
  if (reaperInstalled) return;
  reaperInstalled = true;
  process.on('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
    process.once(signal, () => process.exit(128 + number));
  }
}

async function endProcessGroup(child: ChildProcess): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const deadline = Date.now() + 5000;
  while (child.exitCode === null && child.signalCode === null && Date.now() < deadline) await pause(50);
  // Also after a clean end: an extension host of the group may still be there.
  signalGroup(child, 'SIGKILL');
  running.delete(child);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // The group has ended already.
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
