// The encoder that the weights were made with, in its plainest form: a regular expression and a Map. The product's encoder
// (src/inference/embedded) is faster and must agree with it; this one is the test's oracle and ships nowhere.
const fs = require('node:fs');
const path = require('node:path');

const TOKEN = /([A-Z]{2,})s(?![A-Za-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\uac00-\ud7a3]+/g;

exports.load = (dir) => {
  const { dim, vocab, logp } = JSON.parse(fs.readFileSync(path.join(dir, 'vocab.json'), 'utf8'));
  const bytes = fs.readFileSync(path.join(dir, 'emb.i8.bin'));
  const rows = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const scales = new Float32Array(new Uint8Array(fs.readFileSync(path.join(dir, 'scale.f32.bin'))).buffer);
  const idOf = new Map(vocab.map((word, id) => [word, id]));

  // Viterbi over vocabulary pieces of two letters or more; an unknown letter costs 14.
  function cut(word) {
    const n = word.length;
    const best = new Float64Array(n + 1);
    const from = new Int32Array(n + 1);
    const piece = new Int32Array(n + 1).fill(-1);
    for (let end = 1; end <= n; end++) {
      best[end] = best[end - 1] - 14;
      from[end] = end - 1;
      for (let start = 0; start <= end - 2; start++) {
        const id = idOf.get(word.slice(start, end));
        if (id === undefined || best[start] + logp[id] <= best[end]) continue;
        best[end] = best[start] + logp[id];
        from[end] = start;
        piece[end] = id;
      }
    }
    const ids = [];
    for (let end = n; end > 0; end = from[end]) if (piece[end] >= 0) ids.unshift(piece[end]);
    return ids;
  }

  function tokensOfMatch(raw) {
    if (raw.charCodeAt(0) >= 0xac00) {
      const pairs = raw.length === 1 ? [raw] : Array.from({ length: raw.length - 1 }, (_, i) => raw.slice(i, i + 2));
      return pairs.map((pair) => idOf.get(pair)).filter((id) => id !== undefined);
    }
    const isNumber = /^[0-9]/.test(raw);
    if (raw.length > 40 || (raw.length < 2 && !isNumber)) return [];
    const id = idOf.get(raw.toLowerCase());
    if (id !== undefined) return [id];
    return isNumber ? [] : cut(raw.toLowerCase());
  }

  function tokens(text) {
    return Array.from(text.matchAll(TOKEN)).flatMap((match) => tokensOfMatch(match[1] || match[0]));
  }

  // parts: [[text, power of the count, weight], …]
  function encode(parts) {
    const vector = new Float32Array(dim);
    for (const [text, power, weight] of parts) {
      const counts = new Map();
      for (const id of tokens(text)) counts.set(id, (counts.get(id) || 0) + 1);
      for (const [id, count] of counts) {
        const factor = weight * (power === 1 ? count : Math.sqrt(count)) * scales[id];
        for (let k = 0; k < dim; k++) vector[k] += factor * rows[id * dim + k];
      }
    }
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += vector[k] * vector[k];
    const norm = 1 / Math.sqrt(sum || 1);
    for (let k = 0; k < dim; k++) vector[k] *= norm;
    return vector;
  }

  return { tokens, encode };
};
