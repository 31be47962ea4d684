/**
 * Keeps the engine told of what the editor has and the disk has not, so that unsaved edits are found. Sends text and
 * nothing else; the engine keeps it in memory. Invariant: what was reverted or closed is taken back at once, what was
 * saved once the index has it.
 */
import * as vscode from 'vscode';
import type { UnsavedParams } from '../../protocol/engine';
import { maxFileSizeBytes } from '../config';
import { createChangeBatch } from './changeBatch';

export interface UnsavedReceiver {
  documentOf(uri: vscode.Uri): { corpusId: string; path: string } | undefined;
  setUnsaved(params: UnsavedParams): Promise<void>;
}

/** Short enough to be there when a question has been typed, long enough not to parse at each key. */
const QUIET_MS = 300;
const LONGEST_MS = 2000;

export class UnsavedEdits implements vscode.Disposable {
  /** What the engine was given, by URI. */
  private readonly given = new Map<string, { corpusId: string; path: string }>();
  /** Of those, what was saved since and is not indexed yet. */
  private readonly saved = new Set<string>();
  private readonly batch = createChangeBatch({
    flush: (uris) => this.send(uris),
    quietMs: QUIET_MS,
    longestMs: LONGEST_MS,
  });
  private readonly subscriptions: vscode.Disposable[] = [
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.isDirty || this.given.has(document.uri.toString())) this.batch.add(document.uri.toString());
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (this.given.has(uri.toString())) this.saved.add(uri.toString());
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (this.given.has(uri.toString())) this.batch.add(uri.toString());
    }),
  ];

  constructor(private readonly engine: UnsavedReceiver) {}

  /** A new engine knows of none. */
  sendAll(): void {
    this.given.clear();
    this.saved.clear();
    this.batch.addAll();
  }

  /** The index has been brought up to date; `paths` undefined: wholly. */
  async indexed(corpusId: string, paths: readonly string[] | undefined): Promise<void> {
    for (const uri of this.saved) {
      const document = this.given.get(uri);
      if (document?.corpusId === corpusId && (!paths || paths.includes(document.path))) await this.takeBack(uri);
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.batch.dispose();
  }

  private async send(uris: readonly string[] | undefined): Promise<void> {
    const open = new Map(vscode.workspace.textDocuments.map((document) => [document.uri.toString(), document]));
    for (const uri of uris ?? open.keys()) {
      const document = open.get(uri);
      if (document?.isDirty) this.saved.delete(uri);
      const isUnsaved = document?.isDirty || this.saved.has(uri);
      if (document && isUnsaved) await this.give(document);
      else if (this.given.has(uri) && !this.saved.has(uri)) await this.takeBack(uri);
    }
  }

  private async give(document: vscode.TextDocument): Promise<void> {
    const place = this.engine.documentOf(document.uri);
    if (!place) return;
    this.given.set(document.uri.toString(), place);
    const text = document.getText();
    await this.engine.setUnsaved({ ...place, ...(text.length <= maxFileSizeBytes() && { text }) });
  }

  private async takeBack(uri: string): Promise<void> {
    const place = this.given.get(uri);
    this.given.delete(uri);
    this.saved.delete(uri);
    if (place) await this.engine.setUnsaved(place);
  }
}
