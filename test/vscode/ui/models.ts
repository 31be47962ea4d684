/**
 * Choosing among the deep models, and deleting them: what is listed, what is asked, and that a workspace in Korean gets
 * a suggestion once.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { DEFAULT_MODEL_ID } from '../../../src/inference/presets';
import { makeCertificate } from '../../support/certificate';
import { type Hub, startHub } from '../../support/hub';
import { writeJinaModel } from '../../support/jinaModel';
import { startProxy, type TestProxy } from '../../support/proxy';
import { writeZip } from '../../support/zip';
import {
  openNotification,
  quickPickRows,
  reloadWorkbench,
  runCommand,
  takeScreenshot,
  typeInQuickPick,
  waitUntilKept,
} from '../driver/workbench';
import { askInView, waitForText, waitUntilIndexed } from './kindred';
import { scenario } from './session';

let hub: Hub | undefined;
/** Behind the same name, with a certificate of an authority that the editor does not know. */
let stranger: Hub | undefined;
let proxy: TestProxy | undefined;
const portOf: Record<string, number> = {};
const listeningAt = ({ endpoint }: Hub) => Number(new URL(endpoint).port);
/** A name that only the proxy knows: what comes from there came by the editor's own way into the network. */
const HOST = 'hub.localhost';
let modelFolder = '';
let archiveFolder = '';
const E5 = 'Xenova/multilingual-e5-base';
const GATED = 'Alibaba-NLP/gte-modernbert-base';
const row = (page: Page, text: string) => quickPickRows(page).filter({ hasText: text }).first();
const dialog = (page: Page) => page.locator('.monaco-dialog-box');

/** Resolves when the list of models says that this one is in use. */
async function inUse(page: Page, id: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    await runCommand(page, 'Kindred: Choose Deep Model');
    await quickPickRows(page).first().waitFor();
    const first = (await quickPickRows(page).filter({ hasText: 'in use' }).allTextContents()).join();
    await page.keyboard.press('Escape');
    if (first.includes(id)) return;
    assert.ok(attempt < 200, `in use: ${first}`);
    await page.waitForTimeout(500);
  }
}

