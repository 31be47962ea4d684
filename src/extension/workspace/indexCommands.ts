/** The commands about the index, the engine and their logs. */
import * as vscode from 'vscode';
import type { KindredContext } from '../context';
import { indexReport } from '../editor/virtualDocuments';
import type { ExtensionCommands } from '../extensionCommand';
import { bytes, count } from '../texts';
import { showIndexMenu } from './indexMenu';
import { indexTotals } from './indexTotals';

const { t } = vscode.l10n;

export const indexCommands: ExtensionCommands = {
  'kindred.index.pause': (context) => context.index.pause(),
  'kindred.index.resume': (context) => context.index.resume(),
  'kindred.index.cancel': (context) => context.index.cancelIndexing(),
  'kindred.index.rebuild': (context) => rebuild(context),
  'kindred.index.verify': (context) => verify(context),
  'kindred.index.delete': (context) => deleteIndex(context),
  'kindred.index.report': (context) => context.documents.show(t('Kindred Index'), indexReport(context.index)),
  'kindred.showMenu': (context) => showIndexMenu(context.index, context.modelSetup),
  'kindred.openSettings': (context) =>
    vscode.commands.executeCommand('workbench.action.openSettings', `@ext:${context.extension.extension.id}`),
  'kindred.showLog': (context) => context.log.show(),
  'kindred.restartEngine': (context) => context.index.restart(),
};

async function rebuild(context: KindredContext): Promise<void> {
  const again = t('Build Again');
  const answer = await vscode.window.showWarningMessage(
    t('Build the index of this workspace again?'),
    { modal: true, detail: t('The present index is deleted; search works on what has been indexed so far meanwhile.') },
    again,
  );
  if (answer === again) await context.index.rebuild();
}

async function verify({ index, log }: KindredContext): Promise<void> {
  const { files, sizeBytes, damages } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: t('Kindred: checking the index') },
    () => index.verify(),
  );
  const read = t('{0} files ({1}) were read.', count(files), bytes(sizeBytes));
  if (damages.length === 0) {
    void vscode.window.showInformationMessage(t('The index is sound. {0}', read));
    return;
  }
  for (const { path: file, detail } of damages) log.warn(`${file}: ${detail}`);
  const showLog = t('Show Log');
  const message = t('{0} files of the index were damaged and have been mended. {1}', count(damages.length), read);
  if ((await vscode.window.showWarningMessage(message, showLog)) === showLog) log.show();
}

async function deleteIndex({ index }: KindredContext): Promise<void> {
  const doIt = t('Delete');
  const answer = await vscode.window.showWarningMessage(
    t('Delete the index of this workspace ({0})?', bytes(indexTotals(index).sizeBytes)),
    {
      modal: true,
      detail: t('Your files are not touched. Indexing pauses until you resume it; then the index is built anew.'),
    },
    doIt,
  );
  if (answer === doIt) await index.deleteIndexes();
}
