/** Which word somebody meant who mistyped it. */

/** The one that is fewest edits away; undefined when none is near: more than a third of its letters would be others. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  let best: { word: string; edits: number } | undefined;
  for (const word of words) {
    const edits = editsBetween(typed.toLowerCase(), word);
    if (!best || edits < best.edits) best = { word, edits };
  }
  return best && best.edits <= Math.max(1, Math.floor(best.word.length / 3)) ? best.word : undefined;
}

/**
 * Letters added, taken out, replaced, or exchanged with the next one (optimal string alignment). Stops where there are
 * more than `most`, with a larger number.
 */
export function editsBetween(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    let fewest = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(replaced, row[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1);
      next.push(edits);
      if (edits < fewest) fewest = edits;
    }
    if (fewest > most) return fewest;
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
