/** `similar`: passages elsewhere that are like a given one. */
import { z } from 'zod';
import { oneBased, placeLine } from '../../context/place';
import { DATA_NOTE } from '../answer';
import { indented } from '../answerTexts';
import { limit, lineNumber, path, placeFields, quoted } from '../schemas';
import { CallError } from '../workspace';
import { defineTool } from './tool';

export const similar = defineTool({
  name: 'similar',
  title: 'Find similar code',
  description:
    'Passages elsewhere in the workspace that are like given lines, the definition around a line, or a whole file: ' +
    'copies, variants, siblings that follow the same pattern. Use it before you change code that may have twins, ' +
    'before you write something that may exist already, and to find an example to follow. For code that is in no ' +
    'file yet, give it to `search` as the question.',
  input: {
    path: path.describe('A file, relative to its folder or absolute.'),
    startLine: lineNumber
      .optional()
      .describe('First line (1-based). Alone: the definition around it. Absent: the file.'),
    endLine: lineNumber.optional().describe('Last line, inclusive.'),
    limit: limit(50, 10),
  },
  output: {
    compared: z.string().describe('What was compared, as path:start-end.'),
    results: z.array(
      z.object({
        ...placeFields,
        language: z.string(),
        similarity: z.number().describe('0 to 1; above 0.9 nearly the same.'),
        uri: z.string(),
        excerpt: quoted,
      }),
    ),
  },
  async run({ path: given, startLine, endLine, limit: most }, { host, workspace, signal }) {
    if (endLine !== undefined && (startLine === undefined || endLine < startLine))
      throw new CallError('endLine needs a startLine that is not behind it.');
    const place = workspace.placeOf(given);
    const lines = { startLine: startLine && startLine - 1, endLine: endLine && endLine - 1 };
    const response = await host.engine.similar({ ...place, ...lines, limit: most }, signal);
    const { passage } = response;
    const shown = workspace.shownPath(place.corpusId, place.path);
    const compared = passage ? `${shown}:${passage.startLine + 1}-${passage.endLine + 1}` : shown;
    const results = response.results.map((result) => ({
      ...oneBased({ ...result, path: workspace.shownPath(result.corpusId, result.path) }),
      language: result.language,
      similarity: Math.round(result.reasons[0]!.value * 1000) / 1000,
      uri: workspace.passageUri(result),
      excerpt: result.excerpt,
    }));
    if (results.length === 0) return { text: `Nothing in the index is like ${compared}.`, data: { compared, results } };
    const blocks = results.map(
      ({ similarity, excerpt, ...where }) => `${placeLine(where)}  ${similarity.toFixed(2)}\n${indented(excerpt)}`,
    );
    const text = [`Like ${compared}, most alike first (1 is the same). ${DATA_NOTE}`, ...blocks].join('\n\n');
    return { text, data: { compared, results } };
  },
});
