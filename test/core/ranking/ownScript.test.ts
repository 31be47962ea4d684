/** Questions in Hangul: words decide where the corpus answers in Hangul, vectors where it answers in English. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Concept } from '../../../src/core/lexical/bm25';
import { analyzeQuery } from '../../../src/core/query/analyzeQuery';
import { pairShare, weightsByScript } from '../../../src/core/ranking/ownScript';
import { collectEvidence, rank } from '../../../src/core/ranking/rank';
import { WEIGHTS } from '../../../src/core/ranking/weights';
import { indexFiles, model, snapshotOf } from './corpus';

describe('a question in Hangul', () => {
  const concept = (role: Concept['role']): Concept => ({ label: '', alternatives: [], weight: 1, role });

  it('has a share of its Hangul found; other words do not count', () => {
    const concepts = [concept('word'), concept('pair'), concept('pair'), concept('whole')];
    assert.deepEqual(
      [0b0000, 0b1001, 0b0010, 0b0111].map((matched) => pairShare(concepts, matched)),
      [0, 0, 0.5, 1],
    );
    assert.equal(pairShare([concept('word')], 0b1), 0);
  });

  it('is weighed by words alone from half of it on, and as ever where nothing is found', () => {
    assert.equal(weightsByScript(WEIGHTS, 0), WEIGHTS);
    const quarter = weightsByScript(WEIGHTS, 0.25);
    assert.deepEqual([quarter.dense, quarter.words], [WEIGHTS.dense / 2, WEIGHTS.words]);
    const { dense, fileDense, fileTopic } = weightsByScript(WEIGHTS, 0.6);
    assert.deepEqual([dense, fileDense, fileTopic], [0, 0, 0]);
  });

  const PROSE = {
    'a.md': '국회의사당은 여의도에 있으며 본회의장과 도서관이 함께 있다.\n',
    'b.md': '경복궁은 조선 시대의 궁궐로 광화문 뒤에 자리한다.\n',
    'c.md': '부산항은 남해의 큰 항구이며 많은 배가 드나든다.\n',
  };
  const CODE = { 'src/auth.ts': 'export function verifyPassword(password: string) {\n  return hash(password);\n}\n' };
  const search = async (text: string, files: Record<string, string>) => {
    const snapshot = snapshotOf(await indexFiles(files), 2);
    const query = analyzeQuery(text);
    // A vector that lies near one passage, whatever was asked.
    const queryVector = model.embedChunk('b.md', PROSE['b.md']);
    return {
      ...rank(snapshot, query, { limit: 3, queryVector }),
      share: collectEvidence(snapshot, query, { queryVector })!.pairShare,
    };
  };

  it('finds the passage that has its words, whatever vectors say, and calls it relevant', async () => {
    const { hits, isRelevant, share } = await search('여의도에 있는 국회의사당', { ...PROSE, ...CODE });
    assert.deepEqual([hits[0]!.chunk.path, isRelevant, share > 0.5], ['a.md', true, true]);
  });

  it('is answered by code as ever: none of its Hangul stands there', async () => {
    const { hits, share } = await search('비밀번호 확인', CODE);
    assert.deepEqual([hits[0]!.chunk.path, share], ['src/auth.ts', 0]);
  });
});
