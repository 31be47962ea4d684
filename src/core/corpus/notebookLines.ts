/**
 * The lines of a notebook's file as a person reads them: of a cell its code, where the file has JSON. Line for line, so
 * that places in the file stay what they are.
 */

/**
 * A line of a notebook's file that holds one line of a cell's source: a JSON text alone on its line. Others say nothing
 * to a person.
 */
const SOURCE_LINE = /^\s*(?:"source"\s*:\s*\[?\s*)?("(?:[^"\\]|\\.)*")\s*[\],]*\s*$/;

/** What the line says of a cell's source; '' for what is around it. */
export function sourceLine(line: string): string {
  const [, literal] = SOURCE_LINE.exec(line) ?? [];
  if (literal === undefined) return '';
  try {
    return String(JSON.parse(literal)).replace(/\n$/, '');
  } catch {
    return '';
  }
}
