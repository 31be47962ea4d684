/**
 * One browser for all interface tests, and one server for most of them; two windows are open at a time. `scenario`
 * opens a page over a fresh copy of the fixture workspace, runs its steps in order, and keeps a screenshot and the logs
 * of the step that failed; the steps after it are reported as failed, never skipped.
 */
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { installVscode, type VscodeUnderTest } from '../driver/install';
import { type Server, type ServerOptions, startServer } from '../driver/server';
import { launchBrowser, type OpenOptions, openWorkbench, takeScreenshot } from '../driver/workbench';
import { copyWorkspace, type WorkspaceCopy } from '../driver/workspace';

export interface Scene {
  page: Page;
  server: Server;
  workspace: WorkspaceCopy;
  vscode: VscodeUnderTest;
  browser: Browser;
}

export interface ScenarioOptions {
  /**
   * A server of its own with these options, instead of the shared one, whose settings and processes belong to other
   * windows as well.
   */
  server?: (vscode: VscodeUnderTest) => Promise<ServerOptions>;
  /** What to open, when it is not the copy of the fixture workspace with the extension under development. */
  open?: (workspace: WorkspaceCopy) => OpenOptions;
  /** Ends what `server` has started beside the server. */
  close?: () => Promise<void>;
}

type Steps = Record<string, (scene: Scene) => Promise<void>>;

interface Scenario {
  title: string;
  run(context: TestContext): Promise<void>;
}

const FAILURES = path.join(process.cwd(), 'out/screenshots/failures');
/** A window waits for its browser, its server and its engine in turn: two keep two cores busy. */
const WINDOWS = 2;
const scenarios: Scenario[] = [];
const shared: { vscode?: VscodeUnderTest; server?: Promise<Server>; browser?: Browser } = {};

export function scenario(title: string, steps: Steps, options: ScenarioOptions = {}): void {
  scenarios.push({ title, run: (context) => runSteps(context, title, steps, options) });
}

/** Whose steps change the user's settings or end processes: on a server of its own, away from other windows. */
export function isolatedScenario(title: string, steps: Steps): void {
  scenario(title, steps, { server: async () => ({}) });
}

/** A scenario without VS Code: a page of the browser alone. */
export function pageScenario(title: string, steps: Record<string, (browser: Browser) => Promise<void>>): void {
  const run = async (context: TestContext) => {
    for (const [name, step] of Object.entries(steps)) await context.test(name, () => step(shared.browser!));
  };
  scenarios.push({ title, run });
}

/** Hands the scenarios whose title has one of these parts, or all of them, to node:test. */
export function runScenarios(parts: readonly string[]): void {
  const wanted = scenarios.filter(({ title }) => parts.length === 0 || parts.some((part) => title.includes(part)));
  if (wanted.length === 0) throw new Error(`There is no scenario ${parts.join(', ')}.`);
  describe('user interface', { concurrency: WINDOWS }, () => {
    before(async () => {
      shared.vscode = installVscode();
      shared.browser = await launchBrowser();
    });
    after(async () => {
      await shared.browser?.close();
      await (await shared.server)?.stop();
    });
    for (const { title, run } of wanted) test(title, run);
  });
}

async function runSteps(context: TestContext, title: string, steps: Steps, options: ScenarioOptions): Promise<void> {
  const scene = await openScene(options);
  let failedStep: string | undefined;
  try {
    for (const [name, step] of Object.entries(steps)) {
      await context.test(name, async () => {
        if (failedStep) throw notTried(failedStep);
        try {
          await step(scene);
        } catch (error) {
          failedStep = name;
          await keepEvidence(scene, `${title}, ${name}`);
          throw error;
        }
      });
    }
  } finally {
    await scene.page.context().close();
    if (options.server) await scene.server.stop();
    await options.close?.();
    scene.workspace.dispose();
  }
}

/** For `open`: a workspace of two folders, which have six documents together. */
export function openLoaderAndServer({ folder }: WorkspaceCopy): OpenOptions {
  const workspaceFile = path.join(path.dirname(folder), 'both.code-workspace');
  const folders = ['loader', 'server'].map((name) => ({ path: `${path.basename(folder)}/${name}` }));
  fs.writeFileSync(workspaceFile, JSON.stringify({ folders }));
  return { workspaceFile, extensionDevelopmentPath: process.cwd() };
}

async function openScene(options: ScenarioOptions): Promise<Scene> {
  const { vscode, browser } = shared;
  if (!vscode || !browser) throw new Error('scenarios run inside node:test only');
  if (!options.server) shared.server ??= startServer(vscode);
  const server = options.server ? await startServer(vscode, await options.server(vscode)) : await shared.server!;
  const workspace = copyWorkspace();
  const open = options.open?.(workspace) ?? { folder: workspace.folder, extensionDevelopmentPath: process.cwd() };
  try {
    const page = await openWorkbench(browser, server, open);
    return { page, server, workspace, vscode, browser };
  } catch (error) {
    console.log(server.logs());
    throw error;
  }
}

async function keepEvidence({ page, server }: Scene, name: string): Promise<void> {
  const file = name.replace(/[^\p{L}\d]+/gu, '-').slice(0, 80);
  fs.mkdirSync(FAILURES, { recursive: true });
  fs.writeFileSync(path.join(FAILURES, `${file}.log`), `${server.logs()}\n${await frames(page)}\n`);
  await takeScreenshot(page, `failures/${file}`).catch(() => {});
  console.log(`kept out/screenshots/failures/${file}.png and .log`);
}

/** The frames that the driver knows and the elements that hold them: webviews are frames of frames. */
async function frames(page: Page): Promise<string> {
  const lines = page.frames().map(async (frame) => {
    const elements = await Promise.race([
      frame.locator('iframe').evaluateAll((all) => all.map(({ id, className, src }) => `${id}.${className} ${src}`)),
      new Promise<string[]>((resolve) => setTimeout(resolve, 2000, ['does not answer'])),
    ]).catch((error) => [String(error)]);
    return [`frame ${frame.name()} ${frame.url()}`, ...elements.map((element) => `  iframe ${element}`)];
  });
  return (await Promise.all(lines)).flat().join('\n');
}

function notTried(failedStep: string): Error {
  const error = new Error(`not tried, because this step failed: ${failedStep}`);
  error.stack = error.message;
  return error;
}
