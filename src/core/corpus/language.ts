/**
 * The language of a document, with the ids that VS Code uses: the one place that decides it, so that filters, chunks
 * and symbols agree. What a person has said comes first (the settings, then a modeline), then the names of files, then
 * what the text shows. A walk asks by the name alone, since it opens no file; what it says may be corrected when the
 * file is read.
 */
import { signedLanguage } from '../languages/contentSigns';
import { modelineLanguage, shebangLanguage } from '../languages/declaredLanguage';
import { languageByExtension, languageByFilename, languageById, languageByName } from '../languages/registry';
import { associatedLanguage, NO_ASSOCIATIONS } from './associations';

/**
 * Language id of a corpus path; 'plaintext' where nothing tells.
 * @param text The document's text where it is known.
 * @param associations The `files.associations` of the folder. An id that Kindred does not know says nothing.
 */
export function languageOf(path: string, text = '', associations = NO_ASSOCIATIONS): string {
  const associated = languageByName(associatedLanguage(path, associations) ?? '');
  if (associated) return associated.id;
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const extension = extensionOf(name);
  const byFilename = languageByFilename(name);
  const byExtension = languageByExtension(extension);
  const named = byFilename ?? byExtension;
  // Prose may speak of modelines and of scripts.
  const declared = named?.content === 'prose' ? undefined : modelineLanguage(text);
  const shown = byFilename ? undefined : signedLanguage(extension, byExtension !== undefined, text);
  return declared ?? shown ?? named?.id ?? shebangLanguage(text) ?? 'plaintext';
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
