/** Where the extension's own parts are in the workbench, in the words that a person sees. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import {
  fillQuickPick,
  PATIENCE_MS,
  quickPickRows,
  runCommand,
  statusBarItem,
  webviewFrame,
} from '../driver/workbench';

/** Documents of the fixture workspace that have passages: all but the ignored file and .gitignore. */
export const DOCUMENTS = 23;

export const searchBox = (page: Page): Locator => webviewFrame(page).locator('#query');
export const outcome = (page: Page): Locator => webviewFrame(page).locator('#outcome');
export const coverage = (page: Page): Locator => webviewFrame(page).locator('#coverage');

/** Rows of the results tree: files and, below them, passages. */
export const resultRows = (page: Page): Locator => resultsPane(page).locator('.monaco-list-row');

const resultsPane = (page: Page): Locator =>
  page.locator('.pane', { has: page.locator('.pane-header[aria-label^="Results"]') });

/** The sentence above the results: what was asked and what it was ranked with. */
export const resultsMessage = (page: Page): Locator => resultsPane(page).locator('.message');

/** Resolves when the keyboard is in the list of results. */
export const waitUntilResultsHaveFocus = (page: Page): Promise<void> =>
  resultsPane(page).locator('.monaco-list:focus').waitFor();

/** By key from the box, from wherever the keyboard is. */
export async function focusResults(page: Page): Promise<void> {
  await searchBox(page).press('Control+ArrowDown');
  await waitUntilResultsHaveFocus(page);
}

/** The view's buttons are there while it has the keyboard. What a row shows under the mouse would cover them. */
export async function clickTitleButton(page: Page, name: string): Promise<void> {
  await focusResults(page);
  await page.mouse.move(900, 600);
  await page.getByRole('button', { name, exact: true }).click();
}

/** The row of a passage or of a file, by its whole label. */
export const resultRow = (page: Page, label: string): Locator =>
  resultRows(page)
    .filter({ has: page.getByText(label, { exact: true }) })
    .first();

/** The status bar says that every document is indexed. */
export async function waitUntilIndexed(page: Page, documents = DOCUMENTS): Promise<void> {
  await statusBarItem(page, new RegExp(`\\b${documents}\\b`)).waitFor();
}

/**
 * Opens "Kindred: Search", asks the question at once and waits for the row that holds the text and for the last answer.
 */
export async function askInPalette(page: Page, question: string, expected: string): Promise<Locator> {
  await runCommand(page, 'Kindred: Search');
  await fillQuickPick(page, question);
  const row = quickPickRows(page).filter({ hasText: expected }).first();
  await row.waitFor();
  // While the bar runs a better answer is on its way and may change the order.
  await page.locator('.quick-input-widget .monaco-progress-container.active').waitFor({ state: 'detached' });
  return row;
}

/**
 * Opens the Kindred container by its icon in the activity bar. A window that is still coming up may open it by itself
 * after we have looked, and our click closes it then; so we look again until its title stands above the side bar.
 */
export async function openContainer(page: Page): Promise<void> {
  const icon = page.locator('.activitybar').getByRole('tab', { name: /^Kindred/ });
  const title = page.locator('.part.sidebar .composite.title').getByText('Kindred', { exact: true });
  for (let attempt = 1; !(await title.isVisible()); attempt++) {
    await icon.click();
    try {
      await title.waitFor({ timeout: 5000 * attempt });
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
  await searchBox(page).waitFor();
}

/** Puts the question into the search box of the view and waits for the answer. */
export async function askInView(page: Page, question: string): Promise<void> {
  // Where the mouse stands over a row that comes, its hover covers others.
  await page.mouse.move(900, 600);
  await openContainer(page);
  if (await searchBox(page).inputValue()) {
    // What was found before, perhaps with the same question, must not pass for the answer.
    await searchBox(page).fill('');
    await outcome(page).waitFor({ state: 'hidden' });
  }
  // All at once: on a busy machine a question that is typed gets an answer to its first words.
  await searchBox(page).fill(question);
  await searchBox(page).press('Enter');
  await outcome(page)
    .filter({ hasText: /passage/ })
    .waitFor();
  // While the bar runs a better answer is on its way: it draws the rows anew, and takes a selection and a hover away.
  await webviewFrame(page).locator('#busy.on').waitFor({ state: 'detached' });
}

/** Resolves when the box of the view holds this text. */
export const waitUntilBoxReads = (page: Page, text: string): Promise<void> => waitUntilReads(searchBox(page), text);

/** Resolves when the input holds this text: what stands in it may come after it is there. */
export async function waitUntilReads(input: Locator, text: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < PATIENCE_MS && (await input.inputValue()) !== text; waitedMs += 100)
    await input.page().waitForTimeout(100);
  assert.equal(await input.inputValue(), text);
}

/** Whether the element comes into sight soon: for what may have to be asked for again. */
export const isThere = (element: Locator, timeout = 5000): Promise<boolean> =>
  element.waitFor({ timeout }).then(
    () => true,
    () => false,
  );

/** Resolves when the element's text matches: a list that is there may change once more. */
export const waitForText = (element: Locator, pattern: RegExp): Promise<void> =>
  element.filter({ hasText: pattern }).waitFor();
