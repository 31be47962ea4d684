/** Copies in the workspace: found by a command, opened, compared and ignored by keyboard. */
import {
  activeTab,
  pickTheme,
  runCommand,
  THEMES,
  type ThemeName,
  takeScreenshot,
  treeRows,
  waitForCursorLine,
} from '../driver/workbench';
import { DOCUMENTS, waitUntilIndexed } from './kindred';
import { isolatedScenario, type Scene } from './session';

const copied = (
  name: string,
  extra = '',
) => `export function ${name}(orders: Order[], today: Date): Map<string, number> {
  const totals = new Map<string, number>();
  for (const order of orders) {
    if (order.canceled || order.due.getTime() > today.getTime()) continue;
    const amount = order.lines.reduce((sum, line) => sum + line.price * line.count, 0);
    totals.set(order.customer, (totals.get(order.customer) ?? 0) + amount);${extra}
  }
  return totals;
}
`;

isolatedScenario('duplicates', {
  'the command shows the clusters in a view of their own': async ({ page, workspace }) => {
    await waitUntilIndexed(page);
    workspace.write('web/src/billing/dueAmounts.ts', `const DAY_MS = 86_400_000;\n\n${copied('dueAmounts')}`);
    workspace.write('web/src/report.ts', copied('dueAmounts'));
    workspace.write('web/src/archive.ts', copied('archivedAmounts', '\n    archive.note(order.customer);'));
    await waitUntilIndexed(page, DOCUMENTS + 3);
    await runCommand(page, 'Kindred: Find Duplicates');
    const cluster = treeRows(page, 'Duplicates').filter({ hasText: '3 copies, edited' });
    await cluster.waitFor();
    await page.getByText('3 clusters; about 33 lines could be saved').waitFor();
    await cluster.click();
    await treeRows(page, 'Duplicates').filter({ hasText: 'dueAmounts.ts:3–11' }).waitFor();
    await treeRows(page, 'Duplicates').filter({ hasText: '95% the same' }).waitFor();
    await takeScreenshot(page, 'duplicates');
  },
  'Enter opens a passage': async ({ page }) => {
    await treeRows(page, 'Duplicates').filter({ hasText: '3 copies, edited' }).press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await activeTab(page, 'dueAmounts.ts').waitFor();
    await waitForCursorLine(page, 3);
  },
  'one key compares it with its copy': async ({ page }) => {
    await runCommand(page, 'Kindred: Focus on Duplicates View');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+D');
    await page.locator('.tab.active', { hasText: /archive\.ts:1–10 ↔ .*dueAmounts\.ts:3–11/ }).waitFor();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'archive.note' }).waitFor();
    await takeScreenshot(page, 'duplicates-diff');
  },
  'an ignored cluster goes, and comes back when asked for': async ({ page }) => {
    await runCommand(page, 'Kindred: Focus on Duplicates View');
    await page.keyboard.press('Home');
    await page.keyboard.press('Delete');
    await page.getByText('1 ignored').waitFor();
    await treeRows(page, 'Duplicates').filter({ hasText: '3 copies, edited' }).waitFor({ state: 'detached' });
    await runCommand(page, 'Kindred: Find Duplicates');
    await page.getByText('1 ignored').waitFor();
    await runCommand(page, 'Kindred: Show Ignored Duplicates Again');
    await treeRows(page, 'Duplicates').filter({ hasText: '3 copies, edited' }).waitFor();
  },
  'files that have changed since are said to have': async ({ page, workspace }) => {
    workspace.write('web/src/lighthouse.ts', 'export function turnLighthouse(): number {\n  return 1;\n}\n');
    const stale = page.getByText('files have changed since');
    await stale.waitFor();
    workspace.remove('web/src/lighthouse.ts');
    await waitUntilIndexed(page, DOCUMENTS + 3);
    await runCommand(page, 'Kindred: Find Duplicates');
    await stale.waitFor({ state: 'detached' });
  },
  ...Object.fromEntries(
    (Object.keys(THEMES) as ThemeName[]).map((theme) => [
      `the view in ${theme}`,
      async ({ page }: Scene) => {
        await pickTheme(page, theme);
        const passage = treeRows(page, 'Duplicates').filter({ hasText: 'dueAmounts.ts:3–11' });
        if (!(await passage.isVisible()))
          await treeRows(page, 'Duplicates').filter({ hasText: '3 copies, edited' }).click();
        await passage.waitFor();
        await takeScreenshot(page, `duplicates-${theme}`);
      },
    ]),
  ),
});
