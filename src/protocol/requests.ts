/**
 * Requests as a table: a name, the schema of its parameters, the schema of its result. The client's functions and the
 * dispatcher of whoever answers are made from the same table; how a request travels is not known here (channel.ts).
 * Invariant: nothing that does not fit its schema is acted on, on either side.
 */
import * as v from 'valibot';
import { EngineError } from './errors';

export type RequestTable = Readonly<Record<string, { params: v.GenericSchema; result: v.GenericSchema }>>;

/** One function per request. Parameters may be left out where all of them are optional. */
export type Client<Table extends RequestTable, Cancel = AbortSignal> = {
  readonly [Name in keyof Table]: (
    ...args: Partial<v.InferInput<Table[Name]['params']>> extends v.InferInput<Table[Name]['params']>
      ? [params?: v.InferInput<Table[Name]['params']>, cancel?: Cancel]
      : [params: v.InferInput<Table[Name]['params']>, cancel?: Cancel]
  ) => Promise<v.InferOutput<Table[Name]['result']>>;
};

/** What answers each request. */
export type Handlers<Table extends RequestTable> = {
  readonly [Name in keyof Table]: (
    params: v.InferOutput<Table[Name]['params']>,
    signal: AbortSignal,
  ) => v.InferInput<Table[Name]['result']> | Promise<v.InferInput<Table[Name]['result']>>;
};

/**
 * `ask` sends one request and resolves with its answer as it came. A client's function throws EngineError badArguments
 * for an unreadable one.
 */
export function createClient<Table extends RequestTable, Cancel = AbortSignal>(
  table: Table,
  ask: (name: string, params: unknown, cancel?: Cancel) => Promise<unknown>,
): Client<Table, Cancel> {
  const functions = Object.entries(table).map(([name, { result }]) => {
    const request = async (params: unknown = {}, cancel?: Cancel) => {
      const parsed = v.safeParse(result, await ask(name, params, cancel));
      if (parsed.success) return parsed.output;
      throw new EngineError('badArguments', `The answer to ${name} cannot be read`, parsed.issues[0].message);
    };
    return [name, request] as const;
  });
  return Object.fromEntries(functions) as unknown as Client<Table, Cancel>;
}

/**
 * Answers requests that come by name. @throws EngineError badArguments for an unknown name and for parameters that do
 * not fit
 */
export function createDispatcher<Table extends RequestTable>(
  table: Table,
  handlers: Handlers<Table>,
): (name: string, params: unknown, signal: AbortSignal) => Promise<unknown> {
  return async (name, params, signal) => {
    const schemas = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!schemas) throw new EngineError('badArguments', `There is no request ${name}.`);
    const parsed = v.safeParse(schemas.params, params ?? {});
    if (!parsed.success) throw new EngineError('badArguments', `${name}: ${v.summarize(parsed.issues)}`);
    return handlers[name as keyof Table](parsed.output, signal);
  };
}
