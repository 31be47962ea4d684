/**
 * What the user reads for the codes of the engine: errors, states, kinds, parts of a score.
 * `l10n/bundle.l10n.*.json` translates it.
 */

import * as vscode from 'vscode';
import { roundedDuration } from '../core/text/duration';
import type {
  DuplicateCluster,
  EngineStatus,
  SearchHint,
  SearchResponse,
  SearchResult,
  WaitReason,
} from '../protocol/engine';
import { EngineError } from '../protocol/errors';
import { formatBytes, formatCount, formatPercent, shortAddress } from './format';
import type { SearchRequest } from './search/searchRequest';
import { type Likeness, likenessOf, similarityOf } from './search/similarity';

const { t } = vscode.l10n;

/**
 * `wasm`: the deep model runs without the native runtime; `none`: it does not run; `words`: the embedded model cannot
 * be read.
 */
export type Degradation = 'wasm' | 'none' | 'words';
type DuplicateGrade = DuplicateCluster['grade'];

export const count = (value: number): string => formatCount(value, vscode.env.language);
export const bytes = (value: number): string => formatBytes(value, vscode.env.language);
export const percent = (part: number, whole: number): string => formatPercent(part, whole, vscode.env.language);

export function isCanceled(error: unknown): boolean {
  return (
    error instanceof vscode.CancellationError ||
    (error instanceof EngineError && error.code === 'canceled') ||
    (error instanceof Error && error.name === 'AbortError')
  );
}

/** What failed, on which value, and what to do about it. */
export function explain(error: unknown): string {
  if (!(error instanceof EngineError)) return error instanceof Error ? error.message : String(error);
  const { code, value, detail } = error;
  switch (code) {
    case 'folderNotFound':
      return t('The folder {0} does not exist or is not a folder.', value);
    case 'fileNotFound':
      return t('The file {0} does not exist any more.', value);
    case 'fileNotIndexed':
      return t(
        '{0} has no passages in the index. It may be ignored, binary or empty; the index report says which.',
        value,
      );
    case 'emptyQuery':
      return t('The question is empty. Type at least one letter or digit.');
    case 'queryTooLong':
      return t('The question is too long ({0} characters). Shorten it, or use Find Similar.', value);
    case 'languageUnknown':
      return detail
        ? t('"{0}" is no language. Did you mean lang:{1}?', value, detail)
        : t('"{0}" is no language that Kindred knows.', value);
    case 'patternInvalid':
      return t('The regular expression {0} cannot be read ({1}). Quote it to look for it as it is.', value, detail);
    case 'patternTooSlow':
      return t('The regular expression {0} takes too long. Make it simpler, or add path: or lang:.', value);
    case 'indexNotWritable':
      return t('The index folder {0} cannot be written ({1}). Check its permissions.', value, detail);
    case 'indexCorrupt':
      return t('The index was damaged ({0}). It was moved aside and is built again.', detail || value);
    case 'indexIncompatible':
      return t('The index was written by another version of Kindred. It is built again.');
    case 'indexLocked':
      return t('Another window or process writes this index ({0}). This window only reads it.', detail || value);
    case 'vectorLimit':
      return t('The limit for deep vectors, {0}, is reached. Raise it in the settings to go on.', error.value);
    case 'diskFull':
      return t('There is no space left on the disk for {0}. Free some space; the index stays as it was.', value);
    case 'modelNotInstalled':
      return t('The model {0} is not installed. Run "Kindred: Download Deep Model".', value);
    case 'modelIncompatible':
      return t('The model {0} cannot be used ({1}). Delete it and download it again.', value, detail);
    case 'modelUnknown':
      return t('There is no model {0}. Run "Kindred: Choose Deep Model".', value);
    case 'customModelInvalid':
      return t('The custom model {0} cannot be used ({1}). Correct the setting kindred.model.custom.', value, detail);
    case 'runtimeUnavailable':
      return t('The deep model cannot run on this machine ({0}). Search goes on without it.', detail || value);
    case 'downloadFailed':
      return t('Downloading {0} failed ({1}). What has arrived is kept; try again later.', shortAddress(value), detail);
    case 'workerCrashed':
      return t('The search engine stopped unexpectedly ({0}).', detail || value);
    case 'untrustedWorkspace':
      return t('Kindred does not do this in Restricted Mode. Trust the workspace first.');
    case 'badArguments':
      return detail ? `${value} (${detail})` : value;
    case 'canceled':
      return t('Canceled.');
  }
}

