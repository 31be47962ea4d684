/** The commands of `kindred`, in the order of the help. A new one is a file of its own and a row here. */
import type { CliCommand } from './command';
import { contextCommand } from './contextCommand';
import { doctorCommand } from './doctor';
import { duplicatesCommand } from './duplicatesCommand';
import { evalCommand } from './evalCommand';
import { indexCommand } from './indexCommand';
import { installCommand } from './installCommand';
import { mcpCommand } from './mcpCommand';
import { modelCommand } from './modelCommand';
import { searchCommand, similarCommand } from './searchCommand';

export const COMMANDS: readonly CliCommand[] = [
  indexCommand,
  searchCommand,
  similarCommand,
  contextCommand,
  duplicatesCommand,
  mcpCommand,
  installCommand,
  doctorCommand,
  modelCommand,
  evalCommand,
];
