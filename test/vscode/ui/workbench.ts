import { runCommand, takeScreenshot } from '../driver/workbench';
import { scenario } from './session';

scenario('a folder opens', {
  'the explorer shows its files': async ({ page }) => {
    await runCommand(page, 'View: Show Explorer');
    await page.locator('.explorer-folders-view').getByText('loader').waitFor();
    await takeScreenshot(page, 'explorer');
  },
});
