/**
 * The page of the semantic map: a picture of all passages beside a list of its regions. Keeps camera, coloring and open
 * regions in the webview's own state, so that hiding the panel costs nothing; passages, texts and colors are what it is
 * told. Builds no HTML from what it receives.
 */
import * as v from 'valibot';
import { createMessageListener } from '../../protocol/announcements';
import { type FromMap, type Lit, type MapTexts, toMap, type WorkspaceMap } from '../../protocol/map';
import { type GroupBy, type Grouping, groupBy } from './mapGroups';
import { createList, element, number } from './mapList';
import { type Folders, passageNames } from './mapNames';
import { paletteOf } from './mapPalette';
import { litPoints } from './mapResults';
import { MapView } from './mapView';

const StateSchema = v.object({
  camera: v.optional(v.object({ x: v.number(), y: v.number(), scale: v.number() })),
  by: v.picklist(['folder', 'language']),
  open: v.array(v.number()),
});
type State = v.InferOutput<typeof StateSchema>;

declare function acquireVsCodeApi(): {
  postMessage(message: FromMap): void;
  getState(): unknown;
  setState(state: State): void;
};

const host = acquireVsCodeApi();
const restored = v.safeParse(StateSchema, host.getState());
const state: State = restored.success ? restored.output : { by: 'folder', open: [] };
const remember = (change: Partial<State>) => host.setState(Object.assign(state, change));

const card = byId('card');
const legend = byId('legend');
const found = byId('found');
const waiting = byId('waiting');
const stale = byId('stale');

let map: WorkspaceMap | undefined;
let texts: MapTexts | undefined;
let folders: Folders = {};
let grouping: Grouping | undefined;
/** The one group that is not faint. */
let chosen: number | undefined;
let lit: Lit | undefined;
let asked: number | undefined;
/** Runs while the map moves; what is kept is kept when it stands still. */
let moving: number | undefined;

const view = new MapView(byId('points') as HTMLCanvasElement, byId('names'), readPalette(), {
  hover: (point, at) => pointAt(point, at),
  open: (point, beside) => host.postMessage({ type: 'open', point, beside }),
  moved: (camera) => {
    state.camera = camera;
    window.clearTimeout(moving);
    moving = window.setTimeout(() => remember({}), 200);
    if (view.current !== undefined) placeCard(view.placeOf(view.current));
  },
});
const list = createList(byId('regions'), {
  open: (point, beside) => host.postMessage({ type: 'open', point, beside }),
  point: (point) => {
    if (point !== undefined) view.reveal(point);
    pointAt(point, point === undefined ? { x: 0, y: 0 } : view.placeOf(point));
  },
  changed: (open) => remember({ open: [...open] }),
});

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-by]'))
  button.addEventListener('click', () => colorBy(button.dataset.by as GroupBy));
byId('in').addEventListener('click', () => view.zoom(1.6));
byId('out').addEventListener('click', () => view.zoom(1 / 1.6));
byId('fit').addEventListener('click', () => view.fit());
byId('update').addEventListener('click', () => host.postMessage({ type: 'update' }));
window.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') pointAt(undefined, { x: 0, y: 0 });
});
// A change of theme is a change of the body's class and of the page's variables.
new MutationObserver(() => {
  view.recolor(readPalette());
  showLegend();
}).observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });

const receive = createMessageListener(toMap, {
  waiting: ({ text, share }) => wait(text, share),
  map(message) {
    ({ map, folders, texts } = message);
    show();
  },
  stale({ isStale }) {
    stale.hidden = !isStale;
  },
  lit(message) {
    lit = message.lit;
    highlight();
  },
  preview({ point, code }) {
    if (point === view.current) byId('code').textContent = code;
  },
});
window.addEventListener('message', ({ data }: MessageEvent<unknown>) => receive(data));
host.postMessage({ type: 'ready' });

function wait(text: string, share: number | undefined): void {
  document.body.classList.remove('there');
  byId('waitingText').textContent = text;
  const bar = byId('progress');
  bar.hidden = share === undefined;
  const done = Math.floor((share ?? 0) * 100);
  bar.setAttribute('aria-valuenow', String(done));
  (bar.firstElementChild as HTMLElement).style.width = `${done}%`;
  waiting.hidden = false;
}

