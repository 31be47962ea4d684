/**
 * Read-only documents that Kindred writes: the index report, the results as text, passages to compare. They live in
 * memory under the scheme `kindred`.
 */
import * as vscode from 'vscode';
import type { CorpusStatus, FileIssue, SearchResult } from '../../protocol/engine';
import { codeBlock } from '../format';
import type { SearchResults } from '../search/searchSession';
import { bytes, count, explainNotice, likenessIn, percent, placeOf } from '../texts';
import { groupIssues } from '../workspace/indexFacts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { whyLines } from './passageTexts';

const { t } = vscode.l10n;

const SCHEME = 'kindred';
/** A workspace may leave out a hundred thousand files; the first of each reason say enough. */
const LISTED = 500;

export class VirtualDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? t('This document is written anew when its command runs again.');
  }

  /** The document's address; `query` tells documents of one path apart. */
  write(path: string, text: string, query = ''): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    return uri;
  }

  async show(name: string, markdown: string): Promise<void> {
    const uri = this.write(`/${name}.md`, markdown);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** Every document that failed, was indexed as text or was left out, with the reason. */
export function indexReport(index: WorkspaceIndex): string {
  const { status } = index;
  const parts = [`# ${t('Kindred: index report')}`];
  if (!status) return [...parts, index.problem ?? t('The search engine is starting.')].join('\n\n');
  for (const corpus of status.corpora) parts.push(corpusReport(corpus));
  parts.push(
    `## ${t('Models')}`,
    `- ${t('Built in: {0}', status.embeddedModel)}`,
    `- ${t('Deep: {0}', [status.deep.id ?? t('not installed'), status.deep.detail].filter(Boolean).join(', '))}`,
  );
  return `${parts.join('\n\n')}\n`;
}

/** The passages with their code, for reading and for keeping. */
export function resultsMarkdown(title: string, { request, results }: SearchResults): string {
  const passages = results.map((result, at) => {
    const name = result.symbol ? ` ${result.symbol}` : '';
    const heading = [
      `${at + 1}.${name}`,
      placeOf(result.path, result.startLine, result.endLine),
      likenessIn(request, result),
    ];
    return [
      `## ${heading.filter(Boolean).join(' — ')}`,
      codeBlock(result.preview, result.language),
      whyLines(result)
        .map((line) => `- ${line}`)
        .join('\n'),
    ].join('\n\n');
  });
  return `${[`# ${title}`, ...passages].join('\n\n')}\n`;
}

/** One passage as text for the clipboard. */
export function copiedPassage(result: SearchResult): string {
  return `${placeOf(result.path, result.startLine, result.endLine)}\n${result.preview}`.trimEnd();
}

function corpusReport(corpus: CorpusStatus): string {
  const lines = [
    `## ${corpus.name}`,
    [
      `- ${t('{0} documents, {1} passages, deep {2}', count(corpus.documents), count(corpus.chunks), percent(corpus.deepChunks, corpus.chunks))}`,
      `- ${t('{0} on disk', bytes(corpus.indexSizeBytes))}`,
      ...corpus.notices.map(({ code, detail }) => `- ${explainNotice(code, detail)}`),
    ].join('\n'),
  ];
  lines.push(issues(t('Failed'), corpus.failed));
  if (corpus.asText.length > 0) lines.push(issues(t('Indexed as text'), corpus.asText));
  lines.push(issues(t('Left out'), corpus.skipped));
  return lines.filter(Boolean).join('\n\n');
}

function issues(title: string, files: readonly FileIssue[]): string {
  if (files.length === 0) return `### ${title}\n\n${t('None.')}`;
  const sections = groupIssues(files).map(({ reason, files: grouped }) => {
    const lines = grouped.map(({ path, note }) => `- \`${path.replace(/[`\n\r]/g, ' ')}\`${note ? ` (${note})` : ''}`);
    const more = lines.length > LISTED ? [`- ${t('and {0} more', count(lines.length - LISTED))}`] : [];
    const heading = reason ? `#### ${reason} (${count(lines.length)})\n\n` : '';
    return heading + [...lines.slice(0, LISTED), ...more].join('\n');
  });
  return [`### ${title} (${count(files.length)})`, ...sections].join('\n\n');
}
