/**
 * Work on the items of a list, begun before it is asked for, so that several workers are kept busy. Results come in the
 * list's order.
 */

export interface PrefetchOptions<T> {
  /** Items are begun while the weights of those that are not handed on yet stay below it; one always is. */
  limit: number;
  weightOf: (item: T) => number;
}

/** `work` must not reject after the caller stops asking for results: the rejection would be unhandled. */
export async function* prefetch<T, R>(
  items: readonly T[],
  { limit, weightOf }: PrefetchOptions<T>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, undefined> {
  const begun: { result: Promise<R>; weight: number }[] = [];
  let weight = 0;
  let next = 0;
  while (next < items.length || begun.length > 0) {
    while (next < items.length && (begun.length === 0 || weight < limit)) {
      const item = items[next++]!;
      begun.push({ result: work(item), weight: weightOf(item) });
      weight += begun.at(-1)!.weight;
    }
    const first = begun.shift()!;
    yield await first.result;
    weight -= first.weight;
  }
  return undefined;
}
