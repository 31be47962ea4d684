/** `search`: the passages that answer questions, packed into a number of tokens. */
import { z } from 'zod';
import { BUDGET, MOST_QUESTIONS, RESULTS_PER_QUESTION } from '../../context/limits';
import { oneBased, passageOf } from '../../context/place';
import { KINDS } from '../../core/chunking/chunk';
import { readWords } from '../../core/text/words';
import type { SearchParams } from '../../protocol/engine';
import { DATA_NOTE } from '../answer';
import { placeFields, quoted } from '../schemas';
import { defineTool } from './tool';

const QUESTION = z.string().min(1);

const strings = (what: string) => z.array(z.string().min(1).max(1000)).max(20).optional().describe(what);

export const search = defineTool({
  name: 'search',
  title: 'Search code and documents',
  description:
    'Finds the passages that answer a question about this code base and returns their code with line numbers, whole ' +
    'definitions where they fit, best first, so that no file need be opened after it. Ask in plain words, in English ' +
    'or Korean ("where are failed uploads retried"), by exact or half-remembered names ("UploadQueue retry"), or ' +
    'paste an error, a stack trace or code. It ranks by meaning, words and symbols together. Use it first whenever ' +
    'you do not know the exact string, and for names too: it puts the definition first. Ask several questions in one ' +
    'call with `otherQuestions`. A quoted text ("=> ({") or an expression (/retry\\w+/i) in the question is matched ' +
    'exactly. Use grep to list every occurrence of a string in files that are not indexed, ' +
    '`references` for the callers of a name, and read the file when you know its path. "Nothing relevant found" is ' +
    'an answer: the code base most likely has no such thing.',
  input: {
    question: QUESTION.describe(
      'In words, names or pasted text. May hold filters: ' +
        'lang:ts path:src/net -path:test kind:function symbol:Queue is:test, "exact text", /expression/i.',
    ),
    otherQuestions: z
      .array(QUESTION)
      .max(MOST_QUESTIONS - 1)
      .optional()
      .describe('Further questions that share the budget.'),
    exact: z.boolean().default(false).describe('Only passages that hold the question as it is written, case ignored.'),
    path: strings('Only below these: parts of paths or globs (`src/net`, `**/*.sql`).'),
    notPath: strings('Not below these.'),
    language: strings('Only these languages (`typescript`, `py`).'),
    kind: z.array(z.enum(KINDS)).optional().describe('Only these kinds of definitions.'),
    symbol: strings('Only definitions whose names contain one of these.'),
    tests: z.enum(['include', 'only', 'exclude']).default('include'),
    budget: z
      .number()
      .int()
      .min(BUDGET.least)
      .max(BUDGET.most)
      .default(BUDGET.usual)
      .describe(
        `Tokens of the answer at most (${BUDGET.least} to ${BUDGET.most}); 1000 is enough for one place, 8000 for a survey.`,
      ),
  },
  output: {
    isRelevant: z.boolean().describe('false: nothing relevant was found; `places` are only the nearest.'),
    passages: z.array(
      z.object({
        ...placeFields,
        language: z.string(),
        isPart: z.boolean().describe('Only the lines around the focus of a longer passage.'),
        uri: z.string(),
        text: quoted,
      }),
    ),
    places: z.array(z.object(placeFields)).describe('Further places, named alone.'),
    leftOut: z.number().int().describe('Results that had no room at all.'),
    tokens: z.number().int(),
  },
  async run({ question, otherQuestions = [], exact, budget, ...narrowed }, { host, workspace, ask, signal }) {
    const answers = [];
    for (const each of [question, ...otherQuestions]) {
      const params = searchParams(each, exact, filtersOf(narrowed));
      const { isRelevant, results } = await ask(params, signal);
      answers.push({ question: each, isRelevant, results: results.map((result) => shown(result)) });
    }
    function shown<T extends { corpusId: string; path: string }>(result: T): T {
      return { ...result, path: workspace.shownPath(result.corpusId, result.path) };
    }
    const packed = host.pack(answers, budget);
    const passages = packed.regions.map((region) => ({
      ...passageOf(region),
      uri: workspace.passageUri({ ...region, ...workspace.placeOf(region.path) }),
    }));
    const { isRelevant, leftOut, tokens, text } = packed;
    const data = { isRelevant, passages, places: packed.places.map(oneBased), leftOut, tokens };
    return { text: `${DATA_NOTE}\n\n${text}`, data };
  },
});

interface Narrowed {
  path?: string[] | undefined;
  notPath?: string[] | undefined;
  language?: string[] | undefined;
  kind?: string[] | undefined;
  symbol?: string[] | undefined;
  tests: 'include' | 'only' | 'exclude';
}

function filtersOf({ path: paths, notPath: notPaths, language, kind, symbol, tests }: Narrowed) {
  return {
    paths,
    notPaths,
    languages: language,
    kinds: kind,
    symbols: symbol,
    ...(tests !== 'include' && { isTest: tests === 'only' }),
  };
}

/** An exact text is no question: what looks like a filter in it is part of it. */
function searchParams(question: string, exact: boolean, filters: NonNullable<SearchParams['filters']>) {
  const limit = RESULTS_PER_QUESTION;
  if (!exact) return { limit, query: question, filters };
  const words = readWords(question).map(({ text }) => text);
  return { limit, query: words.join(' '), filters: { ...filters, phrases: [question.trim()] } };
}
