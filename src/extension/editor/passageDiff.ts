/**
 * Two passages side by side in VS Code's diff editor, each as a read-only document that holds the passage alone. The
 * text is that of the files as they are now, unsaved edits included; a passage whose file was edited since is found
 * again by its text.
 */
import * as vscode from 'vscode';
import { EngineError } from '../../protocol/errors';
import { placeOf } from '../texts';
import type { WorkspaceIndex } from '../workspace/workspaceIndex';
import { type PlacedPassage, rangeOf } from './openPassage';
import type { VirtualDocuments } from './virtualDocuments';

/** `preview` where the text is known that stood there. */
export type PassagePlace = Omit<PlacedPassage, 'preview'> & { preview?: string };

/** @throws EngineError fileNotFound */
export async function comparePassages(
  index: WorkspaceIndex,
  documents: VirtualDocuments,
  left: PassagePlace,
  right: PassagePlace,
): Promise<void> {
  const [before, after] = await Promise.all([left, right].map((place) => readPassage(index, place)));
  await vscode.commands.executeCommand(
    'vscode.diff',
    writePassage(documents, left, before!),
    writePassage(documents, right, after!),
    `${nameOf(index, left, before!)} ↔ ${nameOf(index, right, after!)}`,
    { preview: true },
  );
}

interface ReadPassage {
  text: string;
  range: vscode.Range;
}

/** @throws EngineError fileNotFound */
export async function readPassage(index: WorkspaceIndex, place: PassagePlace): Promise<ReadPassage> {
  const uri = index.uriOf(place);
  if (!uri) throw new EngineError('fileNotFound', place.path);
  let document: vscode.TextDocument;
  try {
    document = await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new EngineError('fileNotFound', place.path);
  }
  const range = rangeOf(document, { preview: '', ...place });
  return { text: document.getText(range), range };
}

/** The file's own name last in the path: it tells VS Code the language. */
function writePassage(documents: VirtualDocuments, { corpusId, path }: PassagePlace, passage: ReadPassage): vscode.Uri {
  const { start, end } = passage.range;
  return documents.write(`/${path}`, passage.text, `${start.line}-${end.line}@${corpusId}`);
}

function nameOf(index: WorkspaceIndex, { corpusId, path }: PassagePlace, { range }: ReadPassage): string {
  const place = placeOf(path, range.start.line, range.end.line);
  return [index.folderLabel(corpusId), place].filter(Boolean).join(' · ');
}
