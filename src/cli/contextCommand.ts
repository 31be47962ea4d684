/** `kindred context`: the code that answers questions, packed into a number of tokens, for a language model to read. */
import fs from 'node:fs';
import { packContext } from '../context/packContext';
import type { SearchResult } from '../protocol/engine';
import { defineCommand } from './command';
import { badArguments, numberOf, sessionFlags, sessionOptions } from './flags';
import { readingNotes } from './output';
import { packOptions } from './packOptions';
import { openSession } from './session';

const flags = {
  in: { type: 'string', value: 'DIR', help: 'the folder that is asked about (default: this one)' },
  budget: { type: 'string', value: 'TOKENS', help: 'tokens of the answer at most, 200 to 50000 (default 4000)' },
  lines: { type: 'string', value: 'N', help: 'lines of code at most' },
  'max-regions': { type: 'string', value: 'N', help: 'places whose code is shown at most' },
  ...sessionFlags,
} as const;

const DEFAULT_BUDGET = 4000;
const MOST_QUESTIONS = 8;
/** Results that are offered to the packer for each question: more than have room. */
const RESULTS = 40;
/** What the engine takes as one question; of a longer one (an issue with its logs) the beginning is asked. */
const QUESTION_CHARS = 20_000;

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
async function runContext(
  questions: readonly string[],
  values: Partial<Record<keyof typeof flags, string | boolean>>,
): Promise<number> {
  if (questions.length === 0)
    throw badArguments('`kindred context` needs a question: kindred context "where do we retry uploads"');
  const number = (flag: 'budget' | 'lines' | 'max-regions', least: number, most: number) =>
    numberOf(flag, values[flag] as string | undefined, least, most);
  const limits = {
    budgetTokens: number('budget', 200, 50_000) ?? DEFAULT_BUDGET,
    maxLines: number('lines', 1, 100_000) ?? Number.MAX_SAFE_INTEGER,
    maxRegions: number('max-regions', 1, 1000) ?? Number.MAX_SAFE_INTEGER,
  };
  const options = sessionOptions(values as Parameters<typeof sessionOptions>[0]);
  const session = await openSession((values.in as string | undefined) ?? '.', options);
  try {
    await session.catchUp();
    const answers: { question: string; isRelevant: boolean; results: SearchResult[] }[] = [];
    for (const question of questions) {
      const response = await session.engine.search({ query: question, limit: RESULTS, depth: 'full' });
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

/** `-`: what stands on standard input. */
function readQuestion(argument: string): string {
  const question = argument === '-' ? fs.readFileSync(0, 'utf8').trim() : argument;
  if (question.length <= QUESTION_CHARS) return question;
  process.stderr.write(`The question has ${question.length} characters; its first ${QUESTION_CHARS} are asked.\n`);
  return question.slice(0, QUESTION_CHARS);
}

/** The CLI's contract: lines 1-based and inclusive. */
function toJson({ questions, isRelevant, regions, places, leftOut, tokens, text }: ReturnType<typeof packContext>) {
  const oneBased = ({
    path,
    startLine,
    endLine,
    symbol,
  }: {
    path: string;
    startLine: number;
    endLine: number;
    symbol: string;
  }) => ({
    path,
    startLine: startLine + 1,
    endLine: endLine + 1,
    symbol,
  });
  return {
    questions,
    relevant: isRelevant,
    tokens,
    passages: regions.map((region) => ({
      ...oneBased(region),
      language: region.language,
      isPart: region.isExcerpt,
      text: region.lines.join('\n'),
    })),
    places: places.map(oneBased),
    leftOut,
    text,
  };
}
