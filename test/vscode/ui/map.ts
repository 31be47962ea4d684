/** The semantic map in an editor: all passages, by keyboard and by mouse, in every theme. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { FrameLocator, Page } from 'playwright-core';
import {
  activeTab,
  editorWebview,
  pickTheme,
  reloadWorkbench,
  runCommand,
  THEMES,
  type ThemeName,
  takeScreenshot,
  waitForTheme,
  waitUntilKept,
  webviewEditorFrame,
} from '../driver/workbench';
import { violations } from './accessibility';
import { askInView, resultRow, searchBox, waitUntilIndexed } from './kindred';
import { isolatedScenario, openLoaderAndServer, scenario } from './session';

async function openMap(page: Page): Promise<FrameLocator> {
  await runCommand(page, 'Kindred: Show Semantic Map');
  const frame = webviewEditorFrame(page);
  await frame.locator('body.there').waitFor();
  return frame;
}

isolatedScenario('the semantic map', {
  'opens and shows every passage, in regions with their words': async ({ page }) => {
    await waitUntilIndexed(page);
    const frame = await openMap(page);
    const size = (await frame.locator('#size').textContent()) ?? '';
    assert.match(size, /^\d+ passages$/);
    const counts = await frame.locator('#regions .head .count').allTextContents();
    assert.ok(counts.length > 1);
    const sum = counts.reduce((total, text) => total + Number.parseInt(text, 10), 0);
    assert.equal(sum, Number.parseInt(size, 10));
    for (const words of await frame.locator('#regions .head .words').allTextContents()) assert.ok(words.length > 2);
    await takeScreenshot(page, 'map');
  },
  'is reached with Tab, and Enter opens a passage': async ({ page }) => {
    const frame = webviewEditorFrame(page);
    await frame.locator('#points').focus();
    const firstRegion = frame.locator('#regions .head').first();
    for (let press = 0; press < 30 && !(await hasFocus(firstRegion)); press++) await page.keyboard.press('Tab');
    assert.ok(await hasFocus(firstRegion), 'Tab leads to the regions');
    await page.keyboard.press('Enter');
    assert.equal(await firstRegion.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('Tab');
    const passage = frame.locator('#regions .passage').first();
    assert.ok(await hasFocus(passage), 'the next stop is the first passage');
    await frame.locator('#code', { hasText: /\S/ }).waitFor();
    const place = (await passage.locator('.place').textContent()) ?? '';
    await takeScreenshot(page, 'map-keyboard');
    await page.keyboard.press('Enter');
    await activeTab(page, place.slice(place.lastIndexOf('/') + 1, place.lastIndexOf(':'))).waitFor();
  },
  'comes back as it was left': async ({ page }) => {
    const frame = await openMap(page);
    assert.equal(await frame.locator('#regions .head').first().getAttribute('aria-expanded'), 'true');
  },
  'comes back by itself after a reload of the window, with its regions open': async ({ page }) => {
    // The first region is open; in VS Code's storage the page's own state is a string within strings.
    await waitUntilKept(page, /open[\\":]+\[0\]/);
    await reloadWorkbench(page);
    // Which of the tabs was in front may not have been written yet.
    await page.locator('.tab', { hasText: 'Semantic Map' }).click();
    const frame = webviewEditorFrame(page);
    await frame.locator('body.there').waitFor();
    await frame.locator('#regions .head[aria-expanded="true"]').first().waitFor();
  },
  'takes a new theme at once': async ({ page }) => {
    const frame = webviewEditorFrame(page);
    const colors = () => frame.locator('.swatch').evaluateAll(backgroundsOf);
    await pickTheme(page, 'light');
    await frame.locator('body.vscode-light').waitFor();
    const before = await colors();
    await pickTheme(page, 'dark');
    await frame.locator('body.vscode-dark.there').waitFor();
    assert.notDeepEqual(await colors(), before);
    await frame.locator('#regions .head[aria-expanded="true"]').first().waitFor();
    await takeScreenshot(page, 'map-theme-changed');
  },
  'lights up the results of a search, and forgets them with it': async ({ page }) => {
    const frame = webviewEditorFrame(page);
    await askInView(page, 'where do we retry failed uploads');
    await frame.locator('#found', { hasText: /results for “where do we retry failed uploads” are lit/ }).waitFor();
    await takeScreenshot(page, 'map-search');
    await searchBox(page).press('Escape');
    await frame.locator('#found').waitFor({ state: 'hidden' });
  },
  'colors by language, and one of them alone': async ({ page }) => {
    const frame = webviewEditorFrame(page);
    await frame.getByRole('button', { name: 'Language' }).click();
    const typescript = frame.locator('#legend button', { hasText: 'typescript' }).first();
    await typescript.click();
    assert.equal(await typescript.getAttribute('aria-pressed'), 'true');
    await takeScreenshot(page, 'map-language');
    await typescript.click();
    await frame.getByRole('button', { name: 'Folder' }).click();
  },
  'says when the index has changed, and follows': async ({ page, workspace }) => {
    const frame = webviewEditorFrame(page);
    const before = Number.parseInt((await frame.locator('#size').textContent()) ?? '', 10);
    workspace.write('web/src/lighthouse.ts', 'export function turnLighthouse(): number {\n  return 1;\n}\n');
    await frame.getByRole('button', { name: 'Update' }).click();
    await frame.locator('#size', { hasText: `${before + 1} passages` }).waitFor();
    await frame.locator('#stale').waitFor({ state: 'hidden' });
  },
  ...Object.fromEntries(
    (Object.keys(THEMES) as ThemeName[]).map((theme) => [
      `has nothing that axe objects to in ${theme}`,
      async ({ page, server }: { page: Page; server: { changeSettings(settings: object): void } }) => {
        server.changeSettings({ 'workbench.colorTheme': THEMES[theme] });
        await reloadWorkbench(page);
        await waitForTheme(page, theme);
        await waitUntilIndexed(page, 24);
        const frame = await openMap(page);
        await frame.locator('#points').hover({ position: { x: 300, y: 300 } });
        await takeScreenshot(page, `map-${theme}`);
        const webview = `iframe[name="${await editorWebview(page).getAttribute('name')}"]`;
        const map = (options: { pingWaitTime: number }) =>
          new AxeBuilder({ page }).options(options).include([webview, 'iframe#active-frame', 'html']);
        assert.deepEqual(await violations(map, 10), []);
      },
    ]),
  ),
});

declare function getComputedStyle(element: unknown): { backgroundColor: string };
/** Runs inside the page. */
const backgroundsOf = (elements: unknown[]): string[] =>
  elements.map((element) => getComputedStyle(element).backgroundColor);

