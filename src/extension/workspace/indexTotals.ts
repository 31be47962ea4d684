/**
 * The counts of all open folders together, and the sentence that says where the index stands. Status bar, search box
 * and report say the same.
 */
import * as vscode from 'vscode';
import type { CorpusProgress } from '../../protocol/engine';
import { count, documentCount, passageCount, timeLeft } from '../texts';
import type { WorkspaceIndex } from './workspaceIndex';

const { t } = vscode.l10n;

export interface IndexTotals {
  documents: number;
  chunks: number;
  deepChunks: number;
  failed: number;
  skipped: number;
  asText: number;
  sizeBytes: number;
  /** Of the update that runs; both 0 when none does or nothing is known yet. */
  done: number;
  total: number;
  /** Until the slowest folder's update is done; undefined while nobody can say. */
  msLeft: number | undefined;
}

export function indexTotals(index: WorkspaceIndex): IndexTotals {
  const corpora = index.status?.corpora ?? [];
  const running = index.progress.filter(({ phase }) => phase === 'indexing');
  const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
    items.reduce((all, item) => all + of(item), 0);
  return {
    documents: sum(corpora, ({ documents }) => documents),
    chunks: sum(corpora, ({ chunks }) => chunks),
    deepChunks: sum(corpora, ({ deepChunks }) => deepChunks),
    failed: sum(corpora, ({ failed }) => failed.length),
    skipped: sum(corpora, ({ skipped }) => skipped.length),
    asText: sum(corpora, ({ asText }) => asText.length),
    sizeBytes: sum(corpora, ({ indexSizeBytes }) => indexSizeBytes),
    done: sum(running, ({ documentsDone }) => documentsDone),
    total: sum(running, ({ documentsTotal }) => documentsTotal),
    msLeft: longest(running),
  };
}

/** Everything is indexed, and nothing of it can be searched. */
export function isEmpty(index: WorkspaceIndex): boolean {
  return index.state === 'ready' && !index.paused && index.status !== undefined && indexTotals(index).documents === 0;
}

/** Of folders that are worked on at the same time. */
export function longest(progress: readonly CorpusProgress[]): number | undefined {
  const known = progress.flatMap(({ msLeft }) => msLeft ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

export function statusSentence(index: WorkspaceIndex): string {
  const counts = indexTotals(index);
  switch (index.state) {
    case 'noFolder':
      return t('No folder is open. Open one to search it.');
    case 'virtual':
      return t('This workspace is not on a disk that Kindred can read.');
    case 'starting':
      return t('The search engine is starting.');
    case 'stopped':
      return index.problem ?? t('The search engine is not running.');
    case 'indexing':
      if (counts.total === 0) return t('Looking for files to index.');
      return counts.msLeft === undefined
        ? t('Indexing: {0} of {1} documents. Search works on what is there.', count(counts.done), count(counts.total))
        : t(
            'Indexing: {0} of {1} documents, {2}. Search works on what is there.',
            count(counts.done),
            count(counts.total),
            timeLeft(counts.msLeft),
          );
    case 'ready':
      if (index.paused) return t('Indexing is paused at {0} documents.', count(counts.documents));
      return counts.documents === 0
        ? t('There is no file here that can be searched.')
        : t('{0} with {1} can be searched.', documentCount(counts.documents), passageCount(counts.chunks));
  }
}
