/**
 * The workbench in a browser: opens folders and does what a person does with keyboard and mouse. Waits for states,
 * never for a time. Plain functions over playwright's `Page`; starts no server.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { findOrInstallChromium } from './chromium';
import type { Server } from './server';

const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
/**
 * How long a state is waited for: long enough for a machine that is busy with other things, and no measure of anything.
 */
export const PATIENCE_MS = 120_000;
const SCREENSHOTS = path.join(process.cwd(), 'out/screenshots');

export const THEMES = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Default High Contrast',
  'high-contrast-light': 'Default High Contrast Light',
} as const;
const THEME_LABELS = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Dark High Contrast',
  'high-contrast-light': 'Light High Contrast',
};
export type ThemeName = keyof typeof THEMES;

export interface OpenOptions {
  /** Absolute path of the folder, or of a `.code-workspace` file, to open. */
  folder?: string;
  workspaceFile?: string;
  /** Folder of the extension under development; absent: only what is installed. */
  extensionDevelopmentPath?: string;
  /** A bundle whose `run()` is called inside the extension host. */
  extensionTestsPath?: string;
  /**
   * The display language that extensions are told ("ko"). The workbench's own texts stay English: its translations are
   * an extension of their own.
   */
  language?: string;
}

export function launchBrowser(headless = true, flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findOrInstallChromium(), args: [...CHROMIUM_FLAGS, ...flags], headless });
}

export function workbenchUrl(server: Server, options: OpenOptions): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const url = new URL(server.url);
  if (options.folder) url.searchParams.set('folder', options.folder);
  if (options.workspaceFile) url.searchParams.set('workspace', options.workspaceFile);
  if (!options.folder && !options.workspaceFile) url.searchParams.set('ew', 'true');
  const payload: [string, string][] = [];
  if (options.extensionDevelopmentPath)
    payload.push(['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)]);
  if (options.extensionTestsPath) payload.push(['extensionTestsPath', remote(options.extensionTestsPath)]);
  if (payload.length) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

export async function openWorkbench(browser: Browser, server: Server, options: OpenOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  if (options.language) await context.addInitScript(speak, options.language);
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(workbenchUrl(server, options));
  await waitForWorkbench(page);
  if (options.workspaceFile) await reloadWithoutFolders(page);
  return page;
}

/** Runs inside the page, before VS Code: where its translated texts are loaded from sets this as well. */
function speak(language: string): void {
  (globalThis as { _VSCODE_NLS_LANGUAGE?: string })._VSCODE_NLS_LANGUAGE = language;
}

/** Loads the page anew, for settings that a running workbench does not notice. */
export async function reloadWorkbench(page: Page): Promise<void> {
  await page.reload();
  await waitForWorkbench(page);
}

async function waitForWorkbench(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.editor').waitFor();
  await page.locator('.monaco-workbench .part.statusbar').waitFor();
}

interface StorageRequest {
  result: string[];
  onsuccess: () => void;
  onerror: () => void;
}
declare const indexedDB: {
  databases(): Promise<{ name: string }[]>;
  open(name: string): StorageRequest & {
    result: {
      objectStoreNames: { contains(name: string): boolean };
      transaction(store: string): { objectStore(store: string): { getAll(): StorageRequest } };
      close(): void;
    };
  };
};

/**
 * Resolves when what an extension keeps under the key of its global state, or else a text that fits, has reached the
 * browser's storage. VS Code writes it some time after the extension was told that it is kept; a reload before that
 * forgets it.
 */
export async function waitUntilKept(page: Page, wanted: string | RegExp): Promise<void> {
  const pattern = typeof wanted === 'string' ? new RegExp(`"${wanted}"`) : wanted;
  // Not `waitForFunction`: it takes the promise of an asynchronous function for its answer.
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 100) {
    if ((await page.evaluate(keptValues)).some((value) => pattern.test(value))) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`VS Code has not kept ${pattern} in ${PATIENCE_MS / 1000} s`);
}

/** All values that VS Code keeps in the browser. Runs in the page. */
async function keptValues(): Promise<string[]> {
  const settled = (request: { onsuccess: () => void; onerror: () => void }) =>
    new Promise<void>((resolve, reject) => {
      request.onsuccess = () => resolve();
      request.onerror = () => reject(new Error('the browser cannot read its storage'));
    });
  const kept: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await settled(opening);
    const database = opening.result;
    try {
      if (!database.objectStoreNames.contains('ItemTable')) continue;
      const reading = database.transaction('ItemTable').objectStore('ItemTable').getAll();
      await settled(reading);
      kept.push(...reading.result.map(String));
    } finally {
      database.close();
    }
  }
  return kept;
}

/**
 * On a busy machine VS Code may read a workspace file before it is connected to where the file is, and then shows no
 * folder for good.
 */
async function reloadWithoutFolders(page: Page): Promise<void> {
  const folders = page.locator('.explorer-folders-view .monaco-list-row').first();
  for (let attempt = 1; attempt <= 4; attempt++) {
    const isThere = await folders.waitFor({ timeout: 5000 * attempt }).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await reloadWorkbench(page);
  }
}

const quickInput = (page: Page) => page.locator('.quick-input-widget input.input');

/** Rows of the open quick pick. */
export const quickPickRows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');

