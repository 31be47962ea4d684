/**
 * A corpus of any size, the same each time: TypeScript modules of documented functions whose words follow Zipf's law,
 * as files for the whole way (`writeGeneratedCorpus`) or as finished shards without parsing and embedding
 * (`generatedShards`), for sizes that would take half an hour. The shards' lexical segments are real; their vectors are
 * made up, in clusters as embeddings of code are.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { analyzeChunk } from '../src/core/lexical/analyze';
import type { ChunkTerms } from '../src/core/lexical/fields';
import { LexicalSegment } from '../src/core/lexical/lexicalSegment';
import type { ChunkRecord } from '../src/core/snapshot';
import { VectorRows } from '../src/core/vectors/rows';
import { contentHash } from '../src/engine/deep/deepText';
import { shardOfPath } from '../src/storage/format/shard';
import type { ShardData } from '../src/storage/store';

/** Each function is one chunk of about the chunker's target size (1,500 characters). */
export const CHUNKS_PER_DOCUMENT = 10;
const STATEMENTS_PER_FUNCTION = 15;
/** Distinct words and names of several words: those of a large repository. */
const VOCABULARY_SIZE = 30_000;
const NAMES = 200_000;
const CLUSTERS = 500;

export interface GeneratedDocument {
  path: string;
  text: string;
  chunks: GeneratedChunk[];
}

export interface GeneratedChunk {
  name: string;
  signature: string;
  text: string;
  startLine: number;
  endLine: number;
}

/** Document `i` of the one endless corpus. */
export function generatedDocument(i: number): GeneratedDocument {
  const random = randomNumbers(i + 1);
  const word = () => zipfWord(random());
  // Half of what a module names is its own, the rest are names of the whole corpus.
  const own = Array.from({ length: 24 }, () => word() + capital(word()));
  const camel = () => (random() < 0.5 ? own[Math.floor(random() * own.length)]! : zipfName(random()));
  const functions: GeneratedChunk[] = [];
  let line = 0;
  for (let f = 0; f < CHUNKS_PER_DOCUMENT; f++) {
    const name = `${word()}${capital(word())}${capital(word())}`;
    const parameter = camel();
    const signature = `export async function ${name}(${parameter}: ${capital(camel())}): Promise<${capital(word())}>`;
    const lines = [`/** ${capital(word())} ${Array.from({ length: 12 }, word).join(' ')}. */`, `${signature} {`];
    for (let s = 0; s < STATEMENTS_PER_FUNCTION; s++) {
      const left = camel();
      lines.push(
        s % 5 === 4
          ? `  if (${left}.${word()} > ${Math.floor(random() * 1000)}) throw new ${capital(word())}Error('${word()} ${word()} ${word()} ${word()}');`
          : `  const ${left} = await ${camel()}.${camel()}(${parameter}, ${camel()}.${word()}, '${word()} ${word()}');`,
      );
    }
    lines.push(`  return ${parameter} as unknown as never;`, '}', '');
    functions.push({
      name,
      signature,
      text: `${lines.join('\n')}\n`,
      startLine: line,
      endLine: line + lines.length - 1,
    });
    line += lines.length;
  }
  // 10,000 documents in 2,000 folders: five files a folder, as repositories have.
  const folder = `packages/${zipfWord((i % 499) / 499)}${i % 499}/src/${zipfWord((Math.floor(i / 499) % 4) / 4)}`;
  return { path: `${folder}/${word()}${i}.ts`, text: functions.map(({ text }) => text).join(''), chunks: functions };
}

/** Writes at least `chunkCount` chunks as files; returns the bytes of the source. */
export function writeGeneratedCorpus(folder: string, chunkCount: number): number {
  let sizeBytes = 0;
  for (let i = 0; i < documentCount(chunkCount); i++) {
    const { path: relative, text } = generatedDocument(i);
    const file = path.join(folder, relative);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    sizeBytes += Buffer.byteLength(text);
  }
  return sizeBytes;
}

/**
 * Shard by shard, so that a million chunks need the memory of one shard. Vectors of `dims` numbers, L2-normalized.
 * `copies`: each document under so many paths, with vectors of their own; ten times the corpus for a fraction of the
 * work.
 */
