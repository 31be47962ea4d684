/**
 * The semantic map in an editor of its own. Has the engine compute it, hands it to the page, and opens what is picked
 * there. Keeps the map while the panel is hidden, for the page forgets it then. Invariant: a point that the page names
 * is one of the map that the page has.
 */
import * as vscode from 'vscode';
import { createMessageListener } from '../../protocol/announcements';
import type { WorkspaceMap } from '../../protocol/engine';
import { fromMap, type ToMap } from '../../protocol/map';
import type { PassageOpener } from '../editor/openPassage';
import { attribute, showPage } from '../editor/webviewPage';
import type { SearchSession } from '../search/searchSession';
import { explain, isCanceled, searchName } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';

const { t } = vscode.l10n;

const PANEL = 'kindred.map';
/** Of a passage, in the card beside its point. */
const PREVIEW_LINES = 8;

export class MapPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private map: WorkspaceMap | undefined;
  private isStale = false;
  private running: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly index: WorkspaceIndex,
    private readonly session: SearchSession,
    private readonly opener: PassageOpener,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(PANEL, this),
      session.onDidChange(() => this.sendLit()),
      index.onDidChangeDocuments(() => {
        if (!this.map || this.isStale) return;
        this.isStale = true;
        this.send({ type: 'stale', isStale: true });
      }),
    ];
  }

  show(): void {
    if (this.panel) this.panel.reveal();
    else this.attach(vscode.window.createWebviewPanel(PANEL, t('Semantic Map'), vscode.ViewColumn.Active));
  }

  /** After a reload of the window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.attach(panel);
  }

  dispose(): void {
    this.running?.cancel();
    this.panel?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private attach(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const icon = (theme: string) => vscode.Uri.joinPath(this.extensionUri, 'media', `map-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.webview.onDidReceiveMessage(this.receive);
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.map = undefined;
      this.running?.cancel();
    });
    showPage(panel.webview, this.extensionUri, { name: 'map', title: t('Semantic Map'), body: pageBody() });
  }

  private readonly receive = createMessageListener(fromMap, {
    ready: () => {
      if (this.map) this.sendMap(this.map);
      else void this.compute();
    },
    update: () => void this.compute(),
    preview: async ({ point }) => {
      const text = await this.textOf(point);
      const code = text === undefined ? '' : text.trimEnd().split(/\r?\n/).slice(0, PREVIEW_LINES).join('\n');
      this.send({ type: 'preview', point, code });
    },
    open: async ({ point, beside }) => {
      const passage = this.passage(point);
      const preview = await this.textOf(point);
      if (passage && preview !== undefined) await this.opener.open({ ...passage, preview }, { beside });
    },
  });

  private async compute(): Promise<void> {
    this.running?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.running = source;
    const wait = (share: number) => this.send({ type: 'waiting', text: t('Drawing the map of your code…'), share });
    try {
      wait(0);
      await this.index.whenReady();
      const map = await this.index.map(source.token, (share) => this.running === source && wait(share));
      if (this.running !== source) return;
      this.map = map;
      this.isStale = false;
      this.sendMap(map);
    } catch (error) {
      if (this.running === source && !isCanceled(error)) this.send({ type: 'waiting', text: explain(error) });
    } finally {
      source.dispose();
    }
  }

  private sendMap(map: WorkspaceMap): void {
    if (map.x.length === 0) {
      this.send({ type: 'waiting', text: t('There is nothing on the map: no file is indexed yet.') });
      return;
    }
    const folders = Object.fromEntries(this.index.folders.map(({ id }) => [id, this.index.folderLabel(id)]));
    const texts = {
      passages: t('{0} passages', '{0}'),
      partOfPassages: t('{0} of {1} passages, evenly chosen', '{0}', '{1}'),
      more: t('Show {0} more', '{0}'),
      others: t('Others'),
      here: t('Top folder'),
      lit: t('{0} results for “{1}” are lit', '{0}', '{1}'),
      noneLit: t('No result for “{1}” is on the map', '{0}', '{1}'),
    };
    this.send({ type: 'map', map, folders, texts });
    this.send({ type: 'stale', isStale: this.isStale });
    this.sendLit();
  }

  private sendLit(): void {
    if (!this.map) return;
    const { found } = this.session;
    const passages = found?.results.map(({ corpusId, path, startLine, endLine }) => ({
      corpusId,
      path,
      startLine,
      endLine,
    }));
    this.send({ type: 'lit', ...(found && passages && { lit: { label: searchName(found.request), passages } }) });
  }

  private passage(point: number) {
    const { map } = this;
    const document = map?.documents[map.document[point] ?? -1];
    if (!map || !document) return undefined;
    const { corpusId, path } = document;
    return { corpusId, path, startLine: map.startLine[point]!, endLine: map.endLine[point]! };
  }

  private async textOf(point: number): Promise<string | undefined> {
    const passage = this.passage(point);
    return passage && this.index.textOf(passage).catch(() => '');
  }

  private send(message: ToMap): void {
    void this.panel?.webview.postMessage(message);
  }
}

const ICONS = { in: 'M8 3v10M3 8h10', out: 'M3 8h10', fit: 'M3 6V3h3m4 0h3v3m0 4v3h-3M6 13H3v-3' };

function pageBody(): string {
  const text = (words: string) => attribute(words);
  const icon = (id: keyof typeof ICONS, label: string) =>
    `<button id="${id}" type="button" title="${text(label)}" aria-label="${text(label)}"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[id]}"/></svg></button>`;
  return `  <main>
    <section id="picture" aria-label="${text(t('Map'))}">
      <canvas id="points" tabindex="0" role="application" aria-label="${text(t('Map of the passages. Arrow keys move it, plus and minus zoom, 0 shows all. The list of regions holds the same passages.'))}"></canvas>
      <div id="names" aria-hidden="true"></div>
      <div class="bar">
        <div role="group" aria-label="${text(t('Color by'))}">
          <button type="button" data-by="folder" aria-pressed="true">${text(t('Folder'))}</button>
          <button type="button" data-by="language" aria-pressed="false">${text(t('Language'))}</button>
        </div>
        <div role="group" aria-label="${text(t('Zoom'))}">${icon('in', t('Zoom in'))}${icon('out', t('Zoom out'))}${icon('fit', t('Show all'))}</div>
      </div>
      <div id="key"><ul id="legend" aria-label="${text(t('Colors; press one to show it alone'))}"></ul></div>
      <div id="card" role="tooltip" hidden><p id="name"></p><p id="place"></p><pre id="code"></pre></div>
    </section>
    <aside aria-label="${text(t('Regions'))}">
      <header>
        <h1>${text(t('Regions'))}</h1>
        <p id="size"></p>
        <p id="found" role="status" hidden></p>
        <div id="stale" role="status" hidden><span>${text(t('The index has changed.'))}</span><button id="update" type="button">${text(t('Update'))}</button></div>
      </header>
      <ul id="regions"></ul>
    </aside>
  </main>
  <div id="waiting" role="status"><span id="waitingText"></span><div id="progress" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-label="${text(t('Semantic Map'))}" hidden><div></div></div></div>`;
}
