/** One search at a time: a newer one cancels the one before, which then yields no more answers. */
import * as vscode from 'vscode';
import type { SearchResponse } from '../../protocol/engine';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { type SearchDepth, searchSteps } from './searchSteps';

type Ask = (depth: SearchDepth, token: vscode.CancellationToken) => Promise<SearchResponse>;

export class LatestSearch {
  private running: vscode.CancellationTokenSource | undefined;

  constructor(private readonly index: Pick<WorkspaceIndex, 'status'>) {}

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  cancel(): void {
    this.running?.cancel();
    this.running = undefined;
  }

  /** The answers of a new search, the best last. The search before is canceled at once, this one asks when iterated. */
  start(ask: Ask): AsyncGenerator<SearchResponse, void> {
    this.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    return this.answers(source, ask);
  }

  private async *answers(source: vscode.CancellationTokenSource, ask: Ask): AsyncGenerator<SearchResponse, void> {
    try {
      yield* searchSteps({
        ask: (depth) => ask(depth, source.token),
        status: () => this.index.status,
        isCanceled: () => this.running !== source,
      });
    } finally {
      if (this.running === source) this.running = undefined;
      source.dispose();
    }
  }
}
