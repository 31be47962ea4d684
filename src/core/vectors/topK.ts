/** The indices of the `k` greatest values above `floor`, greatest first; of equal ones the lower index first. Does not change `values`. */
export function topK(values: Float32Array, k: number, floor = Number.NEGATIVE_INFINITY): number[] {
  // A binary heap of indices with the worst on top.
  const heap: number[] = [];
  const isWorse = (a: number, b: number) => values[a]! < values[b]! || (values[a] === values[b] && a > b);
  const sink = (start: number) => {
    for (let at = start; ; ) {
      let worst = at;
      for (let child = 2 * at + 1; child <= 2 * at + 2; child++)
        if (child < heap.length && isWorse(heap[child]!, heap[worst]!)) worst = child;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst]!, heap[at]!];
      at = worst;
    }
  };
  for (let index = 0; index < values.length; index++) {
    if (!(values[index]! > floor)) continue;
    if (heap.length < k) {
      heap.push(index);
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!isWorse(heap[at]!, heap[parent]!)) break;
        [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
        at = parent;
      }
    } else if (k > 0 && isWorse(heap[0]!, index)) {
      heap[0] = index;
      sink(0);
    }
  }
  return heap.sort((a, b) => (isWorse(a, b) ? 1 : -1));
}