function show(): void {
  if (!map || !texts) return;
  waiting.hidden = true;
  document.body.classList.add('there');
  const [shown, total] = [number(map.x.length), number(map.total)];
  byId('size').textContent =
    map.total > map.x.length
      ? texts.partOfPassages.replace('{0}', shown).replace('{1}', total)
      : texts.passages.replace('{0}', total);
  view.show(map, state.camera);
  list.show(
    map,
    texts,
    folders,
    state.open.filter((cluster) => cluster < map!.clusters.length),
  );
  colorBy(state.by);
  highlight();
}

function colorBy(by: GroupBy): void {
  if (!map) return;
  chosen = undefined;
  remember({ by });
  grouping = groupBy(map, by, folders);
  for (const button of document.querySelectorAll<HTMLElement>('[data-by]'))
    button.setAttribute('aria-pressed', String(button.dataset.by === by));
  showLegend();
  paint();
}

function showLegend(): void {
  if (!grouping || !texts) return;
  const { colors } = readPalette();
  const { others, here } = texts;
  const focused = document.activeElement?.closest('#legend button');
  const focusedAt = focused ? [...legend.querySelectorAll('button')].indexOf(focused as HTMLButtonElement) : -1;
  legend.replaceChildren(
    ...grouping.groups.map(({ name, passages }, group) => {
      const item = element('li');
      const button = element('button');
      button.setAttribute('aria-pressed', String(chosen === group));
      const swatch = element('span', 'swatch');
      swatch.style.backgroundColor = `rgb(${colors[name === '' ? colors.length - 1 : group]!.join()})`;
      const label = name === '' ? others : name === '.' ? here : name;
      button.append(swatch, element('span', 'label', label), element('span', 'count', number(passages)));
      button.title = label;
      button.addEventListener('click', () => {
        chosen = chosen === group ? undefined : group;
        showLegend();
        paint();
      });
      item.append(button);
      return item;
    }),
  );
  legend.querySelectorAll('button')[focusedAt]?.focus();
}

function paint(): void {
  if (!grouping) return;
  const { groupOf, groups } = grouping;
  const others = groups.findIndex(({ name }) => name === '');
  const wanted = (group: number) =>
    chosen === undefined || group === chosen || (chosen === others && group > others - 1);
  const isLit = new Set(view.lit);
  const emphasis = Uint8Array.from(groupOf, (group, point) =>
    Number(wanted(group) && (isLit.size === 0 || isLit.has(point) || chosen !== undefined)),
  );
  view.paint(groupOf, emphasis);
}

function highlight(): void {
  if (!map || !texts) return;
  view.lit = lit ? litPoints(map, lit.passages) : [];
  const text = view.lit.length > 0 ? texts.lit.replace('{0}', number(view.lit.length)) : texts.noneLit;
  found.textContent = lit ? text.replace('{1}', lit.label) : '';
  found.hidden = !lit;
  paint();
}

function pointAt(point: number | undefined, at: { x: number; y: number }): void {
  if (point === view.current) return;
  view.current = point;
  view.draw();
  window.clearTimeout(asked);
  card.hidden = point === undefined;
  if (point === undefined || !map) return;
  const { name, place } = passageNames(map, folders, point);
  byId('name').textContent = name;
  byId('place').textContent = place;
  byId('code').textContent = '';
  placeCard(at);
  // A pointer that passes over a hundred points reads none of their files.
  asked = window.setTimeout(() => host.postMessage({ type: 'preview', point }), 60);
}

/** Beside the point, on the side that has room. */
function placeCard(at: { x: number; y: number }): void {
  const { clientWidth, clientHeight } = card.parentElement!;
  const isLeft = at.x > clientWidth / 2;
  const isAbove = at.y > clientHeight / 2;
  card.style.left = isLeft ? 'auto' : `${Math.round(at.x + 14)}px`;
  card.style.right = isLeft ? `${Math.round(clientWidth - at.x + 14)}px` : 'auto';
  card.style.top = isAbove ? 'auto' : `${Math.round(at.y + 14)}px`;
  card.style.bottom = isAbove ? `${Math.round(clientHeight - at.y + 14)}px` : 'auto';
}

function readPalette() {
  const style = getComputedStyle(document.body);
  const isDark = !/vscode-(high-contrast-)?light/.test(document.body.className);
  return paletteOf(isDark, (name) => style.getPropertyValue(name));
}

function byId(id: string): HTMLElement {
  const place = document.getElementById(id);
  if (!place) throw new Error(`the page has no ${id}`);
  return place;
}