/** What the last opening of an index had to say. */
export function explainNotice(code: string, detail: string): string {
  switch (code) {
    case 'indexCorrupt':
    case 'indexIncompatible':
    case 'indexLocked':
    case 'indexNotWritable':
    case 'diskFull':
    case 'modelIncompatible':
    case 'runtimeUnavailable':
    case 'workerCrashed':
      return explain(new EngineError(code, detail, detail));
    default:
      return detail ? `${code}: ${detail}` : code;
  }
}

/** How a question was read, where that may not be as it was meant, and what of it was counted. */
export function readingNotes({ hints = [], exact }: Pick<SearchResponse, 'hints' | 'exact'>): string[] {
  const counted = exact && t('{0} matches in {1} files', count(exact.matches), count(exact.files));
  return [...(counted ? [counted] : []), ...hints.map(hintText)];
}

function hintText({ code, value, detail = '' }: SearchHint): string {
  switch (code) {
    case 'readAsText':
      return t('{0} was read as text and not as a filter', value);
    case 'phraseAsText':
      return t('{0} was read as words and not as an exact text', value);
    case 'matchesNothing':
      return t('no file fits {0}', value);
    case 'respelled':
      return t('{0} was read as {1}', value, detail);
  }
}

/** What the results were ranked with. */
function tierName(tier: SearchResponse['tier']): string {
  switch (tier) {
    case 'lexical':
      return t('by words only');
    case 'embedded':
      return t('by words and meaning');
    case 'deep':
      return t('with the deep model');
  }
}

/** What the results were ranked with, and how many of them only the deep model found. */
export function rankedBy({ tier, deep }: Pick<SearchResponse, 'tier' | 'deep'>): string {
  return [tierName(tier), broughtByDeep(deep)].filter(Boolean).join(' · ');
}

/** Empty where the deep model brought nothing. */
export function broughtByDeep(deep: SearchResponse['deep']): string {
  const brought = deep?.brought ?? 0;
  if (brought === 0) return '';
  return brought === 1
    ? t('1 result came from the deep model')
    : t('{0} results came from the deep model', count(brought));
}

/** What the deep model runs on. */
export function runtimeName({ kind }: NonNullable<EngineStatus['deep']['runtime']>): string {
  switch (kind) {
    case 'native':
      return t('ONNX Runtime');
    case 'wasm':
      return t('ONNX Runtime in WebAssembly, slower');
    case 'none':
      return t('nothing on this machine');
  }
}

/** What does not work on this machine or in this installation, and what takes its place. */
export function degradations({ deep, embeddedFault }: EngineStatus): { step: Degradation; text: string }[] {
  const { kind, cause = '' } = deep.runtime ?? { kind: 'native' };
  const degraded: { step: Degradation; text: string }[] = [];
  if (kind === 'wasm')
    degraded.push({
      step: kind,
      text: t(
        'The deep model runs in WebAssembly, which is slower: the native ONNX Runtime cannot be loaded ({0}).',
        cause,
      ),
    });
  if (kind === 'none')
    degraded.push({
      step: kind,
      text: t('The deep model cannot run on this machine ({0}). Search goes on without it.', cause),
    });
  if (embeddedFault !== undefined)
    degraded.push({
      step: 'words',
      text: t(
        'The built-in model cannot be read ({0}). Search goes by words alone until Kindred is installed again.',
        embeddedFault,
      ),
    });
  return degraded;
}

/** Why deep indexing waits. */
export function waitReasonText(reason: WaitReason): string {
  switch (reason) {
    case 'paused':
      return t('paused');
    case 'typing':
      return t('paused: you are typing or searching');
    case 'battery':
      return t('paused: on battery');
    case 'busy':
      return t('paused: other programs need the processor');
    case 'otherWindow':
      return t('waiting for another window');
  }
}

export function documentCount(documents: number): string {
  return documents === 1 ? t('1 document') : t('{0} documents', count(documents));
}

export function passageCount(passages: number): string {
  return passages === 1 ? t('1 passage') : t('{0} passages', count(passages));
}

/** "12 passages in 5 files" */
export function passagesInFiles(passages: number, files: number): string {
  if (passages === 0) return t('No results');
  if (passages === 1) return t('1 passage in 1 file');
  return files === 1
    ? t('{0} passages in 1 file', count(passages))
    : t('{0} passages in {1} files', count(passages), count(files));
}

