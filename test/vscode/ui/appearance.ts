/** The same views in light, dark and high contrast, kept as screenshots; what a script can check of them is checked. */
import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import {
  pickTheme,
  reloadWorkbench,
  runCommand,
  statusBarItem,
  THEMES,
  type ThemeName,
  takeScreenshot,
  treeRows,
  waitForTheme,
  webviewFrame,
} from '../driver/workbench';
import { violations } from './accessibility';
import { askInPalette, askInView, focusResults, openContainer, outcome, resultRow, waitUntilIndexed } from './kindred';
import { isolatedScenario, type Scene } from './session';

const themes = Object.keys(THEMES) as ThemeName[];

isolatedScenario('appearance', {
  'before the first search': async ({ page }) => {
    await waitUntilIndexed(page);
    await openContainer(page);
    await page.locator('.welcome-view-content').waitFor();
    await takeScreenshot(page, 'welcome');
  },
  ...Object.fromEntries(
    themes.map((theme) => [
      `every view in ${theme}`,
      async (scene) => {
        const { page } = scene;
        await showResultsIn(theme, scene);
        await resultRow(page, 'sendWithRetry').click();
        await takeScreenshot(page, `results-${theme}`);
        assert.ok((await contrastOfOutcome(page)) >= 4.5, 'the text below the search box can be read');
        assert.deepEqual(await searchBoxViolations(page), []);
        await askInPalette(page, 'session cookie that expires', 'web/src/auth/session.ts');
        await takeScreenshot(page, `palette-${theme}`);
        await page.keyboard.press('Escape');
        await statusBarItem(page, /Kindred/).hover();
        await page.locator('.monaco-hover', { hasText: 'Documents' }).waitFor();
        await takeScreenshot(page, `status-${theme}`);
        await page.mouse.move(640, 400);
        await runCommand(page, 'Kindred: Focus on Index View');
        await treeRows(page, 'Index').filter({ hasText: 'Documents' }).waitFor();
        await takeScreenshot(page, `index-${theme}`);
      },
    ]),
  ),
  'a new theme is taken at once, and what was found stays': async (scene) => {
    const { page } = scene;
    await showResultsIn('light', scene);
    // Escape, which closes what a command would have to wait for, empties the box when the keyboard is there.
    await focusResults(page);
    const answer = await passagesFound(page);
    for (const theme of ['dark', 'high-contrast', 'light'] as const) {
      await pickTheme(page, theme);
      await webviewFrame(page).locator(`body.vscode-${theme}`).waitFor();
      assert.ok((await contrastOfOutcome(page)) >= 4.5, `the text below the search box can be read in ${theme}`);
      assert.equal(await passagesFound(page), answer);
      await resultRow(page, 'sendWithRetry').waitFor();
    }
  },
  'nothing moves where the system asks for that, and the bar of a search does where it does not': async ({ page }) => {
    const busy = webviewFrame(page).locator('#busy');
    await webviewFrame(page).locator('body.vscode-reduce-motion').waitFor();
    assert.equal(await busy.evaluate(animationOfBar), 'none');
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await webviewFrame(page).locator('body:not(.vscode-reduce-motion)').waitFor();
    assert.equal(await busy.evaluate(animationOfBar), 'slide');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await webviewFrame(page).locator('body.vscode-reduce-motion').waitFor();
  },
  'a narrow side bar': async (scene) => {
    const { page } = scene;
    await showResultsIn('light', scene);
    await page.setViewportSize({ width: 500, height: 700 });
    await takeScreenshot(page, 'narrow');
    await resultRow(page, 'sendWithRetry').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
  },
});

/** A window that was opened with the theme, and the results of a search in it. */
async function showResultsIn(theme: ThemeName, { page, server }: Scene): Promise<void> {
  server.changeSettings({ 'workbench.colorTheme': THEMES[theme] });
  await reloadWorkbench(page);
  await waitForTheme(page, theme);
  await waitUntilIndexed(page);
  await askInView(page, 'where do we retry failed uploads');
  await resultRow(page, 'sendWithRetry').waitFor();
}

/**
 * "7 passages in 4 files", without the time it took: the same question may be answered once while it is typed and once
 * more.
 */
async function passagesFound(page: Page): Promise<string | undefined> {
  return (await outcome(page).textContent())?.split(' · ')[0];
}

/** The search box alone: the workbench around it is VS Code's. */
function searchBoxViolations(page: Page): Promise<string[]> {
  const box = (options: { pingWaitTime: number }) =>
    new AxeBuilder({ page })
      .options(options)
      .include(['iframe.webview.ready', 'iframe#active-frame', 'html'])
      // A view is a part of the workbench and no page of its own; it lets the side bar shine through, which axe takes
      // for white, and `contrastOfOutcome` does not.
      .disableRules(['page-has-heading-one', 'color-contrast']);
  return violations(box, 5);
}

/**
 * What of the browser's own names is used inside the page below; the tests themselves run without a browser's types.
 */
interface PageElement {
  style: { color: string };
  append(child: PageElement): void;
  remove(): void;
}
declare const document: { createElement(tag: string): PageElement };
declare function getComputedStyle(element: unknown, pseudo?: string): { color: string; animationName: string };

/** Runs inside the page, as if a search were on its way. */
function animationOfBar(bar: unknown): string {
  const { classList } = bar as { classList: { add(name: string): void; remove(name: string): void } };
  classList.add('on');
  const { animationName } = getComputedStyle(bar, '::after');
  classList.remove('on');
  return animationName;
}

/** WCAG contrast of the line below the box against the side bar behind it. */
async function contrastOfOutcome(page: Page): Promise<number> {
  const colors = await webviewFrame(page)
    .locator('#outcome')
    .evaluate((element: unknown) => {
      const probe = document.createElement('span');
      probe.style.color = 'var(--vscode-sideBar-background)';
      (element as PageElement).append(probe);
      const found = [getComputedStyle(element).color, getComputedStyle(probe).color];
      probe.remove();
      return found;
    });
  const [text, behind] = colors.map(luminance) as [number, number];
  return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
}

/** Relative luminance of `rgb(…)`, as WCAG 2 defines it. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = color.match(/[\d.]+/g)!.map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
