import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifyPath, type PathClass } from '../../../src/core/ranking/pathClass';

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
    ['src/UnitTests/Mapping.cs', 'test'],
    ['Kingdom.Tests/Mapping.cs', 'test'],
    ['__performance_tests__/large.mjs', 'test'],
    ['Attest.java', 'source'],
    ['Contests/Entry.cs', 'source'],
    ['vendor/github.com/x/y.go', 'vendored'],
    ['third_party/zlib/inflate.c', 'vendored'],
    ['api/user.pb.go', 'generated'],
    ['_site/index.html', 'generated'],
    ['src/__snapshots__/view.ts.snap', 'generated'],
    ['examples/basic/main.rs', 'example'],
    ['benches/parse.rs', 'example'],
    ['src/Button.stories.tsx', 'example'],
    ['_examples/rest/main.go', 'example'],
    ['CHANGELOG.md', 'changelog'],
    ['releasenotes/notes/fix-retry.yaml', 'changelog'],
    ['docs/guide.md', 'document'],
    ['TODO', 'document'],
    ['README.md', 'document'],
    ['types/index.d.ts', 'declaration'],
    ['package.json', 'config'],
    ['.github/workflows/ci.yml', 'config'],
  ];
  for (const [path, pathClass] of cases) it(path, () => assert.equal(classifyPath(path), pathClass));
});
