/**
 * Which part of the map is seen: the map is the unit square, the screen is in CSS pixels. No DOM.
 * Invariant: some of the map stays in sight.
 */

export interface Camera {
  /** The place of the map in the middle of the screen. */
  x: number;
  y: number;
  /** CSS pixels for the side of the map. */
  scale: number;
}

export interface Screen {
  width: number;
  height: number;
}

const MARGIN = 36;
/** On a map of 20,000 points, neighbors lie a hand's breadth apart at this scale: there is nothing more to see. */
const MOST_SCALE = 60_000;

export function fitted({ width, height }: Screen): Camera {
  return { x: 0.5, y: 0.5, scale: Math.max(50, Math.min(width, height) - 2 * MARGIN) };
}

export function toScreen({ x, y, scale }: Camera, { width, height }: Screen, mapX: number, mapY: number) {
  return { x: (mapX - x) * scale + width / 2, y: (mapY - y) * scale + height / 2 };
}

/** Moves what is under the pointer along with it. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return clamped({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale });
}

/** What lies at the place of the screen stays there. */
export function zoomed(
  camera: Camera,
  screen: Screen,
  factor: number,
  at = { x: screen.width / 2, y: screen.height / 2 },
): Camera {
  const least = fitted(screen).scale / 2;
  const scale = Math.min(MOST_SCALE, Math.max(least, camera.scale * factor));
  const away = 1 / camera.scale - 1 / scale;
  return clamped({
    scale,
    x: camera.x + (at.x - screen.width / 2) * away,
    y: camera.y + (at.y - screen.height / 2) * away,
  });
}

/** On the way from one to the other, `share` 0 to 1; zoom as it is felt, by factors. */
export function between(from: Camera, to: Camera, share: number): Camera {
  const eased = 1 - (1 - share) ** 3;
  const mix = (a: number, b: number) => a + (b - a) * eased;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), scale: Math.exp(mix(Math.log(from.scale), Math.log(to.scale))) };
}

/** The middle of the screen stays on the map. */
function clamped(camera: Camera): Camera {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  return { ...camera, x: inside(camera.x), y: inside(camera.y) };
}
