/**
 * Language by path, with the ids that VS Code uses. Decided by the name alone, so that a walk need not open a file;
 * shebangs are not read. A name that says nothing is 'plaintext': whether the bytes are text is `readDocument`'s question.
 */

/** Language id of a corpus path; 'plaintext' when neither the file name nor the extension is known. */
export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const byName = LANGUAGE_OF_NAME.get(name);
  if (byName) return byName;
  if (name.startsWith('dockerfile.') || name.endsWith('.dockerfile')) return 'dockerfile';
  return LANGUAGE_OF_EXTENSION.get(extensionOf(name)) ?? 'plaintext';
}

/** Lower-case text after the last dot, '' for none; a leading dot starts a name and not an extension. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase();
}

/** Whether people read the language as prose: there, long lines and the words "generated file" mean nothing. */
export function isProse(language: string): boolean {
  return PROSE.has(language);
}

const PROSE = new Set([
  'markdown',
  'mdx',
  'plaintext',
  'restructuredtext',
  'asciidoc',
  'latex',
  'org',
  'ipynb',
  'typst',
]);

/** Extensions by language id; ids as in VS Code's built-in extensions or, for the others, the best-known extension. */
const EXTENSIONS: Record<string, string> = {
  abap: 'abap',
  ada: 'adb ads',
  al: 'al',
  apex: 'trigger',
  applescript: 'applescript',
  asciidoc: 'adoc asciidoc asc',
  asm: 'asm s nasm',
  astro: 'astro',
  awk: 'awk',
  bat: 'bat cmd',
  bibtex: 'bib',
  bicep: 'bicep',
  blade: 'blade',
  c: 'c i',
  cairo: 'cairo',
  clojure: 'clj cljs cljc edn',
  cmake: 'cmake',
  cobol: 'cob cbl cobol cpy',
  coffeescript: 'coffee cson',
  cpp: 'cpp cppm cc ccm cxx cxxm c++ hpp hh hxx h++ h ii ino inl ipp ixx tpp txx',
  crystal: 'cr',
  csharp: 'cs csx cake',
  css: 'css',
  csv: 'csv',
  'cuda-cpp': 'cu cuh',
  cue: 'cue',
  d: 'd',
  dart: 'dart',
  diff: 'diff patch rej',
  dotenv: 'env',
  editorconfig: 'editorconfig',
  ejs: 'ejs',
  elixir: 'ex exs',
  elm: 'elm',
  erb: 'erb',
  erlang: 'erl hrl',
  fish: 'fish',
  'fortran-modern': 'f f90 f95 f03 f08 for',
  fsharp: 'fs fsi fsx fsscript',
  gdscript: 'gd',
  gleam: 'gleam',
  glsl: 'glsl vert frag geom comp tesc tese',
  go: 'go',
  graphql: 'graphql gql graphqls',
  groovy: 'groovy gvy gradle nf',
  haml: 'haml',
  handlebars: 'handlebars hbs hjs',
  haskell: 'hs lhs hsig',
  haxe: 'hx',
  heex: 'heex eex leex',
  hlsl: 'hlsl hlsli fx fxh',
  html: 'html htm shtml xhtml xht mdoc jsp asp aspx jshtm',
  idris: 'idr',
  ini: 'ini cfg conf properties desktop service',
  ipynb: 'ipynb',
  java: 'java jav',
  javascript: 'js es6 mjs cjs pac',
  javascriptreact: 'jsx',
  jinja: 'jinja jinja2 j2',
  json: 'json webmanifest har topojson geojson avsc jsonld code-workspace',
  jsonc: 'jsonc',
  jsonl: 'jsonl ndjson',
  json5: 'json5',
  jsonnet: 'jsonnet libsonnet',
  julia: 'jl',
  just: 'just',
  kotlin: 'kt kts ktm',
  latex: 'tex ltx sty cls ctx',
  less: 'less',
  liquid: 'liquid',
  lisp: 'lisp lsp el cl asd',
  lua: 'lua luau',
  makefile: 'mk mak',
  markdown: 'md mkd mdwn mdown markdown markdn mdtxt mdtext',
  matlab: 'matlab',
  mdx: 'mdx',
  mermaid: 'mmd mermaid',
  mojo: 'mojo',
  move: 'move',
  nim: 'nim nims nimble',
  nix: 'nix',
  'objective-c': 'm',
  'objective-cpp': 'mm',
  ocaml: 'ml mli mll mly',
  odin: 'odin',
  org: 'org',
  pascal: 'pas pp dpr',
  perl: 'pl pm pod t psgi',
  php: 'php php4 php5 phtml ctp inc',
  pkl: 'pkl',
  powershell: 'ps1 psm1 psd1 pssc psrc',
  prisma: 'prisma',
  prolog: 'pro prolog',
  proto3: 'proto',
  pug: 'pug jade',
  purescript: 'purs',
  python: 'py rpy pyw cpy gyp gypi pyi ipy pyt',
  qml: 'qml',
  r: 'r rhistory rprofile rt',
  racket: 'rkt',
  razor: 'cshtml razor',
  reason: 're rei',
  rescript: 'res resi',
  restructuredtext: 'rst rest',
  robotframework: 'robot',
  ruby: 'rb rbx rjs gemspec rake ru podspec rbi',
  rust: 'rs',
  sass: 'sass',
  scala: 'scala sc sbt',
  scheme: 'scm ss sld',
  scss: 'scss',
  shaderlab: 'shader cginc',
  shellscript: 'sh bash bashrc zsh ksh bats ebuild',
  smali: 'smali',
  solidity: 'sol',
  sql: 'sql dsql ddl psql pgsql plsql',
  starlark: 'bzl bazel star',
  stylus: 'styl',
  svelte: 'svelte',
  svg: 'svg',
  swift: 'swift',
  systemverilog: 'sv svh',
  tcl: 'tcl',
  templ: 'templ',
  terraform: 'tf tfvars hcl',
  thrift: 'thrift',
  toml: 'toml',
  tsv: 'tsv',
  typescript: 'ts cts mts',
  typescriptreact: 'tsx',
  typst: 'typ',
  v: 'v vsh',
  vala: 'vala vapi',
  vb: 'vb brs vbs bas vba',
  verilog: 'vh',
  vhdl: 'vhd vhdl',
  viml: 'vim',
  vue: 'vue',
  wat: 'wat wast',
  wgsl: 'wgsl',
  xml: 'xml xsd xsl xslt rss atom csproj vbproj fsproj props targets plist xaml axml resx storyboard xib wsdl dtd ent proj nuspec config xcprivacy',
  yaml: 'yaml yml eyaml eyml cff',
  zig: 'zig zon',
};

