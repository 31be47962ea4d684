import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifyPath, type PathClass } from '../../src/core/ranking/pathClass';

describe('the class of a path', () => {
  const cases: [path: string, pathClass: PathClass][] = [
    ['src/net/http.ts', 'source'],
    ['src/testing.py', 'source'],
    ['src/latest/contest.go', 'source'],
    ['src/http.test.ts', 'test'],
    ['src/__tests__/http.ts', 'test'],
    ['tests/http.py', 'test'],
    ['test_http.py', 'test'],
    ['http_test.go', 'test'],
    ['src/HttpClientTest.java', 'test'],
    ['spec/http_spec.rb', 'test'],
    ['Attest.java', 'source'],
    ['vendor/github.com/x/y.go', 'vendored'],
    ['third_party/zlib/inflate.c', 'vendored'],
    ['api/user.pb.go', 'generated'],
    ['examples/basic/main.rs', 'example'],
    ['_examples/rest/main.go', 'example'],
    ['CHANGELOG.md', 'changelog'],
    ['docs/guide.md', 'document'],
    ['README.md', 'document'],
    ['types/index.d.ts', 'declaration'],
    ['package.json', 'config'],
    ['.github/workflows/ci.yml', 'config'],
  ];
  for (const [path, pathClass] of cases) it(path, () => assert.equal(classifyPath(path), pathClass));
});