export function* generatedShards(
  chunkCount: number,
  shardCount: number,
  dims: number,
  copies = 1,
): Iterable<[number, ShardData]> {
  const byShard = Array.from({ length: shardCount }, (): number[] => []);
  for (let i = 0; i < documentCount(chunkCount); i++) {
    byShard[shardOfPath(generatedDocument(i).path, shardCount)]!.push(i);
  }
  for (const [k, documents] of byShard.entries()) {
    const inSameShard = (file: string) => shardOfPath(file, shardCount) === k;
    if (documents.length > 0) yield [k, shardData(documents, dims, copies, inSameShard)];
  }
}

/** L2-normalized; texts of the same number have the same vector. About 0.6 from others of its cluster. */
export function generatedVector(i: number, dims: number, into = new Float32Array(dims)): Float32Array {
  const center = randomNumbers((i % CLUSTERS) + 7_000_001);
  const own = randomNumbers(i + 11_000_003);
  let square = 0;
  for (let d = 0; d < dims; d++) {
    const value = center() - 0.5 + (own() - 0.5) * 0.8;
    into[d] = value;
    square += value * value;
  }
  const norm = Math.sqrt(square);
  for (let d = 0; d < dims; d++) into[d]! /= norm;
  return into;
}

function shardData(
  documents: readonly number[],
  dims: number,
  copies: number,
  isOfShard: (path: string) => boolean,
): ShardData {
  const data: ShardData = {
    documents: [],
    chunks: [],
    vectors: VectorRows.encode(new Float32Array(), dims),
    lexical: new Uint8Array(),
  };
  const vectors = new Float32Array(documents.length * copies * CHUNKS_PER_DOCUMENT * dims);
  const terms: ChunkTerms[] = [];
  for (const i of documents) {
    const { path: original, text, chunks } = generatedDocument(i);
    const analyzed: ChunkTerms[] = [];
    for (const [copy, file] of pathsOf(original, copies, isOfShard).entries()) {
      data.documents.push({
        ...{ path: file, sizeBytes: Buffer.byteLength(text), modifiedMs: 1.7e12 + i * 1000.25 },
        contentHash: createHash('sha256').update(text).digest('hex'),
        ...{ language: 'typescript', chunkCount: chunks.length },
      });
      for (const [f, { name, signature, text: content, startLine, endLine }] of chunks.entries()) {
        const chunk: ChunkRecord = {
          ...{
            path: file,
            language: 'typescript',
            kind: 'function',
            symbol: name,
            definitions: [name],
            inner: [],
            signature,
          },
          ...{ startLine, endLine, contentHash: contentHash(name, content) },
        };
        const row = data.chunks.push(chunk) - 1;
        const vector = (i * copies + copy) * CHUNKS_PER_DOCUMENT + f;
        generatedVector(vector, dims, vectors.subarray(row * dims, (row + 1) * dims));
        analyzed[f] ??= analyzeChunk({ ...chunk, text: content });
        terms.push(analyzed[f]);
      }
    }
  }
  data.vectors = VectorRows.encode(vectors, dims);
  data.lexical = LexicalSegment.build(terms).bytes();
  return data;
}

/** The path and, for each further copy, one beside it that belongs to the same shard. */
function pathsOf(original: string, copies: number, isOfShard: (path: string) => boolean): string[] {
  const paths = [original];
  for (let n = 1; paths.length < copies; n++) {
    const copy = original.replace(/\.ts$/, `Copy${n}.ts`);
    if (isOfShard(copy)) paths.push(copy);
  }
  return paths;
}

function documentCount(chunkCount: number): number {
  return Math.ceil(chunkCount / CHUNKS_PER_DOCUMENT);
}

/**
 * Zipf: the word of rank r is asked for about 1/r times as often as the first, so the rank is the size to the power of
 * a uniform number.
 */
function zipfWord(uniform: number): string {
  return wordOf(Math.floor(VOCABULARY_SIZE ** uniform) - 1);
}

function zipfName(uniform: number): string {
  const rank = Math.floor(NAMES ** uniform);
  return wordOf(rank % 3001) + capital(wordOf(Math.floor(rank / 7)));
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu al en ir os un'.split(' ');

function wordOf(rank: number): string {
  let word = '';
  for (let rest = rank + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    word += SYLLABLES[rest % SYLLABLES.length];
  }
  return word;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** mulberry32, uniform in [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
