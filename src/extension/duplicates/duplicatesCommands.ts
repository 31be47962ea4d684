/** The commands about duplicates. */
import * as vscode from 'vscode';
import type { KindredContext } from '../context';
import { comparePassages } from '../editor/passageDiff';
import type { ExtensionCommands } from '../extensionCommand';
import { canSearch } from '../workspace/canSearch';
import type { DuplicateTarget } from './duplicatesView';

const { t } = vscode.l10n;

export const duplicatesCommands: ExtensionCommands = {
  'kindred.findDuplicates': (context) => canSearch(context.index) && findDuplicates(context),
  'kindred.duplicates.open': (context, target?: DuplicateTarget) => context.duplicatesView.open(target, false),
  'kindred.duplicates.openToSide': (context, target?: DuplicateTarget) => context.duplicatesView.open(target, true),
  'kindred.duplicates.compare': (context, target?: DuplicateTarget) => compareDuplicates(context, target),
  'kindred.duplicates.ignore': (context, target?: DuplicateTarget) => ignoreDuplicates(context, target),
  'kindred.duplicates.showIgnored': (context) => context.duplicates.showIgnored(),
};

async function findDuplicates({ duplicates, duplicatesView }: KindredContext): Promise<void> {
  await duplicates.find();
  if (duplicates.found?.clusters.length) await duplicatesView.show();
  else void vscode.window.showInformationMessage(t('There are no duplicates in this workspace.'));
}

async function compareDuplicates(context: KindredContext, target: DuplicateTarget): Promise<void> {
  const pair = await context.duplicatesView.pair(target);
  if (pair) await comparePassages(context.index, context.documents, ...pair);
}

async function ignoreDuplicates(context: KindredContext, target: DuplicateTarget): Promise<void> {
  const nodes = await context.duplicatesView.targets(target);
  await context.duplicates.ignore(nodes.map(({ cluster }) => cluster));
}
