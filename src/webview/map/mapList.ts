/**
 * The map in words: its regions, largest first, each with the words that tell it from the others and, opened, its
 * passages. What a person who does not see the map or uses no mouse works with. Builds no HTML from what it receives.
 */
import type { MapTexts, WorkspaceMap } from '../../protocol/map';
import { type Folders, nameOfRegion, passageNames } from './mapNames';

export interface ListHandlers {
  open(point: number, beside: boolean): void;
  /** The keyboard or the pointer is at this passage, or has left it. */
  point(point: number | undefined): void;
  /** Regions that are open. */
  changed(open: readonly number[]): void;
}

/** Passages that an opened region shows at once. */
const STEP = 20;

export function createList(place: HTMLElement, handlers: ListHandlers) {
  let open = new Set<number>();
  let folders: Folders = {};
  return {
    show(map: WorkspaceMap, texts: MapTexts, named: Folders, opened: readonly number[]) {
      open = new Set(opened);
      folders = named;
      const members = pointsByRegion(map);
      place.replaceChildren(...map.clusters.map((_, cluster) => regionOf(map, texts, cluster, members[cluster]!)));
    },
  };

  function regionOf(map: WorkspaceMap, texts: MapTexts, cluster: number, points: readonly number[]): HTMLElement {
    const region = element('li', 'region');
    const head = element('button', 'head');
    head.setAttribute('aria-expanded', 'false');
    head.append(
      element('span', 'words', nameOfRegion(map, cluster)),
      element('span', 'count', texts.passages.replace('{0}', number(points.length))),
    );
    const inside = element('ul', 'inside');
    inside.hidden = true;
    const toggle = (isOpen: boolean) => {
      head.setAttribute('aria-expanded', String(isOpen));
      inside.hidden = !isOpen;
      if (isOpen && inside.childElementCount === 0) more(map, texts, inside, points);
    };
    head.addEventListener('click', () => {
      const isOpen = !open.has(cluster);
      if (isOpen) open.add(cluster);
      else open.delete(cluster);
      toggle(isOpen);
      handlers.changed([...open]);
    });
    if (open.has(cluster)) toggle(true);
    region.append(head, inside);
    return region;
  }

  function more(
    map: WorkspaceMap,
    texts: MapTexts,
    inside: HTMLElement,
    points: readonly number[],
  ): HTMLElement | undefined {
    const from = inside.querySelectorAll('.passage').length;
    const added = points.slice(from, from + STEP).map((point) => passageOf(map, point));
    inside.append(...added);
    const left = points.length - from - added.length;
    if (left > 0) {
      const item = element('li');
      const button = element('button', 'more', texts.more.replace('{0}', number(Math.min(STEP, left))));
      button.addEventListener('click', () => {
        item.remove();
        more(map, texts, inside, points)?.querySelector('button')?.focus();
      });
      item.append(button);
      inside.append(item);
    }
    return added[0];
  }

  function passageOf(map: WorkspaceMap, point: number): HTMLElement {
    const item = element('li');
    const button = element('button', 'passage');
    const { name, place: where } = passageNames(map, folders, point);
    button.append(element('span', 'name', name), element('span', 'place', where));
    button.addEventListener('click', (event) => handlers.open(point, event.ctrlKey || event.metaKey));
    button.addEventListener('focus', () => handlers.point(point));
    button.addEventListener('blur', () => handlers.point(undefined));
    button.addEventListener('mouseenter', () => handlers.point(point));
    button.addEventListener('mouseleave', () => handlers.point(undefined));
    item.append(button);
    return item;
  }
}

/** The passages in the middle of a region first: they are what it is about. */
function pointsByRegion(map: WorkspaceMap): number[][] {
  const members: number[][] = map.clusters.map(() => []);
  for (const [point, cluster] of map.cluster.entries()) members[cluster]!.push(point);
  return members.map((points) => {
    const mean = (values: readonly number[]) => points.reduce((sum, point) => sum + values[point]!, 0) / points.length;
    const [x, y] = [mean(map.x), mean(map.y)];
    const away = (point: number) => Math.hypot(map.x[point]! - x, map.y[point]! - y);
    return points.sort((a, b) => away(a) - away(b) || a - b);
  });
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  name = '',
  text = '',
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  if (made instanceof HTMLButtonElement) made.type = 'button';
  if (name) made.className = name;
  if (text) made.textContent = text;
  return made;
}

export const number = (value: number) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined).format(value);
