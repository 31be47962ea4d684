/** Every view with the display language Korean: its texts are there, and fit. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import {
  activeTab,
  openFile,
  openNotification,
  quickPickRows,
  runCommand,
  statusBarItem,
  takeScreenshot,
  treeRows,
  typeInQuickPick,
  viewPane,
  webviewEditorFrame,
  webviewFrame,
} from '../driver/workbench';
import { coverage, DOCUMENTS, openContainer, outcome, searchBox, waitUntilIndexed } from './kindred';
import { scenario } from './session';

const QUESTION = '실패한 업로드를 다시 보내기';
const row = (page: Page, view: string, label: string) =>
  treeRows(page, view)
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();

/** Texts of a webview that are cut off, with what they say. */
function cutOff(frame: FrameLocator): Promise<string[]> {
  return frame
    .locator('button:visible, p:visible, h1:visible, .label:visible')
    .evaluateAll((elements) =>
      (elements as unknown as { scrollWidth: number; clientWidth: number; textContent: string }[])
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ textContent }) => textContent),
    );
}

const hasHangul = async (text: Promise<string | null>): Promise<void> => assert.match((await text) ?? '', /[가-힣]/);

scenario(
  'VS Code in Korean',
  {
    'the view asks and answers in Korean': async ({ page }) => {
      await waitUntilIndexed(page);
      await openContainer(page);
      await viewPane(page, '결과').locator('.welcome-view-content', { hasText: '한국어나 영어로' }).waitFor();
      await takeScreenshot(page, 'korean-welcome');
      assert.equal(await searchBox(page).getAttribute('placeholder'), '코드에 대해 물어보세요');
      await searchBox(page).fill(QUESTION);
      await searchBox(page).press('Enter');
      await outcome(page)
        .filter({ hasText: /파일 \d+개에서 구절 \d+개/ })
        .waitFor();
      await coverage(page)
        .filter({ hasText: `문서 ${DOCUMENTS}개` })
        .waitFor();
      await hasHangul(webviewFrame(page).locator('#chips').textContent());
      assert.deepEqual(await cutOff(webviewFrame(page)), []);
      await row(page, '결과', 'sendWithRetry').hover();
      await page.locator('.monaco-hover', { hasText: '이 결과가 나온 까닭' }).waitFor();
      await takeScreenshot(page, 'korean-results');
      await page.mouse.move(900, 600);
    },
    'the palette': async ({ page }) => {
      await runCommand(page, 'Kindred: 검색');
      await typeInQuickPick(page, QUESTION);
      await quickPickRows(page).filter({ hasText: 'web/src/uploader.ts' }).first().waitFor();
      await takeScreenshot(page, 'korean-palette');
      await page.keyboard.press('ArrowUp');
      await quickPickRows(page).filter({ hasText: 'Kindred 보기에서 모두 보기' }).waitFor();
      await page.keyboard.press('Escape');
    },
    'the state of the index: on hover, in its menu, in its view': async ({ page }) => {
      await statusBarItem(page, /Kindred/).hover();
      await page.locator('.monaco-hover', { hasText: '검색할 수 있습니다' }).waitFor();
      await takeScreenshot(page, 'korean-status');
      await statusBarItem(page, /Kindred/).click();
      await quickPickRows(page).filter({ hasText: '색인 일시 중지' }).waitFor();
      await takeScreenshot(page, 'korean-menu');
      await page.keyboard.press('Escape');
      await page.mouse.move(900, 600);
      await viewPane(page, '색인').locator('.pane-header').press('Enter');
      await row(page, '색인', '문서').waitFor();
      await takeScreenshot(page, 'korean-index');
    },
    'Find Similar, and copies': async ({ page, workspace }) => {
      await openFile(page, 'downloader.ts');
      await runCommand(page, 'Kindred: 비슷한 코드 찾기');
      await viewPane(page, '결과').locator('.message', { hasText: 'web/src/downloader.ts' }).waitFor();
      await row(page, '결과', 'Uploader').waitFor();
      await takeScreenshot(page, 'korean-similar');
      workspace.write('web/src/copied.ts', workspace.read('web/src/downloader.ts').replaceAll('attempt', 'round'));
      await waitUntilIndexed(page, DOCUMENTS + 1);
      await runCommand(page, 'Kindred: 중복 코드 찾기');
      await row(page, '중복 코드', 'receivePart').waitFor();
      await takeScreenshot(page, 'korean-duplicates');
    },
    'the map': async ({ page }) => {
      await runCommand(page, 'Kindred: 시맨틱 맵 보기');
      const frame = webviewEditorFrame(page);
      await frame.locator('body.there').waitFor();
      await hasHangul(frame.locator('#size').textContent());
      await hasHangul(frame.locator('h1').textContent());
      assert.deepEqual(await cutOff(frame), []);
      await takeScreenshot(page, 'korean-map');
    },
    'written documents, questions and notices': async ({ page }) => {
      await runCommand(page, 'Kindred: 실패하거나 제외된 파일 보기');
      await activeTab(page, 'Kindred 색인.md').waitFor();
      await page.locator('.view-line', { hasText: '색인 보고서' }).first().waitFor();
      await runCommand(page, 'Kindred: 심층 모델 내려받기');
      await page.locator('.monaco-dialog-box', { hasText: '라이선스' }).waitFor();
      await takeScreenshot(page, 'korean-question');
      await page.keyboard.press('Escape');
      await runCommand(page, 'Kindred: 색인 검사 및 복구');
      await openNotification(page, /파일 \d+개/);
    },
    'the settings and the walkthrough': async ({ page }) => {
      await runCommand(page, 'Kindred: 설정 열기');
      await page.locator('.settings-editor .setting-item-description', { hasText: '색인하지 않을 파일' }).waitFor();
      await takeScreenshot(page, 'korean-settings');
      await page.setViewportSize({ width: 1800, height: 900 });
      await runCommand(page, 'Welcome: Open Walkthrough...');
      await typeInQuickPick(page, 'Kindred');
      await quickPickRows(page).filter({ hasText: 'Kindred 시작하기' }).first().click();
      await page.locator('.step-title', { hasText: '닮은 코드 찾기' }).click();
      await page.locator('.getting-started-step.expanded', { hasText: '닮은 코드 찾기' }).waitFor();
      await takeScreenshot(page, 'korean-walkthrough');
    },
  },
  {
    open: ({ folder }) => ({ folder, language: 'ko', extensionDevelopmentPath: process.cwd() }),
  },
);
