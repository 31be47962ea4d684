/** The lists in which a person chooses a deep model or deletes some; what happens then is up to `ModelSetup`. */
import * as vscode from 'vscode';
import type { ChosenModel } from '../../inference/customModel';
import type { InstalledModel } from '../../inference/installedModels';
import { bytes } from '../texts';
import type { ModelSetup } from './modelSetup';
import { presetText, sizeOf } from './modelTexts';

const { t } = vscode.l10n;

interface ModelItem extends vscode.QuickPickItem {
  choice?: ChosenModel;
}

export async function chooseModel(modelSetup: ModelSetup): Promise<void> {
  const items = modelSetup.choices().map((choice) => ({ choice, installed: modelSetup.installed(choice.preset.id) }));
  const used = modelSetup.spec()?.id;
  const group = (label: string, isInstalled: boolean): ModelItem[] => {
    const some = items.filter(({ installed }) => (installed !== undefined) === isInstalled);
    const rows = some.map(({ choice, installed }) => modelItem(choice, installed, used));
    return rows.length > 0 ? [{ label, kind: vscode.QuickPickItemKind.Separator }, ...rows] : [];
  };
  const picked = await vscode.window.showQuickPick(
    [...group(t('Installed'), true), ...group(t('To download'), false)],
    {
      title: t('Kindred: Choose Deep Model'),
      placeHolder: t('It ranks the best results again. Nothing is downloaded before you are asked.'),
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (picked?.choice) await modelSetup.choose(picked.choice);
}

function modelItem(choice: ChosenModel, installed: InstalledModel | undefined, used: string | undefined): ModelItem {
  const { id, license, purpose, languages } = choice.preset;
  const size = installed ? bytes(installed.sizeBytes) : sizeOf(choice.preset);
  const state = id === used ? [t('in use')] : [];
  return {
    choice,
    label: id,
    description: [size, license, ...state].join(' · '),
    detail: [purpose, languages].filter(Boolean).map(presetText).join(' · '),
  };
}

export async function deleteModels(modelSetup: ModelSetup): Promise<void> {
  const used = modelSetup.spec()?.id;
  const items = modelSetup.all().map((model) => ({
    model,
    label: model.id,
    description: [bytes(model.sizeBytes), ...(model.id === used ? [t('in use')] : [])].join(' · '),
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(t('No deep model is installed.'));
    return;
  }
  const title = t('Kindred: Delete Model');
  const picked = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  if (!picked?.length) return;
  const models = picked.map(({ model }) => model);
  const remove = t('Delete');
  const room = bytes(models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0));
  const answer = await vscode.window.showWarningMessage(
    t('Delete {0}?', models.map(({ id }) => id).join(', ')),
    { modal: true, detail: t('{0} on disk become free. Search goes on without it.', room) },
    remove,
  );
  if (answer === remove) await modelSetup.delete(models);
}
