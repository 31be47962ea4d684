/**
 * JavaScript and TypeScript as their grammars can read them. The call around a component's options is made blank, so
 * that their methods are members as they are without it, and Flow's types are written as those of TypeScript. Lengths
 * and line ends never change.
 */

/** `export default defineComponent({` and what other libraries call it. */
const COMPONENT =
  /^([ \t]*(?:export[ \t]+default|module\.exports[ \t]*=)[ \t]+)((?:defineComponent|defineNuxtComponent|defineStore|Vue\.extend|Vue\.component|createApp|Component|Page)[ \t]*\([ \t]*(?:(["'`])[\w-]*\3[ \t]*,[ \t]*)?)(?=\{[ \t]*$)/m;

export function readableScript(text: string): string {
  const found = COMPONENT.exec(text);
  if (!found) return text;
  const start = found.index + found[1]!.length;
  const end = start + found[2]!.length;
  // The margin of the statement is where its end stands.
  const margin = /^[ \t]*/.exec(found[0])![0];
  const closing = new RegExp(`^${margin}\\}[ \\t]*\\)`, 'm').exec(text.slice(end));
  if (!closing) return text;
  const close = end + closing.index + closing[0].length - 1;
  return `${text.slice(0, start)}${' '.repeat(end - start)}${text.slice(end, close)} ${text.slice(close + 1)}`;
}

/** A file says in a comment at its beginning that it is checked by Flow. */
export const FLOW = /^[ \t]*(?:\/\/|\/?\*+)[^\n]*@flow\b/m;

/** `opaque type`, exact objects `{| … |}`, maybe types `?T`, variance `+name:`, `import typeof`, `(x: any)` casts. */
export function flowAsTypeScript(text: string): string {
  return readableScript(text)
    .replace(/^([ \t]*(?:(?:export|declare)[ \t]+)*)opaque(?=[ \t]+type\b)/gm, (_, head: string) => `${head}      `)
    .replace(/\bimport[ \t]+typeof\b/g, (found) => 'import type'.padEnd(found.length))
    .replace(/\{\|/g, '{ ')
    .replace(/\|\}/g, ' }')
    .replace(/([:<(,|&=][ \t]*)\?(?=[A-Za-z({[])/g, '$1 ')
    .replace(/^([ \t]*)[+-](?=[A-Za-z_$][\w$]*\??[ \t]*:)/gm, '$1 ');
}
