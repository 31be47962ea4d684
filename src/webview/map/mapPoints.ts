/**
 * Draws the points of a map: through WebGL 2 where there is one, else pixel by pixel into a 2D canvas. Both draw the
 * same: all points as discs, those without emphasis faint, then the marked ones larger with a rim.
 */
import { createGpuPoints } from './mapPointsGpu';
import { createPixelPoints } from './mapPointsPixels';
import type { PointRenderer } from './mapScene';

export function createPointRenderer(canvas: HTMLCanvasElement): PointRenderer {
  return createGpuPoints(canvas) ?? createPixelPoints(canvas);
}
