/** What a tool of the server is. */
import { z } from 'zod';
import type { Answer } from '../answer';
import type { Ask } from '../askEngine';
import type { McpHost } from '../host';
import { note } from '../schemas';
import type { Workspace } from '../workspace';

export interface ToolContext {
  host: McpHost;
  workspace: Workspace;
  ask: Ask;
  signal: AbortSignal;
}

export interface Tool {
  name: string;
  title: string;
  /** For a model: what it gives, when to use it and when not. */
  description: string;
  input: z.ZodType;
  output: z.ZodType;
  /** `args` have passed `input`. @throws CallError, EngineError */
  run(args: unknown, context: ToolContext): Promise<Answer>;
}

/** An argument that the tool does not have is an error that names it: a misspelled filter must not be lost. */
export function defineTool<Input extends z.ZodRawShape>(
  tool: Omit<Tool, 'input' | 'output' | 'run'> & {
    input: Input;
    output: z.ZodRawShape;
    run(args: z.infer<z.ZodObject<Input>>, context: ToolContext): Promise<Answer>;
  },
): Tool {
  const { input, output, run } = tool;
  return {
    ...tool,
    input: z.strictObject(input),
    output: z.object({ ...output, note }),
    run: (args, context) => run(args as z.infer<z.ZodObject<Input>>, context),
  };
}
