/** Registers the commands of all subjects. A test compares their tables with package.json. */
import * as vscode from 'vscode';
import type { KindredContext } from './context';
import { duplicatesCommands } from './duplicates/duplicatesCommands';
import { modelCommands } from './models/modelCommands';
import { resultsCommands } from './search/resultsCommands';
import { searchCommands } from './search/searchCommands';
import { explain, isCanceled } from './texts';
import { indexCommands } from './workspace/indexCommands';

const TABLES = [searchCommands, resultsCommands, duplicatesCommands, indexCommands, modelCommands];

export function registerCommands(context: KindredContext): vscode.Disposable[] {
  return TABLES.flatMap((table) =>
    Object.entries(table).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await run(context, ...(args as never[]));
        } catch (error) {
          if (!isCanceled(error)) void vscode.window.showErrorMessage(`Kindred: ${explain(error)}`);
        }
      }),
    ),
  );
}
