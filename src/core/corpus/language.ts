/**
 * Language by path, with the ids that VS Code uses. Decided by the name alone, so that a walk need not open a file;
 * shebangs are not read. A name that says nothing is 'plaintext': whether the bytes are text is `readDocument`'s
 * question.
 */
import { languageByExtension, languageByFilename, languageById } from '../languages/registry';

/** Language id of a corpus path; 'plaintext' when neither the file name nor the extension is known. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const language = languageByFilename(name) ?? languageByExtension(extensionOf(name));
  return language?.id ?? 'plaintext';
}

/** Lower-case text after the last dot, '' for none; a leading dot starts a name and not an extension. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Whether people read the language as prose: there, long lines and the words "generated file" mean nothing. */
export function isProse(language: string): boolean {
  return languageById(language)?.content === 'prose';
}

/** Whether the language holds data or lists, which repeat themselves by nature. */
export function isData(language: string): boolean {
  return languageById(language)?.content === 'data';
}
