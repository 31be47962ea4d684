/**
 * What a command of the extension is: an id and what it does. It stands in the table of its subject
 * (`*Commands.ts`); its title, menus and keys stand in package.json.
 */
import type { KindredContext } from './context';

/** By id. `args` are what a menu, a key binding or another extension passes. A thrown error is shown to the user. */
export type ExtensionCommands = Readonly<
  Record<`kindred.${string}`, (context: KindredContext, ...args: never[]) => unknown>
>;
