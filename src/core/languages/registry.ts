/** Every language that Kindred knows, and the tables to look one up: by its id and by the names of files. */
import { beamLanguages } from './beam';
import { buildLanguages } from './build';
import { cLanguages } from './c';
import { classicLanguages } from './classic';
import { contractsLanguages } from './contracts';
import { dataLanguages } from './data';
import { dotnetLanguages } from './dotnet';
import { functionalLanguages } from './functional';
import { goLanguages } from './go';
import { hardwareLanguages } from './hardware';
import { jvmLanguages } from './jvm';
import type { LanguageDefinition } from './languageDefinition';
import { lispLanguages } from './lisp';
import { markupLanguages } from './markup';
import { mobileLanguages } from './mobile';
import { phpLanguages } from './php';
import { proseLanguages } from './prose';
import { pythonLanguages } from './python';
import { rubyLanguages } from './ruby';
import { rustLanguages } from './rust';
import { schemaLanguages } from './schema';
import { scienceLanguages } from './science';
import { scriptLanguages } from './script';
import { scriptingLanguages } from './scripting';
import { shadersLanguages } from './shaders';
import { shellLanguages } from './shell';
import { stylesLanguages } from './styles';
import { systemsLanguages } from './systems';

export const LANGUAGES: readonly LanguageDefinition[] = [
  ...scriptLanguages,
  ...cLanguages,
  ...shadersLanguages,
  ...systemsLanguages,
  ...contractsLanguages,
  ...goLanguages,
  ...rustLanguages,
  ...jvmLanguages,
  ...mobileLanguages,
  ...dotnetLanguages,
  ...pythonLanguages,
  ...rubyLanguages,
  ...phpLanguages,
  ...shellLanguages,
  ...beamLanguages,
  ...functionalLanguages,
  ...lispLanguages,
  ...scriptingLanguages,
  ...scienceLanguages,
  ...classicLanguages,
  ...hardwareLanguages,
  ...schemaLanguages,
  ...buildLanguages,
  ...stylesLanguages,
  ...markupLanguages,
  ...dataLanguages,
  ...proseLanguages,
];

/** Undefined for an id that nobody knows: a notebook's kernel may be called anything. */
export function languageById(id: string): LanguageDefinition | undefined {
  return BY_ID.get(id);
}

/** `extension` in lower case, without the dot. */
export function languageByExtension(extension: string): LanguageDefinition | undefined {
  return BY_EXTENSION.get(extension);
}

/** By a whole file name, or how it begins; in lower case. */
export function languageByFilename(name: string): LanguageDefinition | undefined {
  return BY_FILENAME.get(name) ?? BY_PREFIX.find(([prefix]) => name.startsWith(prefix))?.[1];
}

/** By a name that a person or a notebook gives it: an alias, an extension or the id, in any case. */
export function languageByName(name: string): LanguageDefinition | undefined {
  const lower = name.toLowerCase();
  return BY_ALIAS.get(lower) ?? BY_EXTENSION.get(lower) ?? BY_ID.get(lower);
}

/** By the program that a script's first line names; in lower case. */
export function languageByInterpreter(program: string): LanguageDefinition | undefined {
  return BY_INTERPRETER.get(program);
}

const BY_ID = tableBy(({ id }) => [id]);
const BY_ALIAS = tableBy(({ aliases }) => aliases);
const BY_EXTENSION = tableBy(({ extensions }) => extensions);
const BY_FILENAME = tableBy(({ filenames }) => filenames);
const BY_INTERPRETER = tableBy(({ interpreters }) => interpreters);
const BY_PREFIX = [...tableBy(({ filenamePrefixes }) => filenamePrefixes)];

function tableBy(
  keysOf: (language: LanguageDefinition) => readonly string[] | undefined,
): Map<string, LanguageDefinition> {
  return new Map(LANGUAGES.flatMap((language) => (keysOf(language) ?? []).map((key) => [key, language] as const)));
}
