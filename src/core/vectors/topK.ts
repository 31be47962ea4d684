/** Keeps the `k` best of many values offered one by one: of equal ones, those offered first. */
export interface TopK {
  /**
   * `values[i]` is known afterwards as `base + i`. Values that are not above the floor, or where `allowed` has 0, are
   * passed over.
   */
  offer(values: Float32Array, base: number, allowed?: Uint8Array): void;
  /** Best first. */
  take(): { index: number; value: number }[];
}

/** A binary heap with the worst on top, so that most values cost one comparison. */
export function createTopK(k: number, floor = Number.NEGATIVE_INFINITY): TopK {
  const values = new Float64Array(k + 1);
  const indices = new Float64Array(k + 1);
  let size = 0;
  let least = k > 0 ? floor : Number.POSITIVE_INFINITY;

  const isWorse = (a: number, b: number) =>
    values[a]! < values[b]! || (values[a] === values[b] && indices[a]! > indices[b]!);
  const swap = (a: number, b: number) => {
    const value = values[a]!;
    values[a] = values[b]!;
    values[b] = value;
    const index = indices[a]!;
    indices[a] = indices[b]!;
    indices[b] = index;
  };
  const rise = (start: number) => {
    for (let at = start; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = () => {
    for (let at = 0; ; ) {
      let worst = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < size && isWorse(child, worst)) worst = child;
      if (worst === at) return;
      swap(at, worst);
      at = worst;
    }
  };

  return {
    offer(offered, base, allowed) {
      for (let i = 0; i < offered.length; i++) {
        const value = offered[i]!;
        if (!(value > least) || (allowed && !allowed[i])) continue;
        const at = size < k ? size++ : 0;
        values[at] = value;
        indices[at] = base + i;
        if (at === 0) sink();
        else rise(at);
        if (size === k) least = values[0]!;
      }
    },
    take() {
      const taken = Array.from({ length: size }, (_, at) => ({ index: indices[at]!, value: values[at]! }));
      return taken.sort((a, b) => b.value - a.value || a.index - b.index);
    },
  };
}

/** The indices of the `k` greatest values above `floor`, greatest first; of equal ones the lower index first. */
export function topK(values: Float32Array, k: number, floor?: number): number[] {
  const best = createTopK(k, floor);
  best.offer(values, 0);
  return best.take().map(({ index }) => index);
}