/** Whole file names in lower case. */
const NAMES: Record<string, string> = {
  cmake: 'cmakelists.txt',
  dockerfile: 'dockerfile containerfile',
  'go.mod': 'go.mod go.work',
  groovy: 'jenkinsfile',
  ignore: '.gitignore .dockerignore .npmignore .ignore .kindredignore .eslintignore .prettierignore .vscodeignore',
  ini: '.npmrc .editorconfig .gitconfig .gitmodules .gitattributes .pylintrc',
  json: '.eslintrc .babelrc .prettierrc .swcrc composer.lock .jshintrc',
  just: 'justfile',
  makefile: 'makefile gnumakefile ocamlmakefile',
  meson: 'meson.build meson_options.txt',
  pip: 'requirements.txt constraints.txt',
  ruby: 'gemfile rakefile guardfile podfile vagrantfile fastfile brewfile capfile appraisals',
  shellscript: '.bashrc .bash_profile .profile .zshrc .zprofile .envrc pkgbuild apkbuild',
  starlark: 'build workspace tiltfile buck',
  toml: 'pipfile cargo.lock poetry.lock uv.lock',
  viml: '.vimrc',
  yaml: '.clang-format .clang-tidy .yarnrc pubspec.lock',
};

const LANGUAGE_OF_EXTENSION = invert(EXTENSIONS);
const LANGUAGE_OF_NAME = invert(NAMES);

/** A word that two languages claim belongs to the later one. */
function invert(table: Record<string, string>): Map<string, string> {
  const inverted = new Map<string, string>();
  for (const [language, words] of Object.entries(table)) {
    for (const word of words.split(' ')) if (word) inverted.set(word, language);
  }
  return inverted;
}
