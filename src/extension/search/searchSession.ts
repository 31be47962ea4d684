/**
 * The one search whose results the view shows: asks the engine, shows fast results first and better ones when they
 * come, forgets the search before. Knows nothing of how results look. Invariant: an answer to an older question never
 * replaces that of a newer one.
 */
import * as vscode from 'vscode';
import type { SearchResponse, SearchResult } from '../../protocol/engine';
import { EngineError } from '../../protocol/errors';
import { resultsLimit } from '../config';
import { explain, isCanceled } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { LatestSearch } from './latestSearch';
import {
  type FileGroup,
  followEdit,
  groupByFile,
  keepGroupInPlace,
  keepInPlace,
  passageKey,
  sameResults,
} from './resultList';
import { scoped } from './scopes';
import type { SearchRequest } from './searchRequest';
import type { SearchDepth } from './searchSteps';

/** An answer with its rows, and what was asked. */
export interface SearchResults extends Omit<SearchResponse, 'query'> {
  request: SearchRequest;
  groups: FileGroup[];
}

export class SearchSession implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  /** Results, search or problem changed. */
  readonly onDidChange = this.changed.event;
  private readonly search: LatestSearch;
  private askedWhileIndexing = false;
  /** Passages that were dismissed from the present search; a refinement must not bring them back. */
  private dismissed = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  found: SearchResults | undefined;
  /** What was asked last; its answer may still be on its way. */
  request: SearchRequest | undefined;
  problem: string | undefined;
  /** Documents have changed since the answer. */
  isStale = false;
  /** The passage that was opened last; F4 goes on from it. */
  current: SearchResult | undefined;

  constructor(private readonly index: WorkspaceIndex) {
    this.search = new LatestSearch(index);
    this.subscriptions = [
      this.changed,
      index.onDidChange(() => this.refineAfterIndexing()),
      index.onDidChangeDocuments(() => this.documentsChanged()),
      vscode.workspace.onDidChangeTextDocument((event) => this.follow(event)),
    ];
  }

  get searching(): boolean {
    return this.search.isRunning;
  }

  /** Resolves when the best answer is shown, when a newer search took over, or with a problem set. */
  async run(request: SearchRequest, isTyping = false): Promise<void> {
    if (request !== this.request) this.dismissed.clear();
    this.request = request;
    this.problem = undefined;
    this.askedWhileIndexing = this.index.state !== 'ready';
    const answers = this.search.start((depth, token) => this.ask(request, depth, token, isTyping && depth === 'fast'));
    this.changed.fire();
    try {
      for await (const answer of answers) this.show(request, answer);
    } catch (error) {
      if (isCanceled(error)) return;
      // What the engine died over is asked again when it is back.
      if (error instanceof EngineError && error.code === 'workerCrashed') this.askedWhileIndexing = true;
      // The fast answer stays where only the better one failed.
      if (this.found?.request === request) return;
      this.found = undefined;
      this.current = undefined;
      this.problem = explain(error);
    } finally {
      if (this.request === request && !this.searching) this.changed.fire();
    }
  }

  /** Asks the same again: after the index has changed, or because the user wants to. */
  async again(): Promise<void> {
    if (this.request) await this.run(this.request);
  }

  clear(): void {
    this.search.cancel();
    this.found = undefined;
    this.request = undefined;
    this.problem = undefined;
    this.current = undefined;
    this.changed.fire();
  }

  dismiss(dismissed: readonly SearchResult[]): void {
    if (!this.found) return;
    for (const result of dismissed) this.dismissed.add(passageKey(result));
    this.replace(this.found.results.filter((result) => !this.dismissed.has(passageKey(result))));
  }

  dispose(): void {
    this.search.cancel();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private ask(
    request: SearchRequest,
    depth: SearchDepth,
    token: vscode.CancellationToken,
    isTyping = false,
  ): Promise<SearchResponse> {
    const limit = resultsLimit();
    if (request.kind === 'search') {
      return this.index.search({ ...scoped(this.index, request.query, request.within), limit, depth, isTyping }, token);
    }
    const { corpusId, path, startLine, endLine } = request;
    return this.index.similar(
      {
        corpusId,
        path,
        limit,
        depth,
        ...(startLine !== undefined && { startLine }),
        ...(endLine !== undefined && { endLine }),
      },
      token,
    );
  }

  private show(request: SearchRequest, response: SearchResponse): void {
    const { query: _, results: answered, ...said } = response;
    const before = this.found?.request === request ? this.found : undefined;
    this.isStale = false;
    const results = keepInPlace(
      before?.results ?? [],
      answered.filter((result) => !this.dismissed.has(passageKey(result))),
      passageKey,
      this.current && passageKey(this.current),
    );
    if (before && sameResults(before.results, results)) {
      // The rows stay as they are; only what they say about their rank is new.
      for (const [at, { score, reasons }] of results.entries()) Object.assign(before.results[at]!, { score, reasons });
      this.found = { ...said, request, results: before.results, groups: before.groups };
    } else {
      const groups = keepGroupInPlace(before?.groups ?? [], groupByFile(results), this.current);
      this.found = { ...said, request, results, groups };
      if (this.current && !results.some((result) => passageKey(result) === passageKey(this.current!))) {
        this.current = undefined;
      }
    }
    this.changed.fire();
  }

  private replace(results: SearchResult[]): void {
    if (!this.found) return;
    this.found = { ...this.found, results, groups: groupByFile(results) };
    this.changed.fire();
  }

  private documentsChanged(): void {
    // What was asked of half an index is asked again by itself.
    if (!this.found || this.isStale || this.askedWhileIndexing) return;
    this.isStale = true;
    this.changed.fire();
  }

  /** What was asked of half an index is asked again of the whole one. */
  private refineAfterIndexing(): void {
    if (!this.askedWhileIndexing || this.index.state !== 'ready' || !this.request || this.searching) return;
    this.askedWhileIndexing = false;
    void this.again();
  }

  /** Keeps the passages on their lines while their documents are edited. */
  private follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!this.found || contentChanges.length === 0) return;
    const place = this.index.documentOf(document.uri);
    if (!place) return;
    const changes = contentChanges.map(({ range, text }) => ({
      startLine: range.start.line,
      endLine: range.end.line,
      lineDelta: (text.match(/\n/g)?.length ?? 0) - (range.end.line - range.start.line),
    }));
    if (changes.every(({ lineDelta }) => lineDelta === 0)) return;
    const moved = this.found.results.map((result) =>
      result.corpusId === place.corpusId && result.path === place.path ? changes.reduce(followEdit, result) : result,
    );
    if (moved.every((result, at) => result === this.found?.results[at])) return;
    const currentAt = this.current ? this.found.results.indexOf(this.current) : -1;
    this.replace(moved);
    if (currentAt >= 0) this.current = moved[currentAt];
  }
}
