/**
 * The deep model from the user's side: which one is chosen, the question, the download with progress, taking it up,
 * deleting it. Nothing is asked for over a network before the user said yes. The transfer itself is in src/download;
 * which models exist is data in src/inference. Invariant: the choice is one setting of the machine, so that all windows
 * use the same model and none can be made to by a workspace.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import type { DownloadOptions, ModelProgress } from '../../download/download';
import { downloadModel, importFiles } from '../../download/loadDownload';
import { networkLogFile, openNetworkLog } from '../../download/networkLog';
import { type ChosenModel, resolveModel } from '../../inference/customModel';
import { type InstalledModel, installedModels, modelDir, removeModel } from '../../inference/installedModels';
import {
  DEFAULT_MODEL_ID,
  hasSameUse,
  isFreelyUsable,
  type ModelPreset,
  modelEndpoint,
  presets,
  weightsOf,
} from '../../inference/presets';
import type { OpenParams } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import {
  customModelSetting,
  endpointSetting,
  mayAskForModel,
  modelSetting,
  neverAskForModel,
  onDidChangeModelSettings,
  setModel,
} from '../config';
import { bytes, explain, isCanceled, percent } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { askForToken, tokenFor } from './accessTokens';
import { presetText, sizeOf } from './modelTexts';

const { t } = vscode.l10n;

const ASKED_KEY = 'deepModelAskedAt';
/** After "Later" the user is asked again in two weeks, not every morning. */
const ASK_AGAIN_MS = 14 * 24 * 60 * 60 * 1000;

