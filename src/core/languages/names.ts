/**
 * Languages as people call them: names and aliases of GitHub's Linguist beside those of the definitions, and the
 * languages that a name stands for besides its own: who says TypeScript means the `.tsx` files too.
 */
import { nearest } from '../text/nearest';
import { LANGUAGES, languageByName } from './registry';

/** Names that differ from a definition's id, aliases and extensions; from Linguist's languages.yml, version 9.5. */
const LINGUIST_NAMES: Readonly<Record<string, readonly string[]>> = {
  applescript: ['osascript'],
  asm: ['assembly', 'assembler'],
  bat: ['batchfile', 'batch', 'dosbatch', 'winbatch'],
  coffeescript: ['coffee-script'],
  'cuda-cpp': ['cuda'],
  d: ['dlang'],
  diff: ['udiff'],
  dockerfile: ['docker', 'containerfile'],
  editorconfig: ['editor-config'],
  erb: ['html+erb', 'html+ruby', 'rhtml'],
  'fortran-modern': ['fortran'],
  fsharp: ['f#'],
  'go.mod': ['go module', 'go mod'],
  handlebars: ['htmlbars'],
  heex: ['html+eex'],
  ignore: ['ignore list', 'gitignore'],
  ini: ['dosini'],
  ipynb: ['jupyter notebook', 'ipython notebook', 'jupyter'],
  javascript: ['node'],
  javascriptreact: ['jsx'],
  jinja: ['django', 'html+django', 'html+jinja', 'htmldjango'],
  jsonc: ['json with comments'],
  latex: ['tex'],
  less: ['less-css'],
  lisp: ['common lisp', 'emacs lisp', 'elisp'],
  makefile: ['make', 'bsdmake', 'mf'],
  markdown: ['pandoc'],
  matlab: ['octave'],
  nix: ['nixos'],
  'objective-c': ['obj-c', 'objc', 'objectivec'],
  'objective-cpp': ['objective-c++', 'obj-c++', 'objc++', 'objectivec++'],
  odin: ['odinlang'],
  pascal: ['delphi', 'object pascal'],
  perl: ['cperl'],
  plaintext: ['text', 'plain text'],
  powershell: ['posh', 'pwsh'],
  proto3: ['protobuf', 'protocol buffer', 'protocol buffers', 'proto'],
  python: ['py3'],
  r: ['rscript', 'splus'],
  razor: ['html+razor'],
  ruby: ['jruby', 'macruby'],
  shellscript: ['shell-script'],
  terraform: ['hashicorp configuration language', 'opentofu'],
  typescriptreact: ['tsx'],
  v: ['vlang'],
  vb: ['visual basic', 'visual basic .net', 'vbnet', 'vb.net'],
  viml: ['vim script', 'vimscript', 'nvim'],
};

/** What else a language's name stands for. Linguist's groups, and the headers of languages that share them. */
const FAMILIES: Readonly<Record<string, { ids?: readonly string[]; extensions?: readonly string[] }>> = {
  typescript: { ids: ['typescriptreact'] },
  javascript: { ids: ['javascriptreact'] },
  c: { extensions: ['.h'] },
  'objective-c': { extensions: ['.h'] },
  html: { ids: ['erb', 'heex', 'razor'] },
  ini: { ids: ['editorconfig'] },
  json: { ids: ['jsonc'] },
  latex: { ids: ['bibtex'] },
  shellscript: { ids: ['fish'] },
};

/** The id of a language by any name that people give it, in any case; undefined for a name that none has. */
export function languageNamed(name: string): string | undefined {
  return languageByName(name)?.id ?? BY_NAME.get(comparable(name));
}

/** Every name that `languageNamed` knows, lower case. */
export function languageNames(): string[] {
  return [
    ...LANGUAGES.flatMap(({ id, aliases = [], extensions = [] }) => [id, ...aliases, ...extensions]),
    ...Object.values(LINGUIST_NAMES).flat(),
  ];
}

/** The name that somebody meant who mistyped it; undefined where none is near. */
export function nearestLanguageName(typed: string): string | undefined {
  return nearest(typed.toLowerCase(), languageNames());
}

/** Whether a file is of the language that `id` names, or of one that its name stands for as well. */
export function isOfLanguage(id: string, file: { language: string; path: string }): boolean {
  const family = FAMILIES[id];
  return isOfFamily(id, file.language) || (family?.extensions?.some((end) => file.path.endsWith(end)) ?? false);
}

/** The same without the headers that several languages share: to leave out C is not to leave out all of C++. */
export function isOfFamily(id: string, language: string): boolean {
  return language === id || (FAMILIES[id]?.ids?.includes(language) ?? false);
}

/** `Common Lisp`, `common-lisp` and `commonlisp` are one. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

const BY_NAME = new Map([
  ...LANGUAGES.flatMap(({ id, aliases = [] }) => [id, ...aliases].map((name) => [comparable(name), id] as const)),
  ...Object.entries(LINGUIST_NAMES).flatMap(([id, names]) => names.map((name) => [comparable(name), id] as const)),
]);
