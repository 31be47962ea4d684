/**
 * A packed context as text: each region under a line that says where it stands, with the numbers of its lines; then
 * places by name alone.
 */
import type { Place, Region } from './packContext';
import { oneBased, placeLine } from './place';

export interface ContextToRender {
  questions: readonly string[];
  isRelevant: boolean;
  regions: readonly Region[];
  places: readonly Place[];
  leftOut: number;
}

export function render({ questions, isRelevant, regions, places, leftOut }: ContextToRender): string {
  const blocks: string[] = [];
  if (!isRelevant)
    blocks.push(`Nothing relevant found for ${questions.map((each) => JSON.stringify(short(each))).join(', ')}.`);
  blocks.push(...regions.map(renderRegion));
  if (places.length > 0) {
    const title = isRelevant ? 'Also relevant:' : 'The nearest places:';
    blocks.push([title, ...places.map((place) => `  ${placeLine(oneBased(place))}`)].join('\n'));
  }
  if (leftOut > 0) blocks.push(`${leftOut} more found and left out; ask for a larger budget or more narrowly.`);
  return blocks.join('\n\n');
}

/** Long questions are pasted texts; what they begin with tells them apart. */
const QUESTION_CHARS = 80;

function short(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  return line.length > QUESTION_CHARS ? `${line.slice(0, QUESTION_CHARS - 1)}…` : line;
}

export function renderRegion(region: Region): string {
  return `${placeLine(oneBased(region))}${region.isExcerpt ? '  (part)' : ''}\n${numbered(region)}`;
}

function numbered({ startLine, lines }: Pick<Region, 'startLine' | 'lines'>): string {
  const width = String(startLine + lines.length).length;
  return lines.map((line, i) => `${String(startLine + i + 1).padStart(width)}  ${line.trimEnd()}`).join('\n');
}
