import assert from 'node:assert/strict';

/**
 * How long a state is waited for: long enough for a machine that is busy with other things, and no measure of anything.
 */
const PATIENCE_MS = 180_000;

/**
 * Resolves when the condition is true, which is asked every few milliseconds. `what`: what an error then says is
 * missing.
 */
export async function until(condition: () => boolean | Promise<boolean>, what = 'the condition'): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, `${what}: not within ${PATIENCE_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
