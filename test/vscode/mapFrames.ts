/**
 * `node tools/vscode.mjs map-frames`: how long the frames of the semantic map take in a real VS Code while 20,000
 * points are moved and zoomed, once through WebGL 2 and once pixel by pixel, which the map takes by itself where there
 * is no graphics card. Writes bench/results/mapFrames.json.
 */
import type { Browser } from 'playwright-core';
import { type Metrics, percentile, record, rounded } from '../../bench/record';
import { installVscode } from './driver/install';
import { startServer } from './driver/server';
import { launchBrowser, openWorkbench, runCommand, takeScreenshot, webviewEditorFrame } from './driver/workbench';
import { copyWorkspace } from './driver/workspace';
import { waitUntilIndexed } from './ui/kindred';

const POINTS = 20_000;
const FRAMES = 240;
const RENDERERS = { webgl2: ['--enable-unsafe-swiftshader'], pixels: ['--disable-3d-apis'] };

async function main(): Promise<void> {
  const server = await startServer(installVscode());
  const workspace = copyWorkspace();
  const metrics: Metrics = { points: POINTS, frames: FRAMES };
  try {
    for (const [name, flags] of Object.entries(RENDERERS)) {
      const browser = await launchBrowser(true, flags);
      try {
        metrics[name] = await measure(browser, name);
      } finally {
        await browser.close();
      }
    }
  } finally {
    await server.stop();
    workspace.dispose();
  }
  record('mapFrames', 'node tools/vscode.mjs map-frames', metrics);

  async function measure(browser: Browser, name: string) {
    const page = await openWorkbench(browser, server, {
      folder: workspace.folder,
      extensionDevelopmentPath: process.cwd(),
    });
    await waitUntilIndexed(page);
    // The map takes no emulated WebGL by itself.
    if (name === 'webgl2') await page.addInitScript(takeAnyWebGl);
    await runCommand(page, 'Kindred: Show Semantic Map');
    const frame = webviewEditorFrame(page);
    await frame.locator('body.there').waitFor();
    const canvas = frame.locator('#points');
    const { renderer, waits, works } = await canvas.evaluate(moveAbout, { points: POINTS, frames: FRAMES });
    await takeScreenshot(page, `map-frames-${name}`);
    return {
      is_webgl2: Number(renderer === 'webgl2'),
      frame_p50_ms: rounded(percentile(waits, 0.5)),
      frame_p95_ms: rounded(percentile(waits, 0.95)),
      work_p50_ms: rounded(percentile(works, 0.5), 2),
      work_p95_ms: rounded(percentile(works, 0.95), 2),
    };
  }
}

/** What of the browser's own names the page below uses; these tests are compiled without them. */
interface PageCanvas {
  dataset: { renderer?: string };
  parentElement: { clientWidth: number; clientHeight: number };
  dispatchEvent(event: unknown): void;
}
declare class MessageEvent {
  constructor(type: string, init: { data: unknown });
}
declare class WheelEvent {
  constructor(type: string, init: object);
}
declare class KeyboardEvent {
  constructor(type: string, init: object);
}
declare const HTMLCanvasElement: { prototype: { getContext(kind: string, options?: object): unknown } };
declare const window: { dispatchEvent(event: unknown): void };
declare function requestAnimationFrame(next: (now: number) => void): void;

function takeAnyWebGl(): void {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: unknown, kind: string, options?: object) {
    return getContext.call(this, kind, { ...options, failIfMajorPerformanceCaveat: false });
  };
}

/** Runs inside the page: hands it a map of its own, then zooms and pans with every frame. */
async function moveAbout(canvas: unknown, { points, frames }: { points: number; frames: number }) {
  const target = canvas as PageCanvas;
  const columns = { x: [] as number[], y: [] as number[], cluster: [] as number[], document: [] as number[] };
  for (let point = 0; point < points; point++) {
    const cluster = point % 20;
    const away = 5000 * Math.sqrt(((point * 7919) % 1000) / 1000);
    columns.x.push(Math.round(32_768 + 24_000 * Math.cos(cluster * 1.7) + away * Math.cos(point)));
    columns.y.push(Math.round(32_768 + 24_000 * Math.sin(cluster * 1.7) + away * Math.sin(point)));
    columns.cluster.push(cluster);
    columns.document.push(cluster);
  }
  const documents = columns.x
    .slice(0, 20)
    .map((_, i) => ({ corpusId: 'a', path: `part${i}/a.ts`, language: 'typescript' }));
  const zeros = columns.x.map(() => 0);
  const map = {
    ...{ total: points, documents, ...columns, startLine: zeros, endLine: zeros, symbol: columns.x.map(() => '') },
    clusters: documents.map((_, i) => ({ words: [`part${i}`], passages: points / 20 })),
  };
  const texts = { passages: '{0}', partOfPassages: '', more: '', others: '', here: '', lit: '', noneLit: '' };
  window.dispatchEvent(new MessageEvent('message', { data: { type: 'map', map, folders: {}, texts } }));
  const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  await next();
  await next();
  const waits: number[] = [];
  const works: number[] = [];
  let before = await next();
  for (let i = 0; i < frames; i++) {
    const at = { offsetX: target.parentElement.clientWidth / 2, offsetY: target.parentElement.clientHeight / 2 };
    // One way and back, so that all points stay in sight.
    if (i % 2) target.dispatchEvent(new WheelEvent('wheel', { deltaY: i % 120 < 60 ? -12 : 12, ...at }));
    else target.dispatchEvent(new KeyboardEvent('keydown', { key: i % 4 ? 'ArrowLeft' : 'ArrowRight' }));
    const now = await next();
    // The page's own frame callback has run before this one: what is between is its work.
    works.push(performance.now() - now);
    waits.push(now - before);
    before = now;
  }
  return { renderer: target.dataset.renderer, waits, works };
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