/** What people call a search. */
export function searchName(request: SearchRequest): string {
  return request.kind === 'search' ? request.query : t('Similar to {0}', request.label);
}

/** Where a refined search looks. */
export function filesWithin(files: number): string {
  return files === 1 ? t('In 1 file') : t('In {0} files', count(files));
}

/** What the copies of a cluster are, as a whole. */
export function copiesOf(grade: DuplicateGrade, copies: number): string {
  switch (grade) {
    case 'exact':
      return t('{0} exact copies', count(copies));
    case 'renamed':
      return t('{0} copies, renamed', count(copies));
    case 'edited':
      return t('{0} copies, edited', count(copies));
  }
}

/** How one copy differs from what it is compared with; '' when it does not. */
export function differenceOf({ grade, similarity }: { grade: DuplicateGrade; similarity: number }): string {
  if (grade === 'edited') return t('{0} the same', percent(similarity, 1));
  return grade === 'renamed' ? t('renamed') : '';
}

/** Of a result of Find Similar: "0.94, nearly the same"; '' of others. The number first: a side bar is narrow. */
export function likenessIn({ kind }: SearchRequest, result: SearchResult): string {
  const similarity = kind === 'similar' ? similarityOf(result) : undefined;
  return similarity === undefined ? '' : `${similarity.toFixed(2)}, ${likenessName(likenessOf(similarity))}`;
}

function likenessName(likeness: Likeness): string {
  switch (likeness) {
    case 'nearlySame':
      return t('nearly the same');
    case 'verySimilar':
      return t('very similar');
    case 'similar':
      return t('similar');
    case 'related':
      return t('related');
  }
}

/** "src/uploader.ts:10-24", lines as the editor counts them. */
export function placeOf(path: string, startLine: number, endLine: number): string {
  return `${path}:${linesOf(startLine, endLine)}`;
}

export function linesOf(startLine: number, endLine: number): string {
  return startLine === endLine ? `${startLine + 1}` : `${startLine + 1}–${endLine + 1}`;
}

/**
 * What a part of a score saw. Names are those of `src/core/ranking`; a new one is shown as it is until it has words
 * here.
 */
export function reasonName(name: string): string {
  switch (name) {
    case 'words':
      return t('words found in the passage');
    case 'fileWords':
      return t('words found in the file');
    case 'dense':
      return t('close in meaning');
    case 'deep':
      return t('close in meaning (deep model)');
    case 'fileDeep':
      return t('the file is close in meaning (deep model)');
    case 'fileDense':
      return t('the file is close in meaning');
    case 'definition':
      return t('defines the name asked for');
    case 'names':
      return t('defines a similar name');
    case 'fileName':
      return t('the file name fits');
    case 'fileTopic':
      return t('the file is about it');
    case 'fileReference':
      return t('in the file asked for');
    case 'verbatim':
      return t('holds the pasted text');
    case 'exported':
      return t('offered to other code');
    case 'recent':
      return t('edited lately');
    case 'limit':
      return t('a score is at most 1');
    case 'test':
      return t('a test');
    case 'vendored':
      return t('code of others');
    case 'generated':
      return t('generated');
    case 'example':
      return t('an example');
    case 'changelog':
      return t('a list of changes');
    case 'document':
      return t('a document');
    case 'declaration':
      return t('declarations only');
    case 'config':
      return t('configuration');
    case 'sameFile':
      return t('more from the same file');
    default:
      return name;
  }
}

/** "about 3 min left", in steps that a person cares for. */
export function timeLeft(ms: number): string {
  const { amount, unit } = roundedDuration(ms);
  switch (unit) {
    case 's':
      return t('about {0} s left', count(amount));
    case 'min':
      return t('about {0} min left', count(amount));
    case 'h':
      return t('about {0} h left', count(amount));
  }
}

/** Why a document has no passages. */
export function skipReason(reason: string): string {
  switch (reason) {
    case 'binary':
      return t('binary file');
    case 'minified':
      return t('minified');
    case 'generated':
      return t('generated');
    case 'tooLarge':
      return t('larger than the limit');
    case 'empty':
      return t('empty');
    case 'unreadable':
      return t('cannot be read');
    case 'pathTooLong':
      return t('path too long');
    case 'vanished':
      return t('gone before it was read');
    default:
      return reason;
  }
}
