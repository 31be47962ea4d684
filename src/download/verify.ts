/**
 * Is a file what its name says? A proxy's login page, a git-lfs pointer or half a file must never be taken for a model.
 * It does not judge whether a model is a good one.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';

/** The largest tokenizers are near 40 MB. */
const MAX_JSON_BYTES = 128 * 1024 * 1024;

export async function sha256Of(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of fs.createReadStream(file, { signal, highWaterMark: 1 << 20 })) hash.update(block);
  return hash.digest('hex');
}

/** Says so when the file is a web page, whatever it is called. */
export async function pageFault(file: string): Promise<string | undefined> {
  const head = (await readAt(file, 0, 512)).toString('utf8').replace(/^\ufeff/, '');
  const isPage = /^\s*<(!doctype|html|head|body|\?xml|!--)/i.test(head);
  return isPage ? 'it is a web page, not a model file; a proxy or a login may stand between' : undefined;
}

/** What is wrong with the file's form, in words; undefined when nothing is. `name` decides what is expected. */
export async function formFault(file: string, name: string): Promise<string | undefined> {
  if (name.endsWith('.json')) return jsonFault(file);
  if (name.endsWith('.onnx')) return onnxFault(file);
  return undefined;
}

async function jsonFault(file: string): Promise<string | undefined> {
  if ((await fs.promises.stat(file)).size > MAX_JSON_BYTES) return 'it is too large for a JSON file';
  try {
    const value: unknown = JSON.parse(await fs.promises.readFile(file, 'utf8'));
    return typeof value === 'object' && value !== null ? undefined : 'it is not a JSON object';
  } catch {
    return 'it is not valid JSON';
  }
}

/** Field numbers of `ModelProto` in onnx.proto. */
const IR_VERSION = 1;
const GRAPH = 7;

/**
 * Steps over the top-level fields of the protobuf message without reading their contents: in a whole file they end
 * exactly at its end, in a truncated one the graph's announced length reaches beyond it.
 */
async function onnxFault(file: string): Promise<string | undefined> {
  const handle = await fs.promises.open(file);
  try {
    const { size } = await handle.stat();
    const seen = new Set<number>();
    const head = Buffer.alloc(20);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await handle.read(head, 0, head.length, at);
      const step = fieldLength(head.subarray(0, bytesRead));
      if (!step) return 'it is not an ONNX file';
      seen.add(step.field);
      at += step.length;
    }
    if (at > size) return `it is cut off: ${size} bytes of ${at}`;
    return seen.has(IR_VERSION) && seen.has(GRAPH) ? undefined : 'it is not an ONNX file';
  } finally {
    await handle.close();
  }
}

/** The number and the whole length of the protobuf field that starts at `bytes`; undefined when none can. */
function fieldLength(bytes: Uint8Array): { field: number; length: number } | undefined {
  const tag = varint(bytes, 0);
  if (!tag || tag.value < 8) return undefined;
  const field = Math.floor(tag.value / 8);
  switch (tag.value % 8) {
    case 0: {
      const value = varint(bytes, tag.end);
      return value && { field, length: value.end };
    }
    case 1:
      return { field, length: tag.end + 8 };
    case 2: {
      const length = varint(bytes, tag.end);
      return length && { field, length: length.end + length.value };
    }
    case 5:
      return { field, length: tag.end + 4 };
    default:
      return undefined;
  }
}

function varint(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = start; i < Math.min(bytes.length, start + 10); i++) {
    value += (bytes[i]! & 127) * 2 ** (7 * (i - start));
    if (bytes[i]! < 128) return { value, end: i + 1 };
  }
  return undefined;
}

async function readAt(file: string, position: number, length: number): Promise<Buffer> {
  const handle = await fs.promises.open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
