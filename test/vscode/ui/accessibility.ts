/** What axe finds wrong with a page, for people who do not see or do not use a mouse. */
import assert from 'node:assert/strict';
import type { AxeBuilder } from '@axe-core/playwright';

/** A frame of a busy machine does not answer within axe's half a second, and would be passed over. */
const PING_WAIT_MS = 60_000;
const TRIES = 5;

/**
 * One line for each rule that is broken. A frame that VS Code replaces meanwhile is passed over in silence: axe looks
 * again until more than `least` rules passed in what it was to look into. `options` go into the builder before all
 * else: they replace what it was told.
 */
export async function violations(
  builder: (options: { pingWaitTime: number }) => AxeBuilder,
  least: number,
): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    const found = await builder({ pingWaitTime: PING_WAIT_MS }).analyze();
    if (found.passes.length > least)
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    assert.ok(tries < TRIES, `axe looked into the page: ${found.passes.length} rules passed`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}
