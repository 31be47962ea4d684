/**
 * Which lines of a text bring names in from elsewhere: the statements of the commonest languages, recognized by how
 * they look. A statement may span lines.
 */

/** Statements that end with the line, as they begin. */
const ONE_LINE = new RegExp(
  `^\\s*(?:${[
    /import\s|from\s+\S+\s+import\s/,
    /#\s*(?:include|import)\b|@(?:import|use|forward)\b|using\s+[\w.:=\s]+;/,
    /(?:pub(?:\([\w\s]+\))?\s+)?use\s|extern\s+crate\b/,
    /require(?:_relative|_once)?\b|include(?:_once)?\s|library\(|load\(|open\s+[A-Z]|alias\s+[A-Z]/,
    /export\s+(?:\*|\{).*\bfrom\b|(?:const|let|var)\s.*=\s*(?:await\s+)?(?:require|import)\s*\(/,
  ]
    .map(({ source }) => source)
    .join('|')})`,
);

/** What begins a statement whose names stand on the lines that follow, and what ends it. */
const SPANNING: readonly (readonly [begin: RegExp, end: RegExp])[] = [
  [/^\s*(?:import|export)\b[^'"]*\{[^}'"]*$/, /\}/],
  [/^\s*from\s+\S+\s+import\s*\([^)]*$/, /\)/],
  [/^\s*import\s*\(\s*$/, /^\s*\)/],
  [/^\s*(?:pub(?:\([\w\s]+\))?\s+)?use\s[^;]*$/, /;/],
];
/** A list of names is no longer. */
const MAX_SPAN = 60;

/** One entry per line. */
export function importLines(lines: readonly string[]): boolean[] {
  const isImport = lines.map((line) => ONE_LINE.test(line));
  for (let at = 0; at < lines.length; at++) {
    const spanning = SPANNING.find(([begin]) => begin.test(lines[at]!));
    if (!spanning) continue;
    const last = lastLine(lines, at, spanning[1]);
    // `export { a, b };` gives out what is here; `export class {` is no list of names.
    if (last === undefined || !isList(lines, at, last)) continue;
    isImport.fill(true, at, last + 1);
    at = last;
  }
  return isImport;
}

function lastLine(lines: readonly string[], first: number, end: RegExp): number | undefined {
  const behind = lines.slice(first + 1, first + 1 + MAX_SPAN).findIndex((line) => end.test(line));
  return behind < 0 ? undefined : first + 1 + behind;
}

function isList(lines: readonly string[], first: number, last: number): boolean {
  const isExport = /^\s*export\b/.test(lines[first]!);
  return !isExport || /\}\s*from\b/.test(lines[last]!);
}
