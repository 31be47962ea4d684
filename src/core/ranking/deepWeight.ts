/**
 * How much deep models count for one question: the surer the first stage is of its best, the less; the further a
 * model's best passage stands out from all that it has seen, the more; and as much as they have seen of those that
 * compete for the first places. Pure arithmetic.
 */
import { calibrate } from './deepCalibration';
import type { CandidateCosines } from './evidence';

/** A candidate as both stages see it. */
export interface WeighedCandidate {
  /** The score without the deep models. */
  first: number;
  deep: CandidateCosines | undefined;
  /** Prose lies nearer to a question than code does, whatever it is about: each is judged among its like. */
  isProse: boolean;
  /** Found by words or by the embedded model: what a deep model found by itself says nothing about what is usual. */
  isOfFirstStage: boolean;
}

/** Deviations from what is expected, times what the model counts for this question. */
export interface DeepValue {
  chunk: number;
  file: number;
}

/** What the best of many passages reaches by chance. */
const BY_CHANCE = 3;
/** From here on a model counts no more: 6 deviations are as clear as 10. */
const MOST_EXCESS = 3;
/** Of a model that has seen too few passages to tell. */
const USUAL_EXCESS = 1;
/** So many of the first stage's best compete for the first places. */
const COMPETING = 10;

/** Returns the deep models' value of a candidate; undefined where it has none. `standsOut`: by model. */
export function weighDeep(
  candidates: readonly WeighedCandidate[],
  standsOut: readonly (number | undefined)[],
  wantsDocuments: boolean,
): (candidate: WeighedCandidate) => DeepValue | undefined {
  const best = candidates.reduce<WeighedCandidate | undefined>((a, b) => (a && a.first >= b.first ? a : b), undefined);
  // Documents that are asked for are found by their headings.
  const isFound = wantsDocuments && best?.isProse;
  const openShare = isFound ? 0 : Math.max(0, 1 - Math.max(0, best?.first ?? 0)) * seenShare(candidates);
  const models = standsOut.map((deviations, model) => {
    const usual = candidates.filter(({ deep, isOfFirstStage }) => isOfFirstStage && deep?.model === model);
    const excess = deviations === undefined ? USUAL_EXCESS : deviations - BY_CHANCE;
    return {
      trust: openShare * Math.min(MOST_EXCESS, Math.max(0, excess)),
      prose: calibrated(usual.filter(({ isProse }) => isProse)),
      code: calibrated(usual.filter(({ isProse }) => !isProse)),
    };
  });
  return ({ first, deep, isProse }) => {
    if (!deep) return undefined;
    const { trust, prose, code } = models[deep.model]!;
    const { ofChunk, ofFile } = isProse ? prose : code;
    return { chunk: trust * ofChunk({ first, deep: deep.chunk }), file: trust * ofFile({ first, deep: deep.file }) };
  };
}

/**
 * How many of the passages that compete have a deep vector. Where few have, those would be lifted past better ones that
 * nobody has looked at.
 */
function seenShare(candidates: readonly WeighedCandidate[]): number {
  const competing = candidates
    .filter(({ isOfFirstStage }) => isOfFirstStage)
    .sort((a, b) => b.first - a.first)
    .slice(0, COMPETING);
  return competing.filter(({ deep }) => deep).length / Math.max(1, competing.length);
}

function calibrated(usual: readonly WeighedCandidate[]) {
  return {
    ofChunk: calibrate(usual.map(({ first, deep }) => ({ first, deep: deep!.chunk }))),
    ofFile: calibrate(usual.map(({ first, deep }) => ({ first, deep: deep!.file }))),
  };
}
