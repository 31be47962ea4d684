/** The facts about the index, worded once for the status item's table, the Index view and the index report. */
import * as vscode from 'vscode';
import type { FileIssue } from '../../protocol/engine';
import { deepIndexingSettings } from '../config';
import {
  bytes,
  count,
  degradations,
  explainNotice,
  percent,
  runtimeName,
  skipReason,
  timeLeft,
  waitReasonText,
} from '../texts';
import { indexTotals, longest } from './indexTotals';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

export interface Fact {
  /** Name of a codicon. */
  icon: string;
  name: string;
  value: string;
}

/** Files that failed or were left out for one reason. */
export interface IssueGroup {
  /** In the user's language; '' for files that each have a reason of their own. */
  reason: string;
  /** `note` says more about this file, or is ''. */
  files: { path: string; note: string }[];
}

/** Counts, model, room: empty before the engine's first answer. */
export function indexFacts(index: WorkspaceIndex, modelName: string): Fact[] {
  const { status } = index;
  if (!status) return [];
  const counts = indexTotals(index);
  const isIndexing = counts.total > 0 && index.state === 'indexing';
  const documents = isIndexing
    ? withTimeLeft(t('{0} of {1}', count(counts.done), count(counts.total)), counts.msLeft)
    : count(counts.documents);
  return [
    { icon: 'files', name: t('Documents'), value: documents },
    ...speedFacts(index),
    { icon: 'list-flat', name: t('Passages'), value: count(counts.chunks) },
    { icon: 'sparkle', name: t('Deep model'), value: deepText(index, modelName) },
    ...(status.deep.runtime
      ? [{ icon: 'server-process', name: t('Deep model runs on'), value: runtimeName(status.deep.runtime) }]
      : []),
    { icon: 'layers', name: t('Deep coverage'), value: coverageText(index) },
    { icon: 'database', name: t('Index on disk'), value: bytes(counts.sizeBytes) },
    ...(status.vectorsSizeBytes === undefined
      ? []
      : [
          {
            icon: 'archive',
            name: t('Deep vectors of all folders'),
            value: t('{0} of {1}', bytes(status.vectorsSizeBytes), bytes(deepIndexingSettings().vectorLimitBytes)),
          },
        ]),
    { icon: 'chip', name: t('Memory'), value: bytes(status.memoryBytes) },
  ];
}

/** How fast files are indexed, or passages go through the deep model; nothing while neither happens. */
function speedFacts(index: WorkspaceIndex): Fact[] {
  const { deep } = index.status ?? {};
  const documents = index.state === 'indexing' ? index.speedOf('indexing') : undefined;
  const passages = deep?.state === 'running' && !deep.waitingFor ? index.speedOf('deepening') : undefined;
  const value =
    documents !== undefined
      ? t('{0} documents a second', count(readable(documents)))
      : passages && t('{0} passages a second', count(readable(passages)));
  return value ? [{ icon: 'dashboard', name: t('Speed'), value }] : [];
}

/** A few a second have a digit behind the point. */
function readable(speed: number): number {
  return speed < 10 ? Math.round(speed * 10) / 10 : Math.round(speed);
}

/** What has to be done without, what the last opening had to say, and who else writes. */
export function indexNotices({ status }: WorkspaceIndex): string[] {
  if (!status) return [];
  return [
    ...degradations(status).map(({ text }) => text),
    ...status.corpora.flatMap(({ state, notices, name }) => [
      ...notices.map(({ code, detail }) => explainNotice(code, detail)),
      ...(state === 'readOnly' ? [t('{0}: another window writes the index; this one reads it.', name)] : []),
    ]),
  ];
}

/** By reason, the reasons in the order in which they first occur. */
export function groupIssues(issues: readonly FileIssue[]): IssueGroup[] {
  const groups = new Map<string, IssueGroup>();
  for (const { path, reason } of issues) {
    // `tooLarge: 5000000 bytes, the limit is 1048576`: the code groups, the note stays with its file.
    const [, code, note] = /^(\w+)(?:: (.*))?$/s.exec(reason) ?? [];
    const key = code ?? '';
    const group = groups.get(key) ?? { reason: code ? skipReason(code) : '', files: [] };
    groups.set(key, group);
    group.files.push({ path, note: (code ? note : reason) ?? '' });
  }
  return [...groups.values()];
}

/** "97% · paused: on battery" */
function coverageText(index: WorkspaceIndex): string {
  const { deepChunks, chunks } = indexTotals(index);
  const deep = index.status?.deep;
  const hold = deep?.waitingFor ?? (deep?.pace === 'paused' ? 'paused' : undefined);
  // A hold says why nobody knows how long.
  const msLeft = hold ? undefined : longest(index.progress.filter(({ phase }) => phase === 'deepening'));
  const pace = deep?.pace === 'full' ? t('at full speed') : '';
  const how = !deep || deep.state === 'absent' || deep.state === 'failed' ? '' : hold ? waitReasonText(hold) : pace;
  const share = percent(deepChunks, chunks);
  return withTimeLeft(how ? `${share} · ${how}` : share, msLeft);
}

function withTimeLeft(text: string, msLeft: number | undefined): string {
  return msLeft === undefined ? text : `${text} · ${timeLeft(msLeft)}`;
}

/** Of the model that is in use: the bundled one, where none was installed. */
function deepText(index: WorkspaceIndex, chosenName: string): string {
  const deep = index.status?.deep;
  const modelName = deep?.isBundled ? t('{0} (bundled)', (deep.id ?? '').split('/').at(-1)!) : chosenName;
  switch (deep?.state) {
    case 'idle':
      return t('{0}, ready', modelName);
    case 'loading':
      return t('{0}, loading', modelName);
    case 'running':
      return t('{0}, working', modelName);
    case 'failed':
      // The notice says the rest.
      return deep.runtime?.kind === 'none' ? t('not available') : t('not available ({0})', deep.detail ?? '');
    default:
      return deep?.detail ? t('not available ({0})', deep.detail) : t('not installed');
  }
}
