/** Languages of the Java virtual machine. */
import { SLASH } from './commentSyntax';
import type { LanguageDefinition } from './languageDefinition';
import { ANNOTATION, after, C_LIKE, type ScanPattern, TYPE_ARGUMENTS } from './scanRules';
import { constantKind, declaratorNames } from './syntaxNodes';
import type { SyntaxRules } from './syntaxRules';

const javaRules: SyntaxRules = {
  leads: ['line_comment', 'block_comment'],
  wrappers: [],
  through: [
    'program',
    'class_body',
    'interface_body',
    'annotation_type_body',
    'enum_body',
    'enum_body_declarations',
    'ERROR',
  ],
  definitions: {
    class_declaration: { kind: 'class', hasMembers: true },
    record_declaration: { kind: 'class', hasMembers: true },
    interface_declaration: { kind: 'interface', hasMembers: true },
    annotation_type_declaration: { kind: 'interface', hasMembers: true },
    enum_declaration: { kind: 'enum', hasMembers: true },
    module_declaration: { kind: 'module' },
    method_declaration: { kind: 'method' },
    constructor_declaration: { kind: 'method' },
    compact_constructor_declaration: { kind: 'method' },
    annotation_type_element_declaration: { kind: 'method' },
    field_declaration: { kind: constantKind, names: declaratorNames },
    constant_declaration: { kind: 'variable', names: declaratorNames },
  },
};

const KOTLIN =
  'public|private|protected|internal|open|abstract|final|sealed|data|inline|value|annotation|enum|inner|companion|override|suspend|operator|infix|tailrec|external|const|lateinit|expect|actual';

const SCALA =
  'private(?:\\[\\w+\\])?|protected(?:\\[\\w+\\])?|final|sealed|abstract|implicit|lazy|override|case|inline|open|opaque|transparent|infix';

/** A task of Gradle, in either of its languages. */
const gradleTasks: readonly ScanPattern[] = [
  {
    kind: 'function',
    expression:
      /^\s*(?:(?:val|def|var)\s+\w+\s*=\s*)?(?:project\.)?(?:tasks\.(?:register|create)|task)\s*(?:<[\w.<>?, ]*>)?\s*\(\s*(?:path\s*:\s*|name\s*[:=]\s*)?['"]?(?<name>[\w.:-]+)/,
  },
  { kind: 'function', expression: /^\s*task\s+['"]?(?<name>[\w.-]+)['"]?\s*(?:[({]|<<|$|type\s*:)/ },
  { kind: 'function', expression: /^\s*val\s+(?<name>\w+)\s+by\s+tasks\.(?:registering|creating)\b/ },
];

export const jvmLanguages: readonly LanguageDefinition[] = [
  {
    id: 'java',
    extensions: ['java', 'jav'],
    interpreters: ['java', 'jbang'],
    comments: SLASH,
    grammar: 'java',
    syntax: javaRules,
  },
  {
    id: 'kotlin',
    extensions: ['kt', 'kts', 'ktm'],
    interpreters: ['kotlin', 'kscript'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        ...gradleTasks,
        { kind: 'enum', expression: after(KOTLIN, 'enum\\s+class\\s+(?<name>\\w+)') },
        { kind: 'interface', expression: after(KOTLIN, '(?:fun\\s+)?interface\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(KOTLIN, '(?:class|object)\\s+(?<name>\\w+)') },
        {
          kind: 'class',
          expression: /^\s*(?:private\s+|internal\s+)?companion\s+object(?:\s+(?<name>\w+))?/,
          defaultName: 'Companion',
          isScope: true,
        },
        {
          kind: 'function',
          expression: after(
            KOTLIN,
            `fun\\s+(?:${TYPE_ARGUMENTS}\\s*)?(?:(?<owner>[\\w.]+)(?:${TYPE_ARGUMENTS})?\\??\\.)?(?<name>\\w+|\`[^\`]+\`)\\s*\\(`,
          ),
        },
        { kind: 'type', expression: after(KOTLIN, 'typealias\\s+(?<name>\\w+)') },
        {
          kind: 'variable',
          isTopOnly: true,
          expression: after(KOTLIN, '(?:val|var)\\s+(?:<[^>]*>\\s*)?(?:[\\w.<>?, *]+\\.)?(?<name>\\w+|`[^`]+`)'),
        },
        { kind: 'variable', expression: after(KOTLIN, 'val\\s+(?<name>[A-Z][A-Z0-9_]+)\\b') },
      ],
    },
  },
  {
    id: 'scala',
    extensions: ['scala', 'sc', 'sbt'],
    interpreters: ['scala', 'amm', 'scala-cli'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'interface', expression: after(SCALA, 'trait\\s+(?<name>\\w+)') },
        { kind: 'enum', expression: after(SCALA, 'enum\\s+(?<name>\\w+)') },
        { kind: 'class', expression: after(SCALA, '(?:class|object)\\s+(?<name>\\w+)') },
        { kind: 'class', expression: /^\s*extension\s*(?:\[[^\]]*\])?\s*\(\s*\w+\s*:\s*(?<name>\w+)/, isScope: true },
        { kind: 'function', expression: after(SCALA, 'def\\s+(?<name>\\w+|`[^`]+`|[^\\s\\w([:=]+)') },
        { kind: 'type', expression: after(SCALA, 'type\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SCALA, 'given\\s+(?<name>\\w+)\\s*[:[(]') },
        { kind: 'variable', isTopOnly: true, expression: after(SCALA, '(?:val|var)\\s+(?<name>\\w+)') },
        { kind: 'variable', expression: after(SCALA, 'val\\s+(?<name>[A-Z]\\w*)\\s*[:=]') },
      ],
    },
  },
  {
    id: 'groovy',
    extensions: ['groovy', 'gvy', 'gradle', 'nf'],
    filenames: ['jenkinsfile'],
    interpreters: ['groovy', 'nextflow'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        {
          kind: 'class',
          expression: after(
            'public|private|protected|abstract|final|static',
            '(?:class|trait|record)\\s+(?<name>\\w+)',
          ),
        },
        {
          kind: 'interface',
          expression: after('public|private|protected|abstract|static', '@?interface\\s+(?<name>\\w+)'),
        },
        { kind: 'enum', expression: after('public|private|protected|static', 'enum\\s+(?<name>\\w+)') },
        ...gradleTasks,
        C_LIKE,
      ],
    },
  },
  {
    id: 'apex',
    extensions: ['trigger'],
    comments: SLASH,
    scan: {
      annotation: ANNOTATION,
      patterns: [
        { kind: 'class', expression: /^\s*trigger\s+(?<name>\w+)\s+on\b/i },
        ...(['class', 'interface', 'enum'] as const).map((kind) => ({
          kind,
          expression: new RegExp(
            `^\\s*(?:(?:global|public|private|protected|virtual|abstract|with|without|inherited|sharing|static)\\s+)*${kind}\\s+(?<name>\\w+)`,
            'i',
          ),
        })),
        C_LIKE,
      ],
    },
  },
];
