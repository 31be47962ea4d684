/**
 * How much of the figures is owed to weights chosen on the very sets: weights are fitted on half of the repositories
 * from a start that has seen nothing, and measured on the other half, beside the product's weights and beside weights
 * fitted on that other half itself. Writes bench/results/weights.json.
 *
 *   node esbuild.mjs --tests
 *   node out/test/bench/weights.main.cjs --trees <folder> --queries <queries.jsonl> [--whole <folder>] [--korean <queries.jsonl>] [--beir <folder>]
 *     [--cuts <number>]
 *
 * Each cut makes two halves, and each half is left out once.
 */
import { parseArgs } from 'node:util';
import { WEIGHTS, type Weights } from '../src/core/ranking/weights';
import { shuffled } from '../src/evaluation/bootstrap';
import { type EvaluationSet, loadSets, SET_OPTIONS } from './evalSets';
import { type Collection, collect, fitWeights, score } from './fitWeights';
import { PASTED_KINDS } from './pasted';
import { type Metrics, record, rounded } from './record';

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { ...SET_OPTIONS, cuts: { type: 'string', default: '1' } } });
  const isChosenOn = ({ name, isTyping, isHeldOut }: EvaluationSet) =>
    !isTyping && !isHeldOut && !PASTED_KINDS.some((kind) => kind === name);
  const sets = (await loadSets(values)).filter(isChosenOn);
  if (sets.length === 0) throw new Error('no set given: see the head of this file');
  const collections = sets.flatMap(collect);
  const gathered: Record<'fittedOnOthers' | 'product' | 'fittedOnItself', Record<string, number>[]> = {
    ...{ fittedOnOthers: [], product: [], fittedOnItself: [] },
  };
  const fitted: Weights[] = [];
  for (let seed = 1; seed <= Number(values.cuts); seed++) {
    const halves = cutInHalves(collections, seed);
    const weights = halves.map((half) => fitWeights(half));
    fitted.push(...weights);
    halves.forEach((half, i) => {
      gathered.fittedOnOthers.push(score(half, weights[1 - i]!));
      gathered.product.push(score(half, WEIGHTS));
      gathered.fittedOnItself.push(score(half, weights[i]!));
    });
    console.log(`seed ${seed}: halves of ${halves.map(({ length }) => length).join(' and ')} questions`);
  }
  const metrics: Metrics = { halves: fitted.length };
  for (const [name, list] of Object.entries(gathered)) metrics[name] = meanOf(list);
  for (const name of Object.keys(WEIGHTS) as (keyof Weights)[]) {
    const values = fitted.map((weights) => weights[name]);
    if (values.some((value) => value !== WEIGHTS[name]))
      metrics[`weight ${name}`] = {
        ...{ product: WEIGHTS[name], least: rounded(Math.min(...values), 3), most: rounded(Math.max(...values), 3) },
      };
  }
  record('weights', 'node out/test/bench/weights.main.cjs …', metrics);
}

/** A repository is on one side with all its questions, in whatever set; a set of one corpus is cut by its questions. */
function cutInHalves(collections: readonly Collection[], seed: number): Collection[][] {
  const alone = new Set(collections.map(({ set }) => set).filter((set) => corporaOf(collections, set).size === 1));
  const keyOf = ({ set, question }: Collection) => (alone.has(set) ? `${set} ${question.id}` : question.corpus);
  const repositories = new Set(collections.filter(({ set }) => !alone.has(set)).map(keyOf));
  const questions = new Set(collections.filter(({ set }) => alone.has(set)).map(keyOf));
  const first = new Set(
    [repositories, questions].flatMap((keys) => shuffled([...keys].sort(), seed).slice(0, Math.floor(keys.size / 2))),
  );
  return [true, false].map((isFirst) => collections.filter((each) => first.has(keyOf(each)) === isFirst));
}

function corporaOf(collections: readonly Collection[], set: string): Set<string> {
  return new Set(collections.filter((each) => each.set === set).map(({ question }) => question.corpus));
}

function meanOf(list: readonly Record<string, number>[]): Record<string, number> {
  return Object.fromEntries(
    Object.keys(list[0] ?? {}).map((set) => [
      set,
      rounded(list.reduce((sum, each) => sum + each[set]!, 0) / list.length, 4),
    ]),
  );
}
