/**
 * The two directions in which vectors differ most (principal components), and where each vector lies along them: the
 * coarse shape that a map starts from. By orthogonal iteration on an even sample, since a few rounds of it are exact
 * enough to start from.
 */
import { dotAt } from '../core/vectors/dot';

const SAMPLE = 4000;
const ROUNDS = 16;

/** `vectors` is `count * dims`, row-major; the result `count * 2`. Of the same vectors always the same. */
export function principalPlane(vectors: Float32Array, dims: number): Float32Array {
  const count = vectors.length / dims;
  const mean = new Float32Array(dims);
  for (let i = 0; i < vectors.length; i++) mean[i % dims]! += vectors[i]! / count;
  const step = Math.max(1, Math.floor(count / SAMPLE));
  // Any start that is not orthogonal to the answer will do.
  let axes: Float32Array[] = [0, 1].map((axis) =>
    Float32Array.from({ length: dims }, (_, d) => Math.sin((axis + 1) * (d + 1))),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const next = axes.map(() => new Float32Array(dims));
    for (let row = 0; row < count; row += step) {
      for (const [axis, sum] of next.entries()) {
        const along = dotAt(vectors, row * dims, axes[axis]!) - dotAt(mean, 0, axes[axis]!);
        for (let d = 0; d < dims; d++) sum[d]! += along * (vectors[row * dims + d]! - mean[d]!);
      }
    }
    axes = orthonormal(next);
  }
  const plane = new Float32Array(count * 2);
  for (const [axis, direction] of axes.entries()) {
    const offset = dotAt(mean, 0, direction);
    for (let row = 0; row < count; row++) plane[row * 2 + axis] = dotAt(vectors, row * dims, direction) - offset;
  }
  return plane;
}

function orthonormal(axes: readonly Float32Array[]): Float32Array[] {
  const done: Float32Array[] = [];
  for (const axis of axes) {
    const left = axis.slice();
    for (const other of done) {
      const along = dotAt(left, 0, other);
      for (let d = 0; d < left.length; d++) left[d]! -= along * other[d]!;
    }
    const length = Math.hypot(...left);
    // Vectors that do not differ in a second direction lie on a line.
    done.push(length > 1e-12 ? left.map((value) => value / length) : left.fill(0));
  }
  return done;
}
