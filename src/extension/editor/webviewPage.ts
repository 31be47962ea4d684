/**
 * A webview's page: its own script and style and nothing else may be loaded, and no style stands in the page itself. No
 * text of a page comes from a file of the workspace.
 */
import crypto from 'node:crypto';
import * as vscode from 'vscode';

export interface Page {
  /** Of the script in `dist/webview` and of the style in `media`. */
  name: string;
  title: string;
  /** HTML; texts in it went through `attribute`. */
  body: string;
}

export function showPage(webview: vscode.Webview, extensionUri: vscode.Uri, { name, title, body }: Page): void {
  const folder = (...parts: string[]) => vscode.Uri.joinPath(extensionUri, ...parts);
  webview.options = { enableScripts: true, localResourceRoots: [folder('dist', 'webview'), folder('media')] };
  const address = (uri: vscode.Uri) => attribute(webview.asWebviewUri(uri).toString());
  const nonce = crypto.randomBytes(16).toString('base64');
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  webview.html = `<!DOCTYPE html>
<html lang="${attribute(vscode.env.language)}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${attribute(title)}</title>
  <link rel="stylesheet" href="${address(folder('media', `${name}.css`))}">
</head>
<body>
${body}
  <script nonce="${nonce}" src="${address(folder('dist', 'webview', `${name}.js`))}"></script>
</body>
</html>`;
}

export function attribute(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