const hasFocus = (place: ReturnType<FrameLocator['locator']>): Promise<boolean> =>
  place.evaluate((element: unknown) => (element as { matches(selector: string): boolean }).matches(':focus'));

scenario(
  'the semantic map of several folders',
  {
    'has the passages of all, and says from which folder each is': async ({ page }) => {
      await waitUntilIndexed(page, 6);
      const frame = await openMap(page);
      const legend = frame.locator('#legend');
      for (const folder of ['loader', 'server']) await legend.getByRole('button', { name: folder }).waitFor();
      for (const head of await frame.locator('#regions .head').all()) await head.click();
      for (const place of ['loader · dataset.py:', 'server · middleware.go:'])
        await frame.locator('#regions .place', { hasText: place }).first().waitFor();
      await takeScreenshot(page, 'map-several-folders');
    },
    'lights up what was found in each, and opens it': async ({ page }) => {
      const frame = webviewEditorFrame(page);
      await askInView(page, 'turn a panic into status 500');
      await resultRow(page, 'middleware.go').waitFor();
      await frame.locator('#found', { hasText: 'are lit' }).waitFor();
      await frame.locator('#regions .passage', { hasText: 'server · middleware.go:' }).first().click();
      await activeTab(page, 'middleware.go').waitFor();
    },
  },
  { open: openLoaderAndServer },
);
