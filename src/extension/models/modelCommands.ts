/** The commands about deep models and deep indexing. */
import * as vscode from 'vscode';
import type { ExtensionCommands } from '../extensionCommand';
import { clearTokens } from './accessTokens';
import { chooseModel, deleteModels } from './modelPicks';
import { networkLogText } from './networkLogText';

const { t } = vscode.l10n;

export const modelCommands: ExtensionCommands = {
  'kindred.deep.pause': (context) => context.deepIndexing.setPace('paused'),
  'kindred.deep.resume': (context) => context.deepIndexing.setPace('normal'),
  'kindred.deep.full': (context) => context.deepIndexing.setPace('full'),
  'kindred.model.download': (context) => context.modelSetup.askAndDownload(),
  'kindred.model.choose': (context) => chooseModel(context.modelSetup),
  'kindred.model.delete': (context) => deleteModels(context.modelSetup),
  'kindred.model.setToken': (context) => context.modelSetup.askForToken(),
  'kindred.model.clearTokens': (context) => clearTokens(context.extension),
  'kindred.showNetworkLog': (context) =>
    context.documents.show(t('Kindred Network Log'), networkLogText(context.modelSetup.networkLog)),
};