export class ModelSetup implements vscode.Disposable {
  private readonly modelsDir: string;
  private readonly bundleDir: string;
  private readonly settings: vscode.Disposable;
  private downloading: AbortController | undefined;
  private hasAsked = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly index: () => WorkspaceIndex,
  ) {
    this.modelsDir = path.join(context.globalStorageUri.fsPath, 'models');
    this.bundleDir = path.join(context.extensionPath, 'dist');
    this.settings = onDidChangeModelSettings(() => void this.takeUp());
  }

  /** The model of the settings; the default one while they name none that can be used. */
  get chosen(): ChosenModel {
    try {
      return this.named(modelSetting());
    } catch (error) {
      this.log.warn(String(error));
      return resolveModel(DEFAULT_MODEL_ID);
    }
  }

  get name(): string {
    return this.chosen.preset.id.split('/').at(-1)!;
  }

  /** The file of every request that was made. */
  get networkLog(): string {
    return networkLogFile(this.modelsDir);
  }

  get isDownloading(): boolean {
    return this.downloading !== undefined;
  }

  /** Those installed on this machine, by id. */
  all(): InstalledModel[] {
    return installedModels(this.modelsDir);
  }

  installed(id = this.chosen.preset.id): InstalledModel | undefined {
    return this.all().find((model) => model.id === id);
  }

  /**
   * All that can be chosen: the presets, the custom model, and what else is installed. For a custom model that cannot
   * be used, an error is shown.
   */
  choices(): ChosenModel[] {
    const custom = customModelSetting();
    const isObject = typeof custom === 'object' && custom !== null;
    const ids = [
      ...presets.map(({ id }) => id),
      // Without an id it is refused below, in words.
      ...(isObject ? [(custom as { id: string }).id] : []),
      ...this.all().map(({ id }) => id),
    ];
    return [...new Set(ids)].flatMap((id) => {
      try {
        return [this.named(id)];
      } catch (error) {
        void vscode.window.showErrorMessage(explain(error));
        return [];
      }
    });
  }

  /** What the engine is opened with. */
  spec(): OpenParams['deepModel'] {
    const installed = this.installed();
    return installed && { id: installed.id, dir: installed.dir };
  }

  /** Once a session at most, and only when search already works: a question must not stand before the first answer. */
  async askOnce(): Promise<void> {
    const askedAt = this.context.globalState.get<number>(ASKED_KEY, 0);
    if (Date.now() - askedAt < ASK_AGAIN_MS || this.installed()) return;
    const { preset, from } = this.chosen;
    // What is not on the hub, and what may not be used freely, is for the user to bring up.
    if (from !== undefined || !isFreelyUsable(preset) || !this.mayAsk()) return;
    await this.context.globalState.update(ASKED_KEY, Date.now());
    const endpoint = chosenEndpoint();
    const download = t('Download');
    const later = t('Later');
    const never = t('Never Ask');
    const answer = await vscode.window.showInformationMessage(
      t(
        'Search works. A deep model makes its ranking better: {0} ({1}, license {2}), downloaded once from {3}. Your code stays on this machine.',
        preset.id,
        sizeOf(preset),
        preset.license,
        hostOf(endpoint),
      ),
      download,
      later,
      never,
    );
    if (answer === download) await this.download(preset, endpoint);
    else if (answer === never) await neverAskForModel();
  }

  /** Whether a question that nobody asked for may be put now; true at most once a session. */
  mayAsk(): boolean {
    if (this.hasAsked || !vscode.workspace.isTrusted || !mayAskForModel()) return false;
    this.hasAsked = true;
    return true;
  }

  /** The command: asks with all that there is to know, then downloads or imports, and uses the model from then on. */
  async choose({ preset, from }: ChosenModel): Promise<void> {
    const installed = this.installed(preset.id);
    if (installed && weightsOf(installed.preset) === weightsOf(preset)) {
      if (hasSameUse(installed.preset, preset)) return this.use(preset.id);
      // Other prefixes, dimensions and the like need no other files.
      return this.import({ ...preset, revision: installed.preset.revision }, installed.dir);
    }
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(
        t('Kindred does not do this in Restricted Mode. Trust the workspace first.'),
      );
      return;
    }
    if (from !== undefined) return this.import(preset, from);
    const endpoint = chosenEndpoint();
    const download = t('Download');
    const folder = t('Import from a Folder...');
    const archive = t('Import from an Archive...');
    const detail = [
      t(
        '{0} from {1}. License: {2}. For {3}. It is kept for all workspaces, and your code stays on this machine.',
        sizeOf(preset),
        hostOf(endpoint) + (preset.repository ? ` (${preset.repository})` : ''),
        preset.license,
        presetText(preset.languages) || t('languages it does not tell'),
      ),
      ...(isFreelyUsable(preset) ? [] : [t('This license forbids commercial use.')]),
    ].join('\n\n');
    const question = t('Download the deep model {0}?', preset.id);
    const ways = [download, folder, archive];
    const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, ...ways);
    if (answer === download) await this.download(preset, endpoint);
    else if (answer !== undefined) {
      const isFolder = answer === folder;
      const picked = await vscode.window.showOpenDialog({
        canSelectFolders: isFolder,
        canSelectFiles: !isFolder,
        title: answer,
        ...(!isFolder && { filters: { [t('Archives')]: ['zip', 'tar', 'gz', 'tgz'] } }),
      });
      if (picked?.[0]) await this.import(preset, picked[0].fsPath);
    }
  }

  async askAndDownload(): Promise<void> {
    const { chosen } = this;
    const installed = this.installed();
    if (!installed) return this.choose(chosen);
    void vscode.window.showInformationMessage(
      t('The deep model {0} is installed ({1}).', installed.id, bytes(installed.sizeBytes)),
    );
  }

  /** One that is in use is dropped by the engine first. */
  async delete(models: readonly InstalledModel[]): Promise<void> {
    const used = this.spec();
    if (models.some(({ id }) => id === used?.id)) await this.index().setDeepModel(null);
    for (const { dir } of models) await removeModel(dir);
  }

  /** For gated models on the server that models come from now. */
  askForToken(): Promise<boolean> {
    return askForToken(this.context, chosenEndpoint());
  }

  dispose(): void {
    this.settings.dispose();
    this.downloading?.abort();
  }

  /** @throws EngineError modelUnknown, customModelInvalid */
  private named(id: string): ChosenModel {
    try {
      return resolveModel(id, customModelSetting());
    } catch (error) {
      // What the terminal has installed with settings of its own is known by its folder alone.
      const installed = this.all().find((model) => model.id === id);
      if (installed) return { preset: installed.preset as ModelPreset };
      throw error;
    }
  }

  private async use(id: string): Promise<void> {
    if (modelSetting() === id) await this.takeUp();
    else await setModel(id);
  }

  /** Here and in the other windows, which hear of the setting as well. */
  private async takeUp(): Promise<void> {
    try {
      this.named(modelSetting());
      await this.index().setDeepModel(this.spec() ?? null);
    } catch (error) {
      if (!isCanceled(error)) void vscode.window.showErrorMessage(explain(error));
    }
  }

  /**
   * Downloads without a further question, from the very host that the user was told: the setting may change between
   * question and answer (a remote window drops values of the wrong scope once it knows the setting).
   */
  private download(preset: ModelPreset, endpoint: string): Promise<void> {
    return this.bring(
      preset,
      t('Kindred: downloading {0}', preset.id),
      () => this.download(preset, endpoint),
      async (options) => {
        const token = await tokenFor(this.context, endpoint);
        return downloadModel(this.bundleDir, {
          ...options,
          endpoint,
          ...(token && { token }),
          // The host's fetch knows the user's proxy and certificates.
          fetch: (input, init) => globalThis.fetch(input, init),
          onRequest: openNetworkLog(this.networkLog, preset.id),
        });
      },
    );
  }

  private import(preset: ModelPreset, from: string): Promise<void> {
    return this.bring(
      preset,
      t('Kindred: importing {0}', preset.id),
      () => this.import(preset, from),
      (options) => importFiles(this.bundleDir, { ...options, from }),
    );
  }

  private async bring(
    preset: ModelPreset,
    title: string,
    again: () => Promise<void>,
    run: (options: Pick<DownloadOptions, 'preset' | 'targetDir' | 'signal' | 'onProgress'>) => Promise<InstalledModel>,
  ): Promise<void> {
    if (this.downloading) return;
    const abort = new AbortController();
    this.downloading = abort;
    let failure: unknown;
    try {
      // Windows renames no folder in which a file is open.
      if (this.spec()?.id === preset.id) await this.index().setDeepModel(null);
      const targetDir = modelDir(this.modelsDir, preset.id);
      const model = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => abort.abort());
          return run({ preset, targetDir, signal: abort.signal, onProgress: shownProgress(progress) });
        },
      );
      await this.use(model.id);
      void vscode.window.showInformationMessage(
        t('The deep model is installed. Results get better while it works through your files; nothing waits for it.'),
      );
    } catch (error) {
      failure = error;
    } finally {
      this.downloading = undefined;
    }
    if (!failure) return;
    if (this.installed()) await this.takeUp();
    if (isCanceled(failure)) return;
    const retry = t('Retry');
    const showLog = t('Show Log');
    this.log.error(`The model ${preset.id} could not be installed.`, String(failure));
    const setToken = t('Set Access Token...');
    const isRefused = failure instanceof EngineError && /\((401|403)\)/.test(failure.detail);
    const answers = [...(isRefused ? [setToken] : []), retry, showLog];
    const answer = await vscode.window.showErrorMessage(explain(failure), ...answers);
    if (answer === showLog) this.log.show();
    else if (answer === retry || (answer === setToken && (await this.askForToken()))) await again();
  }
}

function chosenEndpoint(): string {
  return modelEndpoint(endpointSetting());
}

function hostOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).host : endpoint;
}

/** At most five times a second; what comes in between is not lost for long, because the next one shows it. */
function shownProgress(progress: vscode.Progress<{ message?: string; increment?: number }>) {
  let shownPercent = 0;
  let shownAtMs = 0;
  return ({ loadedBytes, totalBytes }: ModelProgress): void => {
    if (Date.now() - shownAtMs < 200) return;
    shownAtMs = Date.now();
    const percentNow = totalBytes > 0 ? (loadedBytes / totalBytes) * 100 : 0;
    const increment = Math.max(0, percentNow - shownPercent);
    shownPercent += increment;
    const message = t('{0} of {1} ({2})', bytes(loadedBytes), bytes(totalBytes), percent(loadedBytes, totalBytes));
    progress.report({ message, increment });
  };
}
