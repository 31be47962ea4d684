/**
 * The editor that previews cover, with its selection and what was in sight, so that it can be brought back as it was.
 */
import * as vscode from 'vscode';

export interface CoveredEditor {
  restore(): Promise<void>;
}

export function rememberEditor(): CoveredEditor {
  const editor = vscode.window.activeTextEditor;
  const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
  if (!editor) return { restore: () => closePreviewOver(tab) };
  const wasPreview = tab?.isPreview ?? false;
  const { selection } = editor;
  const [visible] = editor.visibleRanges;
  return {
    async restore() {
      const viewColumn = editor.viewColumn ?? vscode.ViewColumn.Active;
      const restored = await vscode.window.showTextDocument(editor.document, {
        viewColumn,
        preview: wasPreview,
        selection,
      });
      if (visible) restored.revealRange(visible, vscode.TextEditorRevealType.AtTop);
      const preview = vscode.window.tabGroups.activeTabGroup.tabs.find(({ isPreview }) => isPreview);
      if (preview && !wasPreview && !preview.isActive) await vscode.window.tabGroups.close(preview, true);
    },
  };
}

/** Nothing was open, or something that is no text: the preview goes and what was there comes back. */
async function closePreviewOver(tab: vscode.Tab | undefined): Promise<void> {
  const preview = vscode.window.tabGroups.activeTabGroup.activeTab;
  if (preview && preview !== tab && preview.isPreview) await vscode.window.tabGroups.close(preview, true);
}
