/**
 * Everything that can go wrong at the engine's edge, as one discriminated union. Each says what failed, the value, and
 * what the user can do; the texts are made where they are shown (`describeError`), so that they can be translated.
 * Canceled is never logged. Storage, inference and download throw these too, so they stand in the one room that all of
 * these may import.
 */
export type EngineErrorCode =
  | 'folderNotFound'
  | 'fileNotFound'
  | 'fileNotIndexed'
  | 'emptyQuery'
  | 'queryTooLong'
  | 'languageUnknown'
  | 'patternInvalid'
  | 'patternTooSlow'
  | 'indexNotWritable'
  | 'indexCorrupt'
  | 'indexIncompatible'
  | 'indexLocked'
  | 'diskFull'
  | 'vectorLimit'
  | 'modelNotInstalled'
  | 'modelIncompatible'
  | 'modelUnknown'
  | 'customModelInvalid'
  | 'runtimeUnavailable'
  | 'downloadFailed'
  | 'workerCrashed'
  | 'untrustedWorkspace'
  | 'badArguments'
  | 'canceled';

export class EngineError extends Error {
  override readonly name = 'EngineError';
  constructor(
    readonly code: EngineErrorCode,
    /** The value it failed on: a path, a query, an address. */
    readonly value: string,
    /** The cause in the system's words, e.g. `ENOSPC`. */
    readonly detail = '',
  ) {
    super(describeError(code, value, detail));
  }
}

/**
 * The system's name of an error (`ENOSPC`), '' when it has none: Node's own (`ERR_…`) and Kindred's codes are not the
 * system's.
 */
export function systemErrorCode(error: unknown): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  if (typeof code !== 'string') return '';
  // libuv has no name for a quota that is used up; the number is that of Linux or of macOS.
  if (/^Unknown system error -(122|69)$/.test(code)) return 'EDQUOT';
  return /^[A-Z0-9]+$/.test(code) ? code : '';
}

/** Whether the system refused because there is no room: the disk is full or the user's quota is used up. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemErrorCode(error));
}

/** One English line for terminals and logs. */
export function describeError(code: EngineErrorCode, value: string, detail = ''): string {
  const cause = detail ? ` (${detail})` : '';
  switch (code) {
    case 'folderNotFound':
      return `The folder ${value} does not exist or is not a folder${cause}. Give the path of an existing folder.`;
    case 'fileNotFound':
      return `The file ${value} does not exist${cause}. Give a path inside the folder.`;
    case 'fileNotIndexed':
      return `The file ${value} has no passages in the index${cause}. It may be ignored, binary or empty; \`kindred doctor\` says which.`;
    case 'emptyQuery':
      return 'The question is empty. Type at least one letter or digit.';
    case 'queryTooLong':
      return `The question has ${value} characters${cause}. Shorten it, or use Find Similar on a file.`;
    case 'languageUnknown':
      return `"${value}" is no language${detail ? `. Did you mean lang:${detail}?` : ' that Kindred knows.'}`;
    case 'patternInvalid':
      return `The regular expression ${value} cannot be read${cause}. Quote it to look for it as it is.`;
    case 'patternTooSlow':
      return `The regular expression ${value} takes too long${cause}. Make it simpler, or add path: or lang:.`;
    case 'indexNotWritable':
      return `The index folder ${value} cannot be written${cause}. Check its permissions or choose another with --index-dir.`;
    case 'indexCorrupt':
      return `The index ${value} is damaged${cause}. It was moved aside and is rebuilt.`;
    case 'indexIncompatible':
      return `The index ${value} was written by another version of Kindred${cause}. It is rebuilt.`;
    case 'indexLocked':
      return `The index ${value} is being written by another process${cause}. It is used read-only.`;
    case 'diskFull':
      return `There is no space left to write ${value}${cause}. Free some space; the index stays as it was.`;
    case 'vectorLimit':
      return `The limit for deep vectors, ${value}, is reached${cause}. Raise kindred.deepIndexing.vectorLimitMb to go on.`;
    case 'modelNotInstalled':
      return `The model ${value} is not installed${cause}. Run \`kindred model add\`, or "Kindred: Download Deep Model" in VS Code.`;
    case 'modelIncompatible':
      return `The model ${value} cannot be used${cause}. Delete it and download it again.`;
    case 'modelUnknown':
      return `There is no model ${value}${cause}. Choose one of the presets, or describe it as a custom model.`;
    case 'customModelInvalid':
      return `The custom model ${value} cannot be used${cause}. Correct what describes it.`;
    case 'runtimeUnavailable':
      return `ONNX Runtime cannot run the model ${value} on this machine${cause}. Search goes on with the embedded model.`;
    case 'downloadFailed':
      return `Downloading ${value} failed${cause}. Check the network and try again; what is there already is kept.`;
    case 'workerCrashed':
      return `The ${value} process stopped unexpectedly${cause}. It is started again.`;
    case 'untrustedWorkspace':
      return `The workspace is not trusted: ${value}${cause}.`;
    case 'badArguments':
      return `${value}${cause}`;
    case 'canceled':
      return 'Canceled.';
  }
}
