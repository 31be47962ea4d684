/** How quotes and counts look in the texts that a model reads. */

export function indented(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => `    ${line}`.trimEnd())
    .join('\n');
}

/** `3 files`, `1 file` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
