/**
 * The picture of the map: camera, points, names of regions, and what a pointer or the keys do to them. Draws when
 * something has changed and at no other time. Knows nothing of passages but their places.
 */

import type { WorkspaceMap } from '../../protocol/map';
import { between, type Camera, fitted, panned, toScreen, zoomed } from './mapCamera';
import { element } from './mapList';
import { nameOfRegion } from './mapNames';
import type { Palette } from './mapPalette';
import { createPointRenderer } from './mapPoints';
import { type Marks, type Points, radiusFor } from './mapScene';

export interface ViewHandlers {
  /** The pointer is at this point, at this place of the picture. */
  hover(point: number | undefined, at: { x: number; y: number }): void;
  open(point: number, beside: boolean): void;
  moved(camera: Camera): void;
}

/** CSS pixels around the pointer in which a point is found. */
const REACH = 9;
const PAN = 60;
const ZOOM = 1.4;
const GLIDE_MS = 220;
/** A press that moves less is a click. */
const CLICK_PX = 4;

export class MapView {
  private readonly renderer;
  private camera: Camera = { x: 0.5, y: 0.5, scale: 500 };
  private map: WorkspaceMap | undefined;
  private points: Points = {
    x: new Float32Array(),
    y: new Float32Array(),
    group: new Uint8Array(),
    emphasis: new Uint8Array(),
  };
  private labels: { box: HTMLElement; x: number; y: number; width: number; height: number }[] = [];
  private requested = 0;
  private glide: { from: Camera; to: Camera; began: number } | undefined;
  private pressed: { x: number; y: number; moved: boolean } | undefined;
  lit: readonly number[] = [];
  current: number | undefined;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly names: HTMLElement,
    private palette: Palette,
    private readonly handlers: ViewHandlers,
  ) {
    this.renderer = createPointRenderer(canvas);
    canvas.dataset.renderer = this.renderer.kind;
    new ResizeObserver(() => this.draw()).observe(canvas.parentElement!);
    this.listenToPointer();
    this.listenToWheel();
    this.listenToKeys();
  }

  show(map: WorkspaceMap, camera: Camera | undefined): void {
    this.map = map;
    const count = map.x.length;
    const along = (values: readonly number[]) => Float32Array.from(values, (value) => value / 65_535);
    this.points = {
      x: along(map.x),
      y: along(map.y),
      group: new Uint8Array(count),
      emphasis: new Uint8Array(count).fill(1),
    };
    this.camera = camera ?? fitted(this.screen);
    this.nameRegions(map);
  }

  /** Colors and what is not faint. */
  paint(group: Uint8Array, emphasis: Uint8Array): void {
    this.points = { ...this.points, group, emphasis };
    this.renderer.load(this.points);
    this.draw();
  }

  recolor(palette: Palette): void {
    this.palette = palette;
    this.draw();
  }

  /** Once, in the next frame. */
  draw(): void {
    this.requested ||= requestAnimationFrame((now) => {
      this.requested = 0;
      this.frame(now);
    });
  }

  fit(): void {
    this.glideTo(fitted(this.screen));
  }

  zoom(factor: number): void {
    this.glideTo(zoomed(this.glide?.to ?? this.camera, this.screen, factor));
  }

  /** Brings a point into sight; nothing moves when it is. */
  reveal(point: number): void {
    const { width, height } = this.screen;
    const [x, y] = [this.points.x[point]!, this.points.y[point]!];
    const at = toScreen(this.camera, this.screen, x, y);
    const isSeen = at.x > REACH && at.y > REACH && at.x < width - REACH && at.y < height - REACH;
    if (!isSeen) this.glideTo({ ...this.camera, x, y });
  }

  placeOf(point: number): { x: number; y: number } {
    return toScreen(this.camera, this.screen, this.points.x[point]!, this.points.y[point]!);
  }

  private get screen() {
    const { clientWidth, clientHeight } = this.canvas.parentElement!;
    return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
  }

  private frame(now: number): void {
    if (!this.map) return;
    if (this.glide) {
      const { from, to, began } = this.glide;
      const share = Math.min(1, Math.max(0, (now - began) / GLIDE_MS));
      this.camera = between(from, to, share);
      if (share === 1) this.glide = undefined;
      else this.draw();
      this.handlers.moved(this.camera);
    }
    const { screen, camera, palette, lit, current } = this;
    const marks: Marks[] = [
      { points: lit, rim: palette.lit, larger: 2 },
      { points: current === undefined ? [] : [current], rim: palette.current, larger: 3 },
    ];
    const radius = radiusFor(this.points.x.length, camera.scale / fitted(screen).scale);
    const { background, colors } = palette;
    this.renderer.draw({ camera, screen, ratio: window.devicePixelRatio, radius, background, colors, marks });
    this.placeNames();
  }

  private glideTo(to: Camera): void {
    const isStill =
      document.body.classList.contains('vscode-reduce-motion') ||
      matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (isStill) this.move(to);
    else this.glide = { from: this.camera, to, began: performance.now() };
    this.draw();
  }

  private move(to: Camera): void {
    this.glide = undefined;
    this.camera = to;
    this.handlers.moved(to);
    this.draw();
  }

  /** The regions' words in the middle of each; the list says the same to a screen reader. */
  private nameRegions(map: WorkspaceMap): void {
    const sums = map.clusters.map(() => ({ x: 0, y: 0 }));
    for (const [point, cluster] of map.cluster.entries()) {
      sums[cluster]!.x += this.points.x[point]! / map.clusters[cluster]!.passages;
      sums[cluster]!.y += this.points.y[point]! / map.clusters[cluster]!.passages;
    }
    this.names.replaceChildren();
    this.labels = sums.map((middle, cluster) => {
      const words = map.clusters[cluster]!.words.slice(0, 2).join(' · ');
      const box = element('span', '', words || nameOfRegion(map, cluster));
      this.names.append(box);
      return { box, ...middle, width: box.offsetWidth, height: box.offsetHeight };
    });
  }

  /** Of names that would cover each other, that of the larger region stays. */
  private placeNames(): void {
    const taken: { left: number; top: number; right: number; bottom: number }[] = [];
    for (const { box, x, y, width, height } of this.labels) {
      const at = toScreen(this.camera, this.screen, x, y);
      const [left, top] = [Math.round(at.x - width / 2), Math.round(at.y - height / 2)];
      const place = { left, top, right: left + width, bottom: top + height };
      const isFree = !taken.some(
        (other) =>
          place.left < other.right && other.left < place.right && place.top < other.bottom && other.top < place.bottom,
      );
      box.classList.toggle('shown', isFree);
      if (isFree) taken.push(place);
      box.style.transform = `translate(${left}px, ${top}px)`;
    }
  }

  private nearest(x: number, y: number): number | undefined {
    let best: number | undefined;
    let least = REACH ** 2;
    const { points, camera, screen } = this;
    for (let point = 0; point < points.x.length; point++) {
      if (!points.emphasis[point]) continue;
      const dx = (points.x[point]! - camera.x) * camera.scale + screen.width / 2 - x;
      if (dx > REACH || dx < -REACH) continue;
      const dy = (points.y[point]! - camera.y) * camera.scale + screen.height / 2 - y;
      if (dx * dx + dy * dy >= least) continue;
      least = dx * dx + dy * dy;
      best = point;
    }
    return best;
  }

  private listenToPointer(): void {
    const { canvas } = this;
    canvas.addEventListener('pointerdown', (event) => {
      this.pressed = { x: event.offsetX, y: event.offsetY, moved: false };
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', (event) => {
      const at = { x: event.offsetX, y: event.offsetY };
      if (!this.pressed) return this.handlers.hover(this.nearest(at.x, at.y), at);
      const { x, y, moved } = this.pressed;
      if (!moved && Math.hypot(at.x - x, at.y - y) < CLICK_PX) return;
      this.pressed = { ...at, moved: true };
      this.handlers.hover(undefined, at);
      this.move(panned(this.camera, at.x - x, at.y - y));
    });
    canvas.addEventListener('pointerup', (event) => {
      const wasClick = this.pressed && !this.pressed.moved;
      this.pressed = undefined;
      const point = wasClick ? this.nearest(event.offsetX, event.offsetY) : undefined;
      if (point !== undefined) this.handlers.open(point, event.ctrlKey || event.metaKey);
    });
    canvas.addEventListener('pointercancel', () => {
      this.pressed = undefined;
    });
    canvas.addEventListener('pointerleave', (event) =>
      this.handlers.hover(undefined, { x: event.offsetX, y: event.offsetY }),
    );
  }

  private listenToWheel(): void {
    this.canvas.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015));
        this.move(zoomed(this.camera, this.screen, factor, { x: event.offsetX, y: event.offsetY }));
      },
      { passive: false },
    );
  }

  private listenToKeys(): void {
    this.canvas.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const act = this.keys[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
  }

  private readonly keys: Record<string, () => void> = {
    ArrowLeft: () => this.move(panned(this.camera, PAN, 0)),
    ArrowRight: () => this.move(panned(this.camera, -PAN, 0)),
    ArrowUp: () => this.move(panned(this.camera, 0, PAN)),
    ArrowDown: () => this.move(panned(this.camera, 0, -PAN)),
    '+': () => this.zoom(ZOOM),
    '=': () => this.zoom(ZOOM),
    '-': () => this.zoom(1 / ZOOM),
    '0': () => this.fit(),
    Home: () => this.fit(),
  };
}