scenario(
  'choosing a deep model',
  {
    'a workspace in Korean gets a suggestion that leads to the list': async ({ page }) => {
      await waitUntilIndexed(page, 25);
      const suggestion = await openNotification(page, 'For questions in Korean there are models');
      await takeScreenshot(page, 'models-suggestion');
      await suggestion.getByRole('button', { name: 'Show Models' }).click();
      await row(page, E5).waitFor();
      await page.keyboard.press('Escape');
    },
    'and never again': async ({ page }) => {
      await waitUntilKept(page, 'koreanModelSuggested');
      await reloadWorkbench(page);
      await waitUntilIndexed(page, 25);
      const question = await openNotification(page, 'A deep model makes its ranking better');
      await question.waitFor();
      assert.equal(await page.getByText('For questions in Korean there are models').count(), 0);
    },
    'the list says size, license, languages and what each is good for; a click asks, and No downloads nothing': async ({
      page,
    }) => {
      await runCommand(page, 'Kindred: Choose Deep Model');
      await row(page, DEFAULT_MODEL_ID).waitFor();
      const text = (await row(page, DEFAULT_MODEL_ID).textContent()) ?? '';
      for (const part of ['164 MB', 'Apache-2.0', 'English and 30 programming languages'])
        assert.match(text, new RegExp(part));
      await takeScreenshot(page, 'models-list');
      await typeInQuickPick(page, 'non-commercial');
      await row(page, 'CC-BY-NC-4.0').waitFor();
      await page.keyboard.press('Enter');
      await dialog(page).filter({ hasText: 'This license forbids commercial use.' }).waitFor();
      await takeScreenshot(page, 'models-question');
      await dialog(page).getByRole('button', { name: 'Cancel' }).click();
      assert.deepEqual(hub!.requests, []);
    },
    'a server whose certificate nobody vouches for is refused in words': async ({ page }) => {
      portOf[HOST] = listeningAt(stranger!);
      await runCommand(page, 'Kindred: Choose Deep Model');
      await row(page, E5).click();
      await dialog(page).getByRole('button', { name: 'Download' }).click();
      await openNotification(page, /certificate is not trusted.*the system's certificates/);
      await takeScreenshot(page, 'models-certificate');
      assert.deepEqual([proxy!.hosts, stranger!.requests], [[HOST], []], 'asked once, told nothing');
      portOf[HOST] = listeningAt(hub!);
    },
    'one that is chosen and downloaded is in use, and the list has it first': async ({ page }) => {
      await runCommand(page, 'Kindred: Choose Deep Model');
      await row(page, E5).click();
      await dialog(page).getByRole('button', { name: 'Download' }).click();
      await openNotification(page, 'The deep model is installed');
      // No resolver but the proxy knows the name, and the system's certificates alone the authority.
      assert.ok(hub!.requests.length >= 5 && proxy!.hosts.every((host) => host === HOST), "through the editor's proxy");
      await page.keyboard.press('Escape');
      await runCommand(page, 'Kindred: Choose Deep Model');
      await row(page, E5).waitFor();
      await waitForText(quickPickRows(page).first(), /multilingual-e5-base.*in use/);
      await takeScreenshot(page, 'models-installed');
    },
    'the network log has every request, the refused one too': async ({ page }) => {
      await page.keyboard.press('Escape');
      await runCommand(page, 'Kindred: Show Network Log');
      const editor = page.locator('.editor-instance .view-lines');
      await editor.filter({ hasText: `${hub!.requests.length + 1} requests` }).waitFor();
      await editor.filter({ hasText: `Download of ${E5}` }).waitFor();
      await takeScreenshot(page, 'network-log');
    },
    'a model behind a license asks for a token, which is shown nowhere': async ({ page }) => {
      await runCommand(page, 'Kindred: Choose Deep Model');
      await typeInQuickPick(page, 'modernbert');
      await row(page, GATED).click();
      await dialog(page).getByRole('button', { name: 'Download' }).click();
      const refused = await openNotification(page, 'asks for an access token (401)');
      await refused.getByRole('button', { name: 'Set Access Token...' }).click();
      const input = page.locator('.quick-input-widget input.input[type="password"]');
      await input.waitFor();
      await typeInQuickPick(page, 'hf_right');
      await takeScreenshot(page, 'models-token');
      await page.keyboard.press('Enter');
      await input.waitFor({ state: 'hidden' });
      await inUse(page, GATED);
      await runCommand(page, 'Kindred: Clear Access Tokens for Models');
      await openNotification(page, `The access tokens for https://${HOST} are deleted.`);
    },
    'Delete Model shows sizes and frees them': async ({ page }) => {
      await runCommand(page, 'Kindred: Delete Model');
      await row(page, E5).waitFor();
      await waitForText(row(page, GATED), /\d MB · in use/);
      for (const model of [GATED, E5]) await row(page, model).click();
      await page.keyboard.press('Enter');
      await dialog(page).filter({ hasText: 'MB on disk become free' }).waitFor();
      await dialog(page).getByRole('button', { name: 'Delete' }).click();
      await dialog(page).waitFor({ state: 'detached' });
      await runCommand(page, 'Kindred: Delete Model');
      await openNotification(page, 'No deep model is installed');
    },
    'where there is no network, an archive is taken over': async ({ page }) => {
      const asked = hub!.requests.length;
      await runCommand(page, 'Kindred: Choose Deep Model');
      await row(page, E5).click();
      await dialog(page).getByRole('button', { name: 'Import from an Archive...' }).click();
      const place = page.locator('.quick-input-widget input.input');
      await row(page, 'docs').waitFor();
      await place.fill(path.join(archiveFolder, 'model.zip'));
      await row(page, 'model.zip').waitFor();
      await takeScreenshot(page, 'models-archive');
      await place.press('Enter');
      await place.waitFor({ state: 'hidden' });
      await inUse(page, E5);
      assert.equal(hub!.requests.length, asked);
    },
  },
  {
    server: async () => {
      modelFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-hub-'));
      writeJinaModel(modelFolder, ['q8']);
      archiveFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'kindred-archive-'));
      writeZip(modelFolder, path.join(archiveFolder, 'model.zip'));
      const commit = 'c0ffee'.repeat(7).slice(0, 40);
      const models = [
        { id: E5, dir: modelFolder, commit },
        { id: GATED, dir: modelFolder, commit, token: 'hf_right' },
      ];
      const certificate = makeCertificate(HOST);
      hub = await startHub(models, { certificate });
      stranger = await startHub(models, { certificate: makeCertificate(HOST) });
      portOf[HOST] = listeningAt(hub);
      proxy = await startProxy(portOf);
      const authority = path.join(archiveFolder, 'authority.pem');
      fs.writeFileSync(authority, certificate.authority);
      return {
        env: { HF_ENDPOINT: `https://${HOST}`, https_proxy: proxy.address, SSL_CERT_FILE: authority },
        settings: { 'kindred.model.ask': true, 'http.systemCertificatesNode': true },
      };
    },
    open: (workspace) => {
      for (const name of ['설치', '운영']) {
        const sections = Array.from(
          { length: 12 },
          (_, i) => `## ${name} ${i}\n\n서버에서 로그를 확인합니다. ${'자세한 설명은 아래에 있습니다. '.repeat(20)}\n`,
        );
        fs.writeFileSync(path.join(workspace.folder, 'docs', `${name}.md`), `# ${name}\n\n${sections.join('\n')}`);
      }
      return { folder: workspace.folder, extensionDevelopmentPath: process.cwd() };
    },
    close: async () => {
      await proxy?.close();
      await hub?.close();
      await stranger?.close();
      for (const made of [modelFolder, archiveFolder]) fs.rmSync(made, { recursive: true, force: true });
    },
  },
);

scenario(
  'a question in Korean',
  {
    'asked in a later session gets the suggestion': async ({ page }) => {
      await waitUntilIndexed(page);
      await openNotification(page, 'A deep model makes its ranking better');
      await waitUntilKept(page, 'deepModelAskedAt');
      await reloadWorkbench(page);
      await waitUntilIndexed(page);
      await askInView(page, '비밀번호 해시는 어디서 계산하나');
      const suggestion = await openNotification(page, 'For questions in Korean there are models');
      await suggestion.getByRole('button', { name: 'No Thanks' }).click();
    },
    'and never again after an answer': async ({ page }) => {
      await waitUntilKept(page, 'koreanModelSuggested');
      await reloadWorkbench(page);
      await waitUntilIndexed(page);
      await askInView(page, '업로드 재시도');
      assert.equal(await page.getByText('For questions in Korean there are models').count(), 0);
    },
  },
  { server: async () => ({ settings: { 'kindred.model.ask': true } }) },
);
