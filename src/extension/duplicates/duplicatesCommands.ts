/** What the commands about duplicates do, each a few lines over the session and the view. */
import * as vscode from 'vscode';
import type { KindredContext } from '../context';
import { comparePassages } from '../editor/passageDiff';
import type { DuplicateTarget } from './duplicatesView';

const { t } = vscode.l10n;

export async function findDuplicates({ duplicates, duplicatesView }: KindredContext): Promise<void> {
  await duplicates.find();
  if (duplicates.found?.clusters.length) await duplicatesView.show();
  else void vscode.window.showInformationMessage(t('There are no duplicates in this workspace.'));
}

export async function compareDuplicates(context: KindredContext, target: DuplicateTarget): Promise<void> {
  const pair = await context.duplicatesView.pair(target);
  if (pair) await comparePassages(context.index, context.documents, ...pair);
}

export async function ignoreDuplicates(context: KindredContext, target: DuplicateTarget): Promise<void> {
  const nodes = await context.duplicatesView.targets(target);
  await context.duplicates.ignore(nodes.map(({ cluster }) => cluster));
}
