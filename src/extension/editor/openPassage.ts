/**
 * Opens a passage in an editor: the cursor on its first line, its lines highlighted until the cursor leaves them. A
 * passage whose file has changed is looked for by its text; when that is gone too, or the file is, the user is told.
 */
import * as vscode from 'vscode';
import { focused, type LocatedPassage, locate } from '../search/resultList';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

const { t } = vscode.l10n;

/** A passage with what finds it: its place, and the text that stood there. */
export type PlacedPassage = LocatedPassage & {
  corpusId: string;
  path: string;
  focus?: { startLine: number; endLine: number };
};

export interface OpenOptions {
  beside?: boolean;
  /** The keyboard stays where it is. */
  preserveFocus?: boolean;
  /** A tab that the next preview replaces. */
  preview?: boolean;
}

/** Long enough to be read. */
const SAID_MS = 8000;

export class PassageOpener implements vscode.Disposable {
  private lit = createLight();
  private litEditor: { editor: vscode.TextEditor; range: vscode.Range } | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly index: WorkspaceIndex) {
    this.subscriptions = [
      { dispose: () => this.lit.dispose() },
      vscode.window.onDidChangeActiveColorTheme(() => this.relight()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections, kind }) => {
        if (textEditor !== this.litEditor?.editor || kind === undefined) return;
        const leaves = selections.some(({ active }) => !this.litEditor?.range.contains(active));
        if (leaves || kind === vscode.TextEditorSelectionChangeKind.Mouse) this.clearHighlight();
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document === this.litEditor?.editor.document) this.clearHighlight();
      }),
    ];
  }

  /** The editor, or undefined when the file cannot be shown (said to the user unless `quiet`). */
  async open(
    result: PlacedPassage,
    options: OpenOptions & { quiet?: boolean } = {},
  ): Promise<vscode.TextEditor | undefined> {
    const uri = this.index.uriOf(result);
    if (!uri) return undefined;
    const { beside, preserveFocus = false, preview = true, quiet = false } = options;
    try {
      const document = await vscode.workspace.openTextDocument(uri);
      const range = rangeOf(document, result);
      const editor = await vscode.window.showTextDocument(document, {
        preview,
        preserveFocus,
        viewColumn: beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
        selection: new vscode.Range(range.start, range.start),
      });
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      this.light(editor, range);
      if (!quiet) this.notifyChanged(document, result);
      return editor;
    } catch {
      if (!quiet) await this.notifyGone(uri, result);
      return undefined;
    }
  }

  /** Highlights a passage that VS Code has opened by itself where it was found; follows it when it has moved since. */
  highlight(editor: vscode.TextEditor, result: PlacedPassage): void {
    const range = rangeOf(editor.document, result);
    if (editor.selection.active.line !== range.start.line) {
      editor.selection = new vscode.Selection(range.start, range.start);
      editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
    this.light(editor, range);
    this.notifyChanged(editor.document, result);
  }

  clearHighlight(): void {
    this.litEditor?.editor.setDecorations(this.lit, []);
    this.litEditor = undefined;
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private light(editor: vscode.TextEditor, range: vscode.Range): void {
    this.clearHighlight();
    editor.setDecorations(this.lit, [range]);
    this.litEditor = { editor, range };
  }

  private relight(): void {
    const { litEditor } = this;
    this.lit.dispose();
    this.lit = createLight();
    if (litEditor) this.light(litEditor.editor, litEditor.range);
  }

  /** In the status bar: F4 may go through many. */
  private notifyChanged(document: vscode.TextDocument, { preview, ...passage }: PlacedPassage): void {
    if (!preview || locate(linesOf(document), { preview, ...passage })) return;
    vscode.window.setStatusBarMessage(`$(info) ${t('This passage has changed since it was found.')}`, SAID_MS);
  }

  private async notifyGone(uri: vscode.Uri, result: PlacedPassage): Promise<void> {
    const exists = await vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
    void vscode.window.showWarningMessage(
      exists
        ? t('{0} cannot be shown in a text editor.', result.path)
        : t('{0} does not exist any more. The index follows shortly.', result.path),
    );
  }
}

/** High contrast has lines where other themes have colors. */
function createLight(): vscode.TextEditorDecorationType {
  const { kind } = vscode.window.activeColorTheme;
  const { HighContrast, HighContrastLight } = vscode.ColorThemeKind;
  return vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.rangeHighlightForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    ...((kind === HighContrast || kind === HighContrastLight) && {
      borderColor: new vscode.ThemeColor('contrastActiveBorder'),
      borderStyle: 'solid',
      borderWidth: '0 0 0 2px',
    }),
  });
}

/** The lines where a passage stands in the document as it is now. */
export function rangeOf(document: vscode.TextDocument, passage: PlacedPassage): vscode.Range {
  const { startLine, endLine } = locate(linesOf(document), focused(passage)) ?? focused(passage);
  return document.validateRange(new vscode.Range(startLine, 0, endLine, Number.MAX_SAFE_INTEGER));
}

function linesOf(document: vscode.TextDocument): string[] {
  return document.getText().split(/\r?\n/);
}
