'use strict';
// Reference encoder, ~60 lines, no dependencies. load(dir) -> {tokens, encode}
const fs = require('fs'),
  path = require('path');
exports.load = (dir) => {
  const j = JSON.parse(fs.readFileSync(path.join(dir, 'vocab.json'), 'utf8')),
    D = j.dim;
  const b = fs.readFileSync(path.join(dir, 'emb.i8.bin')),
    Q = new Int8Array(b.buffer, b.byteOffset, b.length);
  const S = new Float32Array(new Uint8Array(fs.readFileSync(path.join(dir, 'scale.f32.bin'))).buffer);
  const M = new Map(j.vocab.map((w, i) => [w, i])),
    LP = j.logp,
    cache = new Map();
  function seg(w) {
    // Viterbi over vocabulary pieces of >=2 chars; an unknown char costs 14
    let r = cache.get(w);
    if (r) return r;
    const n = w.length,
      best = new Float64Array(n + 1),
      bp = new Int32Array(n + 1),
      bi = new Int32Array(n + 1).fill(-1);
    for (let e = 1; e <= n; e++) {
      best[e] = best[e - 1] - 14;
      bp[e] = e - 1;
      for (let s = 0; s <= e - 2; s++) {
        const id = M.get(w.slice(s, e));
        if (id !== undefined && best[s] + LP[id] > best[e]) {
          best[e] = best[s] + LP[id];
          bp[e] = s;
          bi[e] = id;
        }
      }
    }
    r = [];
    for (let e = n; e > 0; e = bp[e]) if (bi[e] >= 0) r.push(bi[e]);
    r.reverse();
    if (cache.size < 200000) cache.set(w, r);
    return r;
  }
  // IDs->id | HTTP(Server) | Word/word | digits | Hangul run
  const RE = /([A-Z]{2,})s(?![A-Za-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[\uac00-\ud7a3]+/g;
  function tokens(text) {
    const out = [];
    let m;
    RE.lastIndex = 0;
    while ((m = RE.exec(text))) {
      const raw = m[1] || m[0],
        c = raw.charCodeAt(0);
      if (c >= 0xac00) {
        if (raw.length === 1) {
          const id = M.get(raw);
          if (id !== undefined) out.push(id);
        } else
          for (let i = 0; i + 1 < raw.length; i++) {
            const id = M.get(raw.slice(i, i + 2));
            if (id !== undefined) out.push(id);
          }
        continue;
      }
      if (raw.length > 40) continue;
      const digit = c < 58;
      if (raw.length < 2 && !digit) continue;
      const w = raw.toLowerCase(),
        id = M.get(w);
      if (id !== undefined) out.push(id);
      else if (!digit) for (const x of seg(w)) out.push(x);
    }
    return out;
  }
  // parts: [[text, tfPower, weight], ...]: query [[q,1,1]]; chunk [[code,.5,1],[pathTail,.5,2]]
  function encode(parts) {
    const v = new Float32Array(D);
    for (const [t, pw, wt] of parts) {
      const c = new Map();
      for (const id of tokens(t)) c.set(id, (c.get(id) || 0) + 1);
      for (const [id, n] of c) {
        const f = wt * (pw === 1 ? n : Math.sqrt(n)) * S[id],
          o = id * D;
        for (let k = 0; k < D; k++) v[k] += f * Q[o + k];
      }
    }
    let s = 0;
    for (let k = 0; k < D; k++) s += v[k] * v[k];
    s = 1 / Math.sqrt(s || 1);
    for (let k = 0; k < D; k++) v[k] *= s;
    return v;
  }
  return { tokens, encode, dim: D, vocab: j.vocab };
};
