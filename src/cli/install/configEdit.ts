/**
 * A change to one configuration file of an agent, and how it is taken back. Texts in, texts out: whoever plans
 * (`configPlan.ts`) reads and writes. Invariants: what is not ours stays as it is, adding twice changes nothing, and
 * a file that cannot be understood is an error.
 */

export interface ConfigEdit {
  file: string;
  /** For a person: `MCP server`, `hook`, `instructions`. */
  what: string;
  /** `text` undefined: there is no such file. @throws ConfigError */
  add(text: string | undefined): string;
  /** Undefined: nothing but ours was in it, the file can go. @throws ConfigError */
  remove(text: string): string | undefined;
}

/** The file is not what its program could read, or holds what we must not replace. */
export class ConfigError extends Error {}

/** As the file has them; a new one has line feeds. */
export function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
