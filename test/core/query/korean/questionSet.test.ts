import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';

interface Target {
  path: string;
  startLine?: number;
  endLine?: number;
  secondary?: boolean;
}
interface Question {
  id: string;
  repo: string;
  language: string;
  query: string;
  category: string;
  relevant: Target[];
}
interface Absent {
  id: string;
  repo: string;
  query: string;
  language_of_query: string;
}

const folder = path.join(process.cwd(), 'test/eval');
function readLines<T>(file: string): T[] {
  const text = fs.readFileSync(path.join(folder, file), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line) as T);
}
const questions = readLines<Question>('korean/queries.jsonl');
const absent = readLines<Absent>('absent.jsonl');
const developmentRepos = questions.filter(({ repo }) => repo !== 'korean-corpus');

test('the set is as large as its description says', () => {
  assert.ok(developmentRepos.length >= 150, String(developmentRepos.length));
  assert.equal(new Set(developmentRepos.map(({ repo }) => repo)).size, 15);
  assert.ok(questions.length - developmentRepos.length >= 20);
  assert.equal(absent.length, 60);
});

test('identifiers and questions are unique', () => {
  assert.equal(new Set([...questions, ...absent].map(({ id }) => id)).size, questions.length + absent.length);
  assert.equal(new Set(questions.map(({ repo, query }) => `${repo} ${query}`)).size, questions.length);
});

test('each question is Korean or asks for a symbol, and has a primary target', () => {
  for (const { id, query, category, relevant } of questions) {
    assert.ok(['semantic', 'architecture', 'symbol'].includes(category), id);
    assert.ok(/[가-힣]/.test(query) || category === 'symbol', id);
    assert.ok(
      relevant.some(({ secondary }) => !secondary),
      id,
    );
    for (const { path: file, startLine, endLine } of relevant) {
      assert.ok(!path.isAbsolute(file) && !file.includes('..'), id);
      assert.equal(startLine === undefined, endLine === undefined, id);
      assert.ok((startLine ?? 1) >= 1 && (startLine ?? 1) <= (endLine ?? 1), id);
    }
  }
});

test('targets of the own corpus exist, within their files', () => {
  for (const { id, repo, relevant } of questions) {
    if (repo !== 'korean-corpus') continue;
    for (const { path: file, endLine } of relevant) {
      const lines = fs
        .readFileSync(path.join(folder, 'korean/corpus', file), 'utf8')
        .trimEnd()
        .split('\n');
      assert.ok((endLine ?? 1) <= lines.length, `${id}: ${file} has ${lines.length} lines`);
    }
  }
});

test('questions without an answer come in both languages for every repository', () => {
  for (const repo of new Set(absent.map((question) => question.repo))) {
    const languages = absent.filter((question) => question.repo === repo).map((question) => question.language_of_query);
    assert.deepEqual([...new Set(languages)].sort(), ['en', 'ko'], repo);
  }
  for (const { id, query, language_of_query } of absent) {
    assert.equal(/[가-힣]/.test(query) ? 'ko' : 'en', language_of_query, id);
  }
});
