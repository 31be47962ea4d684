/**
 * What a question wants apart from its subject: tests, examples, documents, the history of changes. Ranking lowers
 * those kinds of files otherwise. Looks at the wording alone. "How do I install it" wants a document, "how are plugins
 * installed" the code that does it.
 */
export interface Intent {
  tests: boolean;
  examples: boolean;
  documents: boolean;
  /** Changelogs, licenses, guides to upgrading, policies. */
  changelogs: boolean;
}

const TESTS = /\b(tests?|specs?|testing|unit tests?|mock(s|ed)?|fixtures?)\b|테스트/i;
const EXAMPLES = /\b(examples?|samples?|demos?|usage)\b|예제|예시|샘플/i;
const DOCUMENTS =
  /\b(docs?|documentation|readme|guides?|guidelines?|tutorials?|manual|faq|getting started|quick ?start|troubleshooting|contributing)\b|문서|가이드|설명서|매뉴얼|튜토리얼|시작하기|기여/i;
/** Somebody wants to do it, not to know how it is done. */
const HOW_TO =
  /\bhow (to|(do|can|could|should|would) (i|we|you|one))\b|\bsteps (to|for)\b|방법|[는할] ?법|하려면|어떻게 (해야|하면|설치|설정|사용|쓰)/i;
/** What people do with a project rather than in its code; said of the code as well ("how plugins are installed"). */
const PROJECT_TASK = /\b(install(ing|ation)?|usage|requirements|prerequisites)\b|사용법|설치/i;
const EXPLANATION =
  /\bhow (?!to\b|(do|can|could|should|would) (i|we|you|one)\b)|\bwhere\b|어디|코드|로직|함수|부분|곳/i;
const CHANGES =
  /\b(change ?logs?|release notes|what'?s new|licen[cs]e)\b|변경 ?(이력|내역)|릴리[스즈] ?노트|라이[선센]스/i;
/** These files lie beside changelogs, and code does the same things: only who wants a document means them. */
const CHANGE_TASK =
  /\b(upgrad(e|ing)|migrat(e|ing|ion)|security|vulnerabilit(y|ies)|maintainers?|authors?)\b|업그레이드|마이그레이션|보안|취약점/i;

export function intentOf(text: string): Intent {
  const documents = DOCUMENTS.test(text) || HOW_TO.test(text) || (PROJECT_TASK.test(text) && !EXPLANATION.test(text));
  return {
    tests: TESTS.test(text),
    examples: EXAMPLES.test(text),
    documents,
    changelogs: CHANGES.test(text) || (documents && CHANGE_TASK.test(text)),
  };
}
