/** `status`: which folders are open and how far their indexes are. */
import { z } from 'zod';
import { counted } from '../answerTexts';
import { defineTool } from './tool';

export const status = defineTool({
  name: 'status',
  title: 'State of the index',
  description:
    'Which folders are open, how many files and passages are indexed, in which languages, what could not be read, ' +
    'and whether indexing is still going on. Use it when an answer says that something may be missing, or to see ' +
    'where paths belong; there is no need to call it before the other tools.',
  input: {},
  output: {
    folders: z.array(
      z.object({
        name: z.string(),
        root: z.string(),
        state: z.string().describe('ready, indexing, readOnly (another process writes the index) or failed.'),
        files: z.number().int(),
        passages: z.number().int(),
        languages: z.array(z.string()).describe('The commonest first.'),
        failed: z.array(z.object({ path: z.string(), reason: z.string() })),
        leftOut: z.number().int().describe('Files that are ignored, binary or too large.'),
      }),
    ),
    deepModel: z.string().describe('The transformer that improves rankings; empty when there is none.'),
  },
  async run(_, { host, workspace }) {
    const { corpora, deep } = await host.engine.status();
    const folders = workspace.specs.flatMap(({ id, root }) => {
      const corpus = corpora.find(({ corpusId }) => corpusId === id);
      if (!corpus) return [];
      const { state, documents, chunks, languages, failed, skipped } = corpus;
      return {
        name: workspace.nameOf(id),
        root,
        state,
        files: documents,
        passages: chunks,
        languages: languages.slice(0, 8).map((language) => language.id),
        failed: failed.slice(0, 20),
        leftOut: skipped.length,
      };
    });
    const lines = folders.map(
      ({ name, root, state, files, passages, languages, failed, leftOut }) =>
        `${name} (${root}): ${state}, ${counted(files, 'file')}, ${counted(passages, 'passage')}` +
        `, ${leftOut} left out, ${failed.length} failed; ${languages.join(', ')}`,
    );
    const deepModel = deep.id ?? '';
    const text = [...lines, deepModel === '' ? 'No deep model.' : `Deep model: ${deepModel} (${deep.state}).`];
    return { text: text.join('\n'), data: { folders, deepModel } };
  },
});
