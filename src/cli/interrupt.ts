/** Runs what a person may interrupt with Ctrl+C: the work hears of it by the signal, and ends as it likes. */
export async function interruptible<T>(work: (signal: AbortSignal, stop: () => void) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const stop = () => abort.abort();
  process.once('SIGINT', stop);
  try {
    return await work(abort.signal, stop);
  } finally {
    process.off('SIGINT', stop);
  }
}
