/**
 * The same architecture as the graph of decoderModel.ts, in plain loops and doubles. It shares with the graph the
 * weights and nothing else.
 */
import { type DecoderLayer, type DecoderShape, decoderWeights, RMS_EPSILON, ROTARY_BASE } from './decoderModel';
import type { Linear } from './jinaModel';

type Rows = number[][];

/** One row of length `dims` per token. */
export function decoderStates(shape: DecoderShape, ids: readonly number[]): Rows {
  const { words, layers, norm } = decoderWeights(shape);
  const { dims } = shape;
  let states = ids.map((id) => [...words.subarray(id * dims, (id + 1) * dims)]);
  for (const layer of layers) {
    const attended = attend(
      states.map((row) => rms(row, layer.attentionNorm)),
      layer,
      shape,
    );
    const residual = states.map((row, t) => add(row, attended[t]!));
    states = residual.map((row) => add(row, mix(rms(row, layer.mlpNorm), layer)));
  }
  return states.map((row) => rms(row, norm));
}

export function unit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** Each token looks at itself and at those before it. */
function attend(input: Rows, layer: DecoderLayer, { heads, keyHeads, headDims }: DecoderShape): Rows {
  const headOf = (row: number[], head: number) => row.slice(head * headDims, (head + 1) * headDims);
  const project = (by: Linear) => input.map((row) => times(row, by));
  const [queries, keys, values] = [project(layer.query), project(layer.key), project(layer.value)];
  return input.map((_, t) => {
    const joined: number[] = [];
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor(head / (heads / keyHeads));
      const query = rotate(rms(headOf(queries[t]!, head), layer.queryNorm), t);
      const weights = Array.from({ length: t + 1 }, (_, s) => {
        const key = rotate(rms(headOf(keys[s]!, keyHead), layer.keyNorm), s);
        return Math.exp(key.reduce((sum, value, i) => sum + value * query[i]!, 0) / Math.sqrt(headDims));
      });
      const total = weights.reduce((a, b) => a + b, 0);
      for (let i = 0; i < headDims; i++) {
        joined.push(weights.reduce((sum, weight, s) => sum + (weight / total) * headOf(values[s]!, keyHead)[i]!, 0));
      }
    }
    return times(joined, layer.output);
  });
}

/** Pairs `(i, i + half)` turned by an angle that grows with the position (Su 2021). */
function rotate(vector: number[], position: number): number[] {
  const half = vector.length / 2;
  return vector.map((value, i) => {
    const angle = position * ROTARY_BASE ** (-(i % half) / half);
    const other = i < half ? -vector[i + half]! : vector[i - half]!;
    return value * Math.cos(angle) + other * Math.sin(angle);
  });
}

function mix(row: number[], { gate, up, down }: DecoderLayer): number[] {
  const gates = times(row, gate);
  const ups = times(row, up);
  return times(
    gates.map((value, i) => (value / (1 + Math.exp(-value))) * ups[i]!),
    down,
  );
}

function rms(row: readonly number[], scale: Float32Array): number[] {
  const size = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0) / row.length + RMS_EPSILON);
  return row.map((value, i) => (value / size) * scale[i]!);
}

function times(row: readonly number[], { weights, outputs }: Linear): number[] {
  return Array.from({ length: outputs }, (_, o) =>
    row.reduce((sum, value, i) => sum + value * weights[i * outputs + o]!, 0),
  );
}

function add(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => value + b[i]!);
}
