/**
 * Where people ask in Korean, or the workspace is written in it, a model that knows Korean is suggested: once on a
 * machine, whatever the answer. It downloads nothing; the list of models that it opens asks before anything is.
 */
import * as vscode from 'vscode';
import { knowsKorean } from '../../inference/presets';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import type { ModelSetup } from './modelSetup';

const { t } = vscode.l10n;

const SUGGESTED_KEY = 'koreanModelSuggested';
const HANGUL = /\p{Script=Hangul}/u;

/** `question`: one that was really asked, not a part of one being typed. True when the suggestion was made. */
export async function suggestForKorean(
  memory: vscode.Memento,
  modelSetup: ModelSetup,
  index: WorkspaceIndex,
  question = '',
): Promise<boolean> {
  const isKorean = HANGUL.test(question) || (index.status?.corpora ?? []).some((corpus) => corpus.isKorean);
  if (!isKorean || memory.get(SUGGESTED_KEY) || knowsKorean(modelSetup.chosen.preset) || !modelSetup.mayAsk())
    return false;
  await memory.update(SUGGESTED_KEY, true);
  const show = t('Show Models');
  const answer = await vscode.window.showInformationMessage(
    t('For questions in Korean there are models that know it; {0} was made for English and code.', modelSetup.name),
    show,
    t('No Thanks'),
  );
  if (answer === show) await vscode.commands.executeCommand('kindred.model.choose');
  return true;
}
