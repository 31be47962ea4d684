/**
 * What kind of file a path speaks of, by its names alone. Ranking lowers the kinds that mention everything and answer
 * little, unless the question asks for them.
 */
export type PathClass =
  | 'source'
  | 'test'
  | 'vendored'
  | 'generated'
  | 'example'
  | 'changelog'
  | 'document'
  | 'declaration'
  | 'config'
  | 'barrel';

/** The first that fits wins. */
const RULES: [pathClass: PathClass, pattern: RegExp][] = [
  ['vendored', /(^|\/)(vendor|vendored|third[_-]?party|node_modules|external|extern|deps|bower_components)\//],
  [
    'generated',
    /(^|\/)(generated|__generated__|__snapshots__|gen|dist|build|out|_site)\/|[._](generated|gen|g|pb)\.\w+$|_pb2(_grpc)?\.py$|\.snap$/,
  ],
  [
    'changelog',
    /(^|\/)release[-_]?notes\/|(^|\/)(change(s|log)|history|news|release[-_]?notes|authors|contributors|licen[cs]e|copying|notice|code_of_conduct|security|upgrad(e|ing)|migrat(ion|ing)[\w-]*)(\.\w+)?$/,
  ],
  [
    'test',
    /(^|\/)(tests?|specs?|__(\w+_)?(tests?|mocks)__|testing|testdata|test[-_]?(data|util|utils|helpers|support)|fixtures?|mocks?|e2e|regression|[\w-]+[-_]tests?|tests?[-_][\w-]+|\w*(common|jvm|js|native|android|ios|unit)test)\/|(^|\/)(test|spec)[-_.][^/]*$|[-_.](tests?|spec|e2e|bench)\.\w+$|(^|\/)conftest\.py$|_test\.\w+$/,
  ],
  ['test', /[a-z0-9](Tests?|Spec|TestCase)\.\w+$|[a-z0-9.](Tests?|Specs)\//],
  [
    'example',
    /(^|\/)_?(examples?|samples?|demos?|playground|sandbox|benchmarks?|bench(es)?|perf|snippets)(\/|-[\w-]*\/)|\.stories\.\w+$/,
  ],
  [
    'document',
    /\.(md|mdx|rst|adoc|txt|org)$|(^|\/)(readme|todo|faq|hacking|bugs)$|(^|\/)(docs?|documentation|www|website)\//,
  ],
  ['declaration', /\.d\.[cm]?ts$|\.pyi$/],
  [
    'config',
    /\.(json|ya?ml|toml|ini|cfg|lock|xml|gradle|kts|nix|properties|csproj|sln|cabal|gemspec)$|(^|\/)\.[^/]+$|\.config\.\w+$/,
  ],
];
/** Names in which capitals matter are looked at as they are; all others in lower case. */
export function classifyPath(path: string): PathClass {
  const lower = path.toLowerCase();
  for (const [pathClass, pattern] of RULES)
    if (pattern.test(pattern.source.includes('Tests?|Spec') ? path : lower)) return pathClass;
  return 'source';
}
