/**
 * Runs `task` on each item, at most `limit` at a time. After a failure it starts no more, waits for those that run
 * (nothing is written behind the caller's back), and rejects with the first failure.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  limit: number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const work = async () => {
    for (let next = queue.next(); !next.done && failures.length === 0; next = queue.next()) {
      await task(next.value).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  if (failures.length > 0) throw failures[0];
}
