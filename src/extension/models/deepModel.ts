/**
 * The deep model from the user's side: the question, the download with progress, taking it up, deleting it. Nothing is asked for over a network
 * before the user said yes. The transfer itself is `download.ts`; which models exist is data in src/inference.
 */
import path from 'node:path';
import * as vscode from 'vscode';
import { downloadModel, type ModelProgress } from '../../download/download';
import type { OpenParams } from '../../engine/protocol';
import { type InstalledModel, installedModel, modelDir, removeModel } from '../../inference/installed';
import {
  DEFAULT_MODEL_ID,
  downloadSizeBytes,
  findPreset,
  type ModelPreset,
  modelEndpoint,
} from '../../inference/models';
import { endpointSetting, mayAskForModel, neverAskForModel } from '../config';
import { bytes, explain, isCancelled, percent } from '../messages';
import type { WorkspaceIndex } from '../workspaceIndex';

const { t } = vscode.l10n;

const ASKED_KEY = 'deepModelAskedAt';
/** "Later" is taken at its word, and not every morning. */
const ASK_AGAIN_MS = 14 * 24 * 60 * 60 * 1000;

export class DeepModel implements vscode.Disposable {
  private readonly preset: ModelPreset = findPreset(DEFAULT_MODEL_ID)!;
  private readonly modelsDir: string;
  private downloading: AbortController | undefined;
  private hasAsked = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly index: () => WorkspaceIndex,
  ) {
    this.modelsDir = path.join(context.globalStorageUri.fsPath, 'models');
  }

  get name(): string {
    return this.preset.id.split('/').at(-1)!;
  }

  get isDownloading(): boolean {
    return this.downloading !== undefined;
  }

  installed(): InstalledModel | undefined {
    return installedModel(modelDir(this.modelsDir, this.preset.id));
  }

  /** What the engine is opened with. */
  spec(): OpenParams['deepModel'] {
    const installed = this.installed();
    return installed && { id: installed.id, dir: installed.dir };
  }

  /** Once a session at most, and only when search already works: a question must not stand before the first answer. */
  async askOnce(): Promise<void> {
    if (this.hasAsked || !vscode.workspace.isTrusted || !mayAskForModel() || this.installed()) return;
    const askedAt = this.context.globalState.get<number>(ASKED_KEY, 0);
    if (Date.now() - askedAt < ASK_AGAIN_MS) return;
    this.hasAsked = true;
    await this.context.globalState.update(ASKED_KEY, Date.now());
    const endpoint = chosenEndpoint();
    const download = t('Download');
    const later = t('Later');
    const never = t('Never Ask');
    const answer = await vscode.window.showInformationMessage(
      t(
        'Search works. A deep model makes its ranking better: {0} ({1}, licence {2}), downloaded once from {3}. Your code stays on this machine.',
        this.preset.id,
        this.size(),
        this.preset.licence,
        hostOf(endpoint),
      ),
      download,
      later,
      never,
    );
    if (answer === download) await this.download(endpoint);
    else if (answer === never) await neverAskForModel();
  }

  /** The command: asks with all that there is to know, then downloads. */
  async askAndDownload(): Promise<void> {
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage(
        t('Kindred does not do this in Restricted Mode. Trust the workspace first.'),
      );
      return;
    }
    const installed = this.installed();
    if (installed) {
      void vscode.window.showInformationMessage(
        t('The deep model {0} is installed ({1}).', installed.id, bytes(installed.sizeBytes)),
      );
      return;
    }
    const endpoint = chosenEndpoint();
    const download = t('Download');
    const answer = await vscode.window.showInformationMessage(
      t('Download the deep model {0}?', this.preset.id),
      {
        modal: true,
        detail: t(
          '{0} from {1}. Licence: {2}. For {3}. It is kept for all workspaces, and your code stays on this machine.',
          this.size(),
          hostOf(endpoint),
          this.preset.licence,
          this.preset.languages,
        ),
      },
      download,
    );
    if (answer === download) await this.download(endpoint);
  }

  /**
   * Downloads without a further question, from the very host that the user was told: the setting may change between question and answer (a
   * remote window drops values of the wrong scope once it knows the setting).
   */
  private async download(endpoint: string): Promise<void> {
    if (this.downloading) return;
    const abort = new AbortController();
    this.downloading = abort;
    let failure: unknown;
    try {
      const model = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: t('Kindred: downloading {0}', this.preset.id),
          cancellable: true,
        },
        (progress, token) => {
          token.onCancellationRequested(() => abort.abort());
          return this.transfer(endpoint, abort.signal, progress);
        },
      );
      await this.index().setDeepModel({ id: model.id, dir: model.dir });
      void vscode.window.showInformationMessage(
        t('The deep model is installed. Results get better while it works through your files; nothing waits for it.'),
      );
    } catch (error) {
      failure = error;
    } finally {
      this.downloading = undefined;
    }
    if (failure && !isCancelled(failure)) await this.sayFailure(failure, endpoint);
  }

  async askAndDelete(): Promise<void> {
    const installed = this.installed();
    if (!installed) {
      void vscode.window.showInformationMessage(t('No deep model is installed.'));
      return;
    }
    const remove = t('Delete');
    const answer = await vscode.window.showWarningMessage(
      t('Delete the deep model {0}?', installed.id),
      { modal: true, detail: t('{0} on disk become free. Search goes on without it.', bytes(installed.sizeBytes)) },
      remove,
    );
    if (answer !== remove) return;
    try {
      await this.index().setDeepModel(null);
      await removeModel(installed.dir);
    } catch (error) {
      void vscode.window.showErrorMessage(explain(error));
    }
  }

  dispose(): void {
    this.downloading?.abort();
  }

  private transfer(
    endpoint: string,
    signal: AbortSignal,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
  ): Promise<InstalledModel> {
    let shownPercent = 0;
    const onProgress = ({ loadedBytes, totalBytes }: ModelProgress): void => {
      const percentNow = totalBytes > 0 ? (loadedBytes / totalBytes) * 100 : 0;
      const increment = Math.max(0, percentNow - shownPercent);
      shownPercent += increment;
      const message = t('{0} of {1} ({2})', bytes(loadedBytes), bytes(totalBytes), percent(loadedBytes, totalBytes));
      progress.report({ message, increment });
    };
    return downloadModel({
      preset: this.preset,
      targetDir: modelDir(this.modelsDir, this.preset.id),
      endpoint,
      // The host's fetch knows the user's proxy and certificates.
      fetch: (input, init) => globalThis.fetch(input, init),
      signal,
      onProgress: atMostEvery(200, onProgress),
      onRequest: (url, status) => this.log.info(`network: ${url} ${status}`),
    });
  }

  private async sayFailure(error: unknown, endpoint: string): Promise<void> {
    const retry = t('Retry');
    const showLog = t('Show Log');
    this.log.error('The deep model could not be downloaded.', String(error));
    const answer = await vscode.window.showErrorMessage(explain(error), retry, showLog);
    if (answer === retry) await this.download(endpoint);
    else if (answer === showLog) this.log.show();
  }

  private size(): string {
    return bytes(downloadSizeBytes(this.preset) ?? 0);
  }
}

function chosenEndpoint(): string {
  return modelEndpoint(endpointSetting());
}

function hostOf(endpoint: string): string {
  try {
    return new URL(endpoint).host;
  } catch {
    return endpoint;
  }
}

/** The last call of a row is not lost for long: the next one shows it. */
function atMostEvery<T>(ms: number, act: (value: T) => void): (value: T) => void {
  let last = 0;
  return (value) => {
    const now = Date.now();
    if (now - last < ms) return;
    last = now;
    act(value);
  };
}
