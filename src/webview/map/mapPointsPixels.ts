/** Points without a graphics card: discs blended into the pixels of a 2D canvas, with one mask for each size. */
import type { Rgb } from './mapPalette';
import { FAINT, type PointRenderer, type Points, SOLID } from './mapScene';

interface Mask {
  side: number;
  /** 0 to 255. */
  cover: Uint8Array;
}

export function createPixelPoints(canvas: HTMLCanvasElement): PointRenderer {
  const context = canvas.getContext('2d', { alpha: false })!;
  let points: Points | undefined;
  let image: ImageData | undefined;
  return {
    kind: '2d',
    load(loaded) {
      points = loaded;
    },
    draw({ camera, screen, ratio, radius, background, colors, marks }) {
      const width = Math.max(1, Math.round(screen.width * ratio));
      const height = Math.max(1, Math.round(screen.height * ratio));
      if (image?.width !== width || image.height !== height) {
        canvas.width = width;
        canvas.height = height;
        image = context.createImageData(width, height);
      }
      const pixels = image.data;
      new Uint32Array(pixels.buffer).fill(packed(background));
      if (points) {
        const { x, y, group, emphasis } = points;
        const scale = camera.scale * ratio;
        const left = width / 2 - camera.x * scale;
        const top = height / 2 - camera.y * scale;
        const stamp = (point: number, mask: Mask, color: Rgb, alpha: number) =>
          blend(pixels, width, height, x[point]! * scale + left, y[point]! * scale + top, mask, color, alpha);
        const mask = discMask(radius * ratio);
        for (let point = 0; point < x.length; point++)
          stamp(point, mask, colors[group[point]!]!, emphasis[point] ? SOLID : FAINT);
        for (const { points: marked, rim, larger } of marks) {
          const outer = discMask((radius + larger + 1.75) * ratio);
          const inner = discMask((radius + larger) * ratio);
          for (const point of marked) stamp(point, outer, rim, 1);
          for (const point of marked) stamp(point, inner, colors[group[point]!]!, 1);
        }
      }
      context.putImageData(image, 0, 0);
    },
  };
}

function discMask(radius: number): Mask {
  const side = Math.ceil(radius) * 2 + 1;
  const middle = (side - 1) / 2;
  const cover = Uint8Array.from({ length: side * side }, (_, i) => {
    const away = Math.hypot((i % side) - middle, Math.floor(i / side) - middle);
    return Math.round(Math.min(1, Math.max(0, radius + 0.5 - away)) * 255);
  });
  return { side, cover };
}

function blend(
  pixels: Uint8ClampedArray,
  width: number,
  height: number,
  x: number,
  y: number,
  { side, cover }: Mask,
  [red, green, blue]: Rgb,
  alpha: number,
): void {
  const left = Math.round(x) - (side >> 1);
  const top = Math.round(y) - (side >> 1);
  if (left >= width || top >= height || left + side <= 0 || top + side <= 0) return;
  const strength = alpha / 255;
  for (let row = Math.max(0, -top); row < side && top + row < height; row++) {
    for (let column = Math.max(0, -left); column < side && left + column < width; column++) {
      const share = cover[row * side + column]! * strength;
      if (share === 0) continue;
      const at = ((top + row) * width + left + column) * 4;
      pixels[at] = pixels[at]! + (red - pixels[at]!) * share;
      pixels[at + 1] = pixels[at + 1]! + (green - pixels[at + 1]!) * share;
      pixels[at + 2] = pixels[at + 2]! + (blue - pixels[at + 2]!) * share;
    }
  }
}

/** As four bytes of a little-endian machine, which all that Kindred runs on are. */
function packed([red, green, blue]: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
