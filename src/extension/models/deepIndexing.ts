/**
 * How deep indexing goes on, as this window wants it: the pace that the user chose (kept over a restart), the settings,
 * and what they are at, so that the engine keeps still while they type and begins with what is open. The decision is
 * the engine's.
 */
import * as vscode from 'vscode';
import type { DeepIndexingPolicy, Pace } from '../../protocol/engine';
import { deepIndexingSettings, onDidChangeDeepSettings } from '../config';
import { openUris } from '../search/scopes';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

const PACE_KEY = 'deepPace';
/** The engine keeps still for two seconds after each note: more notes than this would say nothing new. */
const TYPING_NOTE_MS = 1000;
/** A walk through many tabs is one change. */
const OPEN_NOTE_MS = 500;

export class DeepIndexing implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private notedAtMs = 0;
  private openTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly state: vscode.Memento,
    private readonly index: WorkspaceIndex,
  ) {
    const noteOpenSoon = (): void => {
      clearTimeout(this.openTimer);
      this.openTimer = setTimeout(() => this.noteOpen(), OPEN_NOTE_MS);
    };
    this.subscriptions = [
      onDidChangeDeepSettings(
        () => void this.index.setDeepIndexingPolicy(deepIndexingPolicy(state)).catch(() => undefined),
      ),
      index.onDidChange(() => this.keepPace()),
      index.onDidOpen(() => this.noteOpen()),
      vscode.workspace.onDidChangeTextDocument((event) => this.noteTyping(event)),
      vscode.window.onDidChangeActiveTextEditor(noteOpenSoon),
      vscode.window.tabGroups.onDidChangeTabs(noteOpenSoon),
    ];
  }

  /** @throws EngineError when the engine does not run */
  async setPace(pace: Pace): Promise<void> {
    if (pace === 'full' && this.index.paused) await this.index.resume();
    await this.index.setDeepIndexingPolicy({ ...deepIndexingPolicy(this.state), pace });
    await this.index.refreshStatus();
  }

  dispose(): void {
    clearTimeout(this.openTimer);
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  /** Full speed ends by itself, so the engine's word counts. */
  private keepPace(): void {
    const pace = this.index.status?.deep.pace;
    if (pace && pace !== paceOf(this.state)) void this.state.update(PACE_KEY, pace);
  }

  private noteTyping({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const isTyped = contentChanges.length > 0 && document === vscode.window.activeTextEditor?.document;
    if (!isTyped || Date.now() - this.notedAtMs < TYPING_NOTE_MS) return;
    this.notedAtMs = Date.now();
    this.index.noteActivity();
  }

  private noteOpen(): void {
    const active = vscode.window.activeTextEditor?.document.uri;
    const uris = active ? [active, ...openUris()] : openUris();
    this.index.noteOpen(uris.flatMap((uri) => this.index.documentOf(uri) ?? []));
  }
}

/** What the engine is opened with. */
export function deepIndexingPolicy(state: vscode.Memento): DeepIndexingPolicy {
  return { ...deepIndexingSettings(), pace: paceOf(state) };
}

function paceOf(state: vscode.Memento): Pace {
  return state.get<Pace>(PACE_KEY, 'normal');
}