/**
 * Types the command's label into the command palette and picks exactly that one: VS Code lists what fits in
 * alphabetical order.
 */
export async function runCommand(page: Page, label: string): Promise<void> {
  const box = quickInput(page);
  const row = quickPickRows(page)
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) })
    .first();
  // The very first F1 can come before the workbench's key bindings are there, an editor that opens late closes the
  // palette, and an open palette does not learn of commands that come after it.
  for (let attempt = 1; ; attempt++) {
    try {
      await page.keyboard.press('Escape');
      await page.keyboard.press('F1');
      await box.waitFor({ state: 'visible', timeout: 4000 * attempt });
      await box.fill(`>${label}`, { timeout: 4000 * attempt });
      await row.click({ timeout: 8000 * attempt });
      return;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}

/** Types into the quick pick that a command opened. */
export async function typeInQuickPick(page: Page, text: string): Promise<void> {
  const box = quickInput(page);
  await box.waitFor({ state: 'visible' });
  await box.pressSequentially(text, { delay: 5 });
}

/** Puts the text into the quick pick at once, as pasting does: there is no answer to a part of it. */
export async function fillQuickPick(page: Page, text: string): Promise<void> {
  await quickInput(page).fill(text);
}

/** The document inside the one visible webview of the side bar. */
export function webviewFrame(page: Page): FrameLocator {
  return page
    .locator(webviews(`not(${IN_EDITOR})`))
    .contentFrame()
    .frameLocator('iframe#active-frame');
}

/** The one visible webview among the editors. */
export const editorWebview = (page: Page): Locator => page.locator(webviews(IN_EDITOR));

/** The document inside it. */
export function webviewEditorFrame(page: Page): FrameLocator {
  return editorWebview(page).contentFrame().frameLocator('iframe#active-frame');
}

// All webviews lie side by side above the workbench, and an editor names what lies above it. The address of a webview
// says only sometimes what it is for.
const IN_EDITOR = '../@id = //*[starts-with(@id, "webview-editor-element")]/@aria-flowto';
const webviews = (where: string) => `xpath=//iframe[@class = "webview ready"][${where}]`;

/** A view of the side bar by its title, with its header. */
export function viewPane(page: Page, title: string): Locator {
  return page.locator('.pane').filter({ has: page.locator('.pane-header', { hasText: title }) });
}

export function treeRows(page: Page, title: string): Locator {
  return viewPane(page, title).locator('.monaco-list-row');
}

/** Chooses an item of the open context menu. By key: a menu takes no click just after it has opened. */
export async function chooseInMenu(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('menuitem', { name }).hover();
  await page.locator('.monaco-menu .action-item.focused', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

/** Opens a file through the quick open box, as a person would by its name. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+P');
  const box = quickInput(page);
  await box.waitFor({ state: 'visible' });
  await box.fill(name);
  await quickPickRows(page).filter({ hasText: name }).first().waitFor();
  await page.keyboard.press('Enter');
  await activeTab(page, name).waitFor();
}

/** The tab that is shown in the editor group that was used last, if it is this file's. */
export function activeTab(page: Page, fileName: string): Locator {
  return page.locator(`.editor-group-container.active .tab.active[data-resource-name="${fileName}"]`);
}

/** The status bar's "Ln 7, Col 1". */
export const cursorPosition = (page: Page): Locator => page.locator('.statusbar-item').filter({ hasText: /^Ln \d+, / });

/** Resolves when the status bar says that the cursor is on the line (1-based), in any column. */
export async function waitForCursorLine(page: Page, line: number): Promise<void> {
  await page
    .locator('.statusbar-item')
    .filter({ hasText: new RegExp(`^Ln ${line}, `) })
    .waitFor();
}

/**
 * The notification that contains the text, in the list of all of them: VS Code lets none pop up while it is tested. The
 * command opens the list that the bell in the status bar opens.
 */
export async function openNotification(page: Page, text: string | RegExp): Promise<Locator> {
  await runCommand(page, 'Notifications: Show Notifications');
  const notification = page.locator('.notifications-center .notification-list-item').filter({ hasText: text });
  await notification.waitFor();
  return notification;
}

declare const navigator: { clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> } };

/** What is copied by `action`; what was copied before does not count. */
export async function copiedBy(page: Page, action: () => Promise<void>): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await action();
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 100) {
    const text = await page.evaluate(() => navigator.clipboard.readText());
    if (text) return text;
    await page.waitForTimeout(100);
  }
  throw new Error('nothing was copied');
}

/** The status bar's entry that contains the text. */
export function statusBarItem(page: Page, text: string | RegExp): Locator {
  return page.locator('.statusbar-item').filter({ hasText: text });
}

export async function waitForTheme(page: Page, theme: ThemeName): Promise<void> {
  const marker = { light: '.vs', dark: '.vs-dark', 'high-contrast': '.hc-black', 'high-contrast-light': '.hc-light' }[
    theme
  ];
  await page.locator(`.monaco-workbench${marker}`).waitFor();
}

/** As a person picks it, in the window that is open. */
export async function pickTheme(page: Page, theme: ThemeName): Promise<void> {
  const label = THEME_LABELS[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await typeInQuickPick(page, label);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
  await page.keyboard.press('Enter');
  await waitForTheme(page, theme);
}

export async function takeScreenshot(page: Page, name: string): Promise<void> {
  fs.mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}
