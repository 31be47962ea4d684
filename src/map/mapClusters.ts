/**
 * The islands of a map: places whose density falls off on all sides, found on a grid. Each passage belongs to the peak
 * that one reaches from it by going where it is denser. Knows places alone, not what lies there.
 */

export interface Clusters {
  /** By passage; clusters are numbered by size, the largest first. */
  clusterOf: Int32Array;
  sizes: number[];
}

const GRID = 96;
/** More are not read by anyone; a small map has fewer. */
const mostFor = (count: number) => Math.min(24, Math.max(1, Math.round(Math.sqrt(count) / 1.5)));
/** Fewer passages are no island of their own: 3 of 60, 100 of 20,000. */
const leastFor = (count: number) => Math.max(3, 0.4 * Math.sqrt(count), 0.005 * count);
/** Smoothing goes on until the islands are few and hold nearly all. */
const HELD_SHARE = 0.9;

/** `places` is `count * 2` within 0 to 1. */
export function clusterPlaces(places: Float32Array): Clusters {
  const count = places.length / 2;
  const cellOf = Int32Array.from({ length: count }, (_, i) => cellAt(places[i * 2]!, places[i * 2 + 1]!));
  const least = leastFor(count);
  let density: Float64Array = new Float64Array(GRID * GRID);
  for (const cell of cellOf) density[cell]!++;
  // Ends: a few hundred rounds leave one hill of anything.
  for (;;) {
    density = smooth(density);
    const peakOf = climb(density);
    const sizes = new Map<number, number>();
    for (const cell of cellOf) sizes.set(peakOf[cell]!, (sizes.get(peakOf[cell]!) ?? 0) + 1);
    const islands = [...sizes].filter(([, size]) => size >= least);
    const held = islands.reduce((sum, [, size]) => sum + size, 0);
    if (sizes.size > 1 && (islands.length > mostFor(count) || held < count * HELD_SHARE)) continue;
    return number(
      cellOf,
      peakOf,
      islands.map(([peak]) => peak),
    );
  }
}

/** What lies on no island belongs to the nearest one. */
function number(cellOf: Int32Array, peakOf: Int32Array, islands: readonly number[]): Clusters {
  const nearestIsland = (peak: number) =>
    islands.reduce((a, b) => (apart(peak, b) < apart(peak, a) ? b : a), islands[0] ?? peak);
  const homes = new Map([...new Set(peakOf)].map((peak) => [peak, nearestIsland(peak)]));
  const sizes = new Map<number, number>();
  const homeOf = Int32Array.from(cellOf, (cell) => homes.get(peakOf[cell]!)!);
  for (const home of homeOf) sizes.set(home, (sizes.get(home) ?? 0) + 1);
  const ordered = [...sizes].sort(([a, left], [b, right]) => right - left || a - b);
  const numbers = new Map(ordered.map(([home], at) => [home, at]));
  return { clusterOf: homeOf.map((home) => numbers.get(home)!), sizes: ordered.map(([, size]) => size) };
}

const apart = (a: number, b: number) =>
  Math.hypot((a % GRID) - (b % GRID), Math.floor(a / GRID) - Math.floor(b / GRID));

function cellAt(x: number, y: number): number {
  const along = (coordinate: number) => Math.min(GRID - 1, Math.floor(coordinate * GRID));
  return along(x) + along(y) * GRID;
}
/** Three cells along each axis, weighted 1, 2, 1: a few rounds of it are a Gaussian. */
function smooth(density: Float64Array): Float64Array {
  const along = (values: Float64Array, step: number, place: (cell: number) => number) =>
    values.map((value, cell) => {
      const at = place(cell);
      const before = at > 0 ? values[cell - step]! : 0;
      const after = at < GRID - 1 ? values[cell + step]! : 0;
      return (before + 2 * value + after) / 4;
    });
  const across = along(density, 1, (cell) => cell % GRID);
  return along(across, GRID, (cell) => Math.floor(cell / GRID));
}

/**
 * The peak of each cell. Of equally dense neighbors the first is taken for denser, so that no walk goes round in
 * circles.
 */
function climb(density: Float64Array): Int32Array {
  const peakOf = Int32Array.from({ length: density.length }, (_, cell) => cell);
  const isHigher = (a: number, b: number) => density[a]! > density[b]! || (density[a] === density[b] && a < b);
  const upwards = Array.from(peakOf).sort((a, b) => (isHigher(a, b) ? -1 : 1));
  for (const cell of upwards) {
    let best = cell;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const x = (cell % GRID) + dx;
        const y = Math.floor(cell / GRID) + dy;
        if (x < 0 || y < 0 || x >= GRID || y >= GRID) continue;
        if (isHigher(x + y * GRID, best)) best = x + y * GRID;
      }
    }
    peakOf[cell] = best === cell ? cell : peakOf[best]!;
  }
  return peakOf;
}
