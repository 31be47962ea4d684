/** `kindred context`: the code that answers questions, packed into a number of tokens, for a language model to read. */
import fs from 'node:fs';
import { BUDGET, MOST_QUESTIONS, RESULTS_PER_QUESTION } from '../context/limits';
import { type Answer, type PackedContext, packContext } from '../context/packContext';
import { oneBased, passageOf } from '../context/place';
import { MAX_QUERY_CHARS } from '../engine/askedQuery';
import { type Arguments, defineCommand } from './command';
import { badArguments, numberOf, sessionFlags, sessionOptions } from './flags';
import { readingNotes } from './output';
import { packOptions } from './packOptions';
import { openSession } from './session';

const flags = {
  in: { type: 'string', value: 'DIR', help: 'the folder that is asked about (default: this one)' },
  budget: {
    type: 'string',
    value: 'TOKENS',
    help: `tokens of the answer at most, ${BUDGET.least} to ${BUDGET.most} (default ${BUDGET.usual})`,
  },
  lines: { type: 'string', value: 'N', help: 'lines of code at most' },
  'max-regions': { type: 'string', value: 'N', help: 'places whose code is shown at most' },
  ...sessionFlags,
} as const;

export const contextCommand = defineCommand({
  name: 'context',
  usage: ['context "<question>" … [--in DIR]', 'context - < question.txt'],
  summary: 'The code that answers questions, in so many tokens. See docs/agents.md.',
  flags,
  takesQuestion: true,
  most: MOST_QUESTIONS,
  run: ({ values, positionals }) => runContext(positionals.map(readQuestion), values),
});

/** 0: something relevant is there; 1: nothing is. */
async function runContext(questions: readonly string[], values: Arguments<typeof flags>['values']): Promise<number> {
  if (questions.length === 0)
    throw badArguments('`kindred context` needs a question: kindred context "where do we retry uploads"');
  const limits = {
    budgetTokens: numberOf('budget', values.budget, BUDGET.least, BUDGET.most) ?? BUDGET.usual,
    maxLines: numberOf('lines', values.lines, 1, 100_000) ?? Number.MAX_SAFE_INTEGER,
    maxRegions: numberOf('max-regions', values['max-regions'], 1) ?? Number.MAX_SAFE_INTEGER,
  };
  const options = sessionOptions(values);
  const session = await openSession(values.in ?? '.', options);
  try {
    await session.catchUp();
    const answers: Answer[] = [];
    for (const question of questions) {
      const response = await session.engine.search({ query: question, limit: RESULTS_PER_QUESTION, depth: 'full' });
      for (const note of readingNotes(response)) process.stderr.write(`${note}\n`);
      answers.push({ question, isRelevant: response.isRelevant, results: response.results });
    }
    const packed = packContext(answers, { ...packOptions(session.engine), ...limits });
    process.stdout.write(`${options.json ? JSON.stringify(toJson(packed)) : packed.text}\n`);
    return packed.isRelevant ? 0 : 1;
  } finally {
    await session.close();
  }
}

/** `-`: what stands on standard input. Of a text that is too long (an issue with its logs) the beginning is asked. */
function readQuestion(argument: string): string {
  const question = argument === '-' ? fs.readFileSync(0, 'utf8').trim() : argument;
  if (question.length <= MAX_QUERY_CHARS) return question;
  process.stderr.write(`The question has ${question.length} characters; its first ${MAX_QUERY_CHARS} are asked.\n`);
  return question.slice(0, MAX_QUERY_CHARS);
}

/** The CLI's contract: lines 1-based and inclusive. */
function toJson({ questions, isRelevant, regions, places, leftOut, tokens, text }: PackedContext): object {
  return {
    questions,
    relevant: isRelevant,
    tokens,
    passages: regions.map(passageOf),
    places: places.map(oneBased),
    leftOut,
    text,
  };
}
