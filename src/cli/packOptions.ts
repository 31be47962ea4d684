/** What the packing of a context asks of an engine: the lines of documents as they are now, and what a text costs. */
import path from 'node:path';
import { countTokens } from '../context/countTokens';
import type { PackOptions } from '../context/packContext';
import type { Engine } from '../engine/engine';

/** The budget alone decides how much is shown, unless the caller limits lines or regions too. */
export function packOptions(engine: Pick<Engine, 'textOf'>): Omit<PackOptions, 'budgetTokens'> {
  return {
    maxLines: Number.MAX_SAFE_INTEGER,
    maxRegions: Number.MAX_SAFE_INTEGER,
    countTokens,
    linesOf: (corpusId, file) => {
      const relative = path.isAbsolute(file) ? path.relative(corpusId, file).split(path.sep).join('/') : file;
      const text = engine.textOf({ corpusId, path: relative, startLine: 0, endLine: Number.MAX_SAFE_INTEGER });
      return text === '' ? undefined : text.split(/\r\n|\r|\n/);
    },
  };
}
