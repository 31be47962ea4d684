/** What is drawn of a map, whoever draws it. */
import type { Camera, Screen } from './mapCamera';
import type { Rgb } from './mapPalette';

export interface Points {
  /** Within 0 to 1. */
  x: Float32Array;
  y: Float32Array;
  /** Index into the colors. */
  group: Uint8Array;
  /** 1: drawn as it is, 0: faint. */
  emphasis: Uint8Array;
}

export interface Marks {
  points: readonly number[];
  /** Rim, in 0 to 255. */
  rim: Rgb;
  /** CSS pixels added to the radius. */
  larger: number;
}

export interface Scene {
  camera: Camera;
  screen: Screen;
  ratio: number;
  /** CSS pixels. */
  radius: number;
  background: Rgb;
  colors: readonly Rgb[];
  marks: readonly Marks[];
}

export const FAINT = 0.16;
export const SOLID = 0.86;

export interface PointRenderer {
  readonly kind: 'webgl2' | '2d';
  /** After the points or their groups or emphasis changed. */
  load(points: Points): void;
  draw(scene: Scene): void;
}

/** Larger when there are few or when they are looked at closely. */
export function radiusFor(count: number, zoom: number): number {
  const base = count > 8000 ? 1.8 : count > 2000 ? 2.4 : count > 400 ? 3.4 : 4.6;
  return Math.min(9, base * Math.max(1, zoom) ** 0.32);
}
