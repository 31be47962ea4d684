/**
 * Messages that have no answer, as a table: a name and the schema of what the message carries. Whoever listens is
 * called with validated data; a message that does not fit is dropped, for there is nobody to tell. How it travels is
 * not known here.
 */
import * as v from 'valibot';

export type Announcements = Readonly<Record<string, v.GenericSchema>>;

export type Announce<Table extends Announcements> = <Name extends keyof Table & string>(
  name: Name,
  params: v.InferInput<Table[Name]>,
) => void;

/** What to do with each; one that has no listener is dropped. */
export type Listeners<Table extends Announcements> = {
  readonly [Name in keyof Table]?: (params: v.InferOutput<Table[Name]>) => void;
};

/** As one object, the way a page and its host send it: its name as `type` beside what it carries. */
export type Message<Table extends Announcements> = {
  [Name in keyof Table]: { type: Name } & v.InferInput<Table[Name]>;
}[keyof Table];

/** A receiver of announcements by name. */
export function createListener<Table extends Announcements>(
  table: Table,
  listeners: Listeners<Table>,
): (name: string, params: unknown) => void {
  return (name, params) => {
    const schema = Object.hasOwn(table, name) ? table[name] : undefined;
    const parsed = schema && v.safeParse(schema, params);
    if (parsed?.success) listeners[name as keyof Table]?.(parsed.output);
  };
}

/** A receiver of `Message`s, which may be anything at all until they are validated. */
export function createMessageListener<Table extends Announcements>(
  table: Table,
  listeners: Required<Listeners<Table>>,
): (message: unknown) => void {
  const listener = createListener(table, listeners);
  return (message) => {
    if (v.is(TypedSchema, message)) listener(message.type, message);
  };
}

const TypedSchema = v.object({ type: v.string() });
