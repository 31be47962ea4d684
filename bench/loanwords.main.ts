/**
 * How many Korean spellings of English words find their English: by the lexicon, by their sound among the names of real
 * repositories, and as the product does it, the lexicon first. Writes bench/results/loanwords.json and prints what was
 * missed.
 *
 *   node esbuild.mjs --tests
 *   node out/test/bench/loanwords.main.cjs --trees <folder of repositories>
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { expandKorean, type LoanwordIndex, loanwordIndex, lookUpLoanword } from '../src/core/query/korean/expansion';
import { koreanLexicon } from '../src/core/query/korean/lexicon';
import { stem } from '../src/core/text/stem';
import { partsOf } from '../src/core/text/words';
import { readFolder } from '../src/evaluation/measuredCorpus';
import { type Metrics, record, rounded } from './record';

const PAIRS = 'test/eval/korean/loanwords.txt';
/** As many as ranking takes. */
const MOST = 3;
type Pair = readonly [korean: string, english: string];

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { trees: { type: 'string' } } });
  if (!values.trees) throw new Error('--trees is not given: see the head of this file');
  const words = new Set<string>();
  for (const repository of fs.readdirSync(values.trees))
    for (const { text } of await readFolder(path.join(values.trees, repository)))
      for (const identifier of text.match(/[A-Za-z_]\w+/g) ?? [])
        for (const part of partsOf(identifier)) words.add(part);
  const metrics: Metrics = { dictionary: words.size };
  for (const [name, pairs] of Object.entries(readPairs())) {
    // A word can only be found by its sound where the corpus has it.
    const index = loanwordIndex(new Set([...words, ...pairs.map(([, english]) => english)]));
    metrics[name] = measured(pairs, index);
  }
  const native = koreanLexicon().entries.filter(({ isVerb, korean }) => isVerb && korean.length > 1);
  const index = loanwordIndex(words);
  const taken = native.filter(({ korean }) => lookUpLoanword(korean, index).length > 0);
  metrics['Korean verbs, taken for a loan word'] = {
    of: native.length,
    share: rounded(taken.length / native.length, 3),
  };
  record('loanwords', 'node out/test/bench/loanwords.main.cjs --trees …', metrics);
}

function measured(pairs: readonly Pair[], index: LoanwordIndex): Record<string, number> {
  const missed: string[] = [];
  let [byLexicon, bySound, bySoundFirst, others, either] = [0, 0, 0, 0, 0];
  for (const [korean, english] of pairs) {
    const { terms, loanwords } = expandKorean(korean);
    const isIn = (words: readonly string[]) => words.some((word) => stem(word.replaceAll(' ', '')) === stem(english));
    const isListed = terms.some((term) => isIn(term.english));
    const heard = lookUpLoanword(korean, index).slice(0, MOST);
    const isFound = isListed || loanwords.some((word) => isIn(lookUpLoanword(word, index).slice(0, MOST)));
    if (isListed) byLexicon++;
    if (isIn(heard)) bySound++;
    if (isIn(heard.slice(0, 1))) bySoundFirst++;
    others += heard.filter((word) => !isIn([word])).length;
    if (isFound) either++;
    else missed.push(`${korean} ${english}`);
  }
  console.log(`missed: ${missed.join(', ')}`);
  const share = (count: number) => rounded(count / pairs.length, 3);
  return {
    ...{ of: pairs.length, byLexicon: share(byLexicon), bySound: share(bySound), bySoundFirst: share(bySoundFirst) },
    ...{ asTheProduct: share(either), otherWordsBySound: rounded(others / pairs.length, 3) },
  };
}

function readPairs(): Record<'tuned' | 'held out' | 'unseen', Pair[]> {
  const parts = fs.readFileSync(PAIRS, 'utf8').split(/^# (?:held out|unseen).*$/m);
  const [tuned, heldOut, unseen] = parts.map((part) =>
    part
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split(' ') as unknown as Pair),
  );
  return { tuned: tuned!, 'held out': heldOut!, unseen: unseen! };
}
