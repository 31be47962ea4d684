/**
 * Lines of a text as VS Code counts them: ended by LF, CRLF or CR. A line end at the very end starts no further line.
 */

export interface Lines {
  readonly text: string;
  readonly count: number;
  /** Offset of a line's first character; of `count`: the text's length. */
  startOf(line: number): number;
  /** Characters of a range of lines (both inclusive), line ends included. */
  sizeOf(startLine: number, endLine: number): number;
  /** The line that holds an offset; the last line for the text's end. */
  lineAt(offset: number): number;
  isBlank(line: number): boolean;
  /**
   * The line without its end, cut to `maxChars`: what looks for headings and declarations need not read a line of
   * megabytes.
   */
  textOf(line: number, maxChars?: number): string;
}

export function splitLines(text: string): Lines {
  const starts = lineStarts(text);
  const count = starts.length - 1;

  return {
    text,
    count,
    startOf: (line) => starts[line]!,
    sizeOf: (startLine, endLine) => starts[endLine + 1]! - starts[startLine]!,
    lineAt,
    isBlank,
    textOf,
  };

  function lineAt(offset: number): number {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function textOf(line: number, maxChars = Number.POSITIVE_INFINITY): string {
    let end = starts[line + 1]!;
    while (end > starts[line]! && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
    return text.slice(starts[line]!, Math.min(end, starts[line]! + maxChars));
  }

  function isBlank(line: number): boolean {
    const end = starts[line + 1]!;
    for (let at = starts[line]!; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code > 0x20 && code !== 0xa0 && code !== 0xfeff) return false;
    }
    return true;
  }
}

/** Starts of all lines, then the text's length. */
function lineStarts(text: string): Uint32Array {
  let starts = new Uint32Array(1 + (text.length >> 4));
  let count = 1;
  const add = (offset: number): void => {
    if (count === starts.length) {
      const larger = new Uint32Array(starts.length * 2 + 16);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = offset;
  };
  let carriage = text.indexOf('\r');
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    while (carriage >= 0 && carriage < at) carriage = text.indexOf('\r', carriage + 1);
    const isLoneCarriage = carriage >= 0 && (newline < 0 || carriage < newline - 1);
    if (newline < 0 && !isLoneCarriage) break;
    at = (isLoneCarriage ? carriage : newline) + 1;
    if (at < text.length) add(at);
  }
  add(text.length);
  return starts.slice(0, text.length === 0 ? 1 : count);
}
