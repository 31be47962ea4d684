/**
 * How much of a pasted text stands in another as it is: the share of its runs of three words, so that indentation,
 * quotation marks and values in a message do not matter.
 */
import { readWords } from '../text/words';

const RUN = 3;

/** undefined when the text is too short to tell. */
export function verbatimShare(pasted: string): ((text: string) => number) | undefined {
  const asked = runsOf(pasted);
  if (asked.size === 0) return undefined;
  return (text) => {
    const there = runsOf(text);
    let found = 0;
    for (const run of asked) if (there.has(run)) found++;
    return found / asked.size;
  };
}

function runsOf(text: string): Set<string> {
  const words = readWords(text).flatMap(({ parts }) => parts);
  const runs = new Set<string>();
  for (let start = 0; start + RUN <= words.length; start++) runs.add(words.slice(start, start + RUN).join(' '));
  return runs;
}
