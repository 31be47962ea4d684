/** Swift and Dart. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { ANNOTATION, after, TYPE_WORDS } from './scanRules';

const SWIFT =
  'public|private|fileprivate|internal|open|package|final|static|class|override|mutating|nonmutating|convenience|required|lazy|weak|unowned|indirect|nonisolated|isolated|dynamic|optional|distributed';

const DART = 'abstract|base|final|sealed|interface|static|external|const|late|covariant|factory|get|set';

export const mobileLanguages: readonly LanguageDefinition[] = [
  {
    id: 'swift',
    extensions: ['swift'],
    interpreters: ['swift'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'interface', expression: after(SWIFT, 'protocol\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after(SWIFT, 'enum\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(SWIFT, 'extension\\s+(?<name>[\\w.]+)'), isScope: true },
        { kind: 'function', expression: after(SWIFT, 'func\\s+(?<name>\\w+|`\\w+`|[^\\s\\w(]+)\\s*[(<]') },
        { kind: 'class', expression: after(SWIFT, '(?:class|struct|actor)\\s+(?<name>\\w+)') },
        { kind: 'method', expression: after(SWIFT, '(?<name>init)[?!]?\\s*[(<]') },
        { kind: 'method', expression: after(SWIFT, '(?<name>deinit|subscript)\\b') },
        { kind: 'type', expression: after(SWIFT, '(?:typealias|associatedtype|macro)\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SWIFT, 'var\\s+(?<name>\\w+)\\s*:[^={]*\\{\\s*$') },
        { kind: 'variable', isTopOnly: true, expression: after(SWIFT, '(?:let|var)\\s+(?<name>\\w+)') },
        {
          kind: 'variable',
          expression: /^\s*(?:(?:public|private|internal|fileprivate)\s+)?static\s+(?:let|var)\s+(?<name>\w+)/,
        },
      ],
    },
  },
  {
    id: 'dart',
    extensions: ['dart'],
    interpreters: ['dart'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'enum', expression: /^\s*enum\s+(?<name>\w+)/ },
        { kind: 'class', expression: after(DART, '(?:mixin\\s+class|class|mixin)\\s+(?<name>\\w+)') },
        { kind: 'class', expression: /^\s*extension\s+(?:type\s+)?(?<name>\w+)\s+(?:on|\()/ },
        { kind: 'method', expression: /^\s*(?:(?:const|factory)\s+)+(?<name>[A-Z]\w*(?:\.\w+)?)\(/ },
        { kind: 'type', expression: /^\s*typedef\s+(?:[\w<>?, ]+\s+)?(?<name>\w+)\s*(?:=|<|\()/ },
        {
          kind: 'function',
          expression: after(
            DART,
            `${TYPE_WORDS}*(?:operator\\s*)?(?<name>[A-Za-z_$][\\w$.]*|[=<>+\\-*\\/\\[\\]]+)\\s*(?:<[^()]*>)?\\((?!(?:(?!=>).)*\\);\\s*$)`,
          ),
        },
        { kind: 'function', expression: after(DART, `${TYPE_WORDS}?get\\s+(?<name>\\w+)\\s*(?:=>|\\{|async)`) },
        { kind: 'variable', isTopOnly: true, expression: after(DART, `${TYPE_WORDS}?(?<name>\\w+)\\s*=[^=>]`) },
      ],
    },
  },
];
