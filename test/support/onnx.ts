/**
 * Writes ONNX models without a library: the few protobuf messages of onnx.proto that a graph needs, and operators by
 * name. It checks nothing; ONNX Runtime does when it loads the file.
 */
import fs from 'node:fs';

/** A serialized message in pieces, so that weights of any size are never copied into one buffer. */
interface Message {
  length: number;
  pieces: Uint8Array[];
}

/** `TensorProto.DataType`. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const INT64 = 7;
export const FLOAT16 = 10;

type Attribute = number | number[] | { float: number };
type TypedValues = Float32Array | Int8Array | Uint8Array | BigInt64Array;

const varint = (value: number): Uint8Array => {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value & 127) | 128);
  return Uint8Array.from([...bytes, value]);
};
const join = (...parts: Message[]): Message => ({
  length: parts.reduce((sum, part) => sum + part.length, 0),
  pieces: parts.flatMap((part) => part.pieces),
});
const raw = (bytes: Uint8Array): Message => ({ length: bytes.length, pieces: [bytes] });
const int = (field: number, value: number): Message => join(raw(varint(field * 8)), raw(varint(value)));
const bytes = (field: number, content: Message): Message =>
  join(raw(varint(field * 8 + 2)), raw(varint(content.length)), content);
const text = (field: number, value: string): Message => bytes(field, raw(Buffer.from(value)));
const float = (field: number, value: number): Message =>
  join(raw(varint(field * 8 + 5)), raw(new Uint8Array(Float32Array.of(value).buffer)));

export class OnnxGraph {
  private readonly nodes: Message[] = [];
  private readonly initializers: Message[] = [];
  private readonly inputs: Message[] = [];
  private readonly outputs: Message[] = [];
  private count = 0;

  /** A named axis is a string, a fixed one a number. */
  input(name: string, type: number, shape: (string | number)[]): string {
    this.inputs.push(bytes(11, valueInfo(name, type, shape)));
    return name;
  }

  output(name: string, type: number, shape: (string | number)[]): void {
    this.outputs.push(bytes(12, valueInfo(name, type, shape)));
  }

  /** An initializer; scalars have an empty shape. */
  constant(values: TypedValues, shape: number[], name = `c${this.count++}`): string {
    const type =
      values instanceof Float32Array
        ? FLOAT
        : values instanceof Int8Array
          ? INT8
          : values instanceof Uint8Array
            ? UINT8
            : INT64;
    const data = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = join(...shape.map((size) => int(1, size)), int(2, type), text(8, name), bytes(9, raw(data)));
    this.initializers.push(bytes(5, tensor));
    return name;
  }

  scalar(value: number): string {
    return this.constant(Float32Array.of(value), []);
  }

  integers(...values: number[]): string {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length]);
  }

  /** Adds a node with one output and returns the output's name. */
  node(operator: string, inputs: string[], attributes: Record<string, Attribute> = {}, name?: string): string {
    return this.nodeWith(operator, inputs, [name ?? `${operator}${this.count++}`], attributes)[0]!;
  }

  nodeWith(
    operator: string,
    inputs: string[],
    outputs: string[],
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const message = join(
      ...inputs.map((name) => text(1, name)),
      ...outputs.map((name) => text(2, name)),
      text(3, `n${this.count++}`),
      text(4, operator),
      ...Object.entries(attributes).map(([key, value]) => bytes(5, attribute(key, value))),
    );
    this.nodes.push(bytes(1, message));
    return outputs;
  }

  fresh(stem: string): string {
    return `${stem}${this.count++}`;
  }

  write(file: string): void {
    const graph = join(...this.nodes, text(2, 'graph'), ...this.initializers, ...this.inputs, ...this.outputs);
    // ir_version 8, opset 17: the first with LayerNormalization.
    const model = join(int(1, 8), bytes(7, graph), bytes(8, join(text(1, ''), int(2, 17))));
    const handle = fs.openSync(file, 'w');
    for (let i = 0; i < model.pieces.length; i += 512) fs.writevSync(handle, model.pieces.slice(i, i + 512));
    fs.closeSync(handle);
  }
}

function valueInfo(name: string, type: number, shape: (string | number)[]): Message {
  const dims = shape.map((axis) => bytes(1, typeof axis === 'string' ? text(2, axis) : int(1, axis)));
  const tensorType = join(int(1, type), bytes(2, join(...dims)));
  return join(text(1, name), bytes(2, bytes(1, tensorType)));
}

/** `AttributeProto`: type 1 is a float, 2 an integer, 7 a list of integers. */
function attribute(name: string, value: Attribute): Message {
  if (Array.isArray(value)) return join(text(1, name), ...value.map((one) => signed(8, one)), int(20, 7));
  if (typeof value === 'number') return join(text(1, name), signed(3, value), int(20, 2));
  return join(text(1, name), float(2, value.float), int(20, 1));
}

/** Negative integers take ten bytes in two's complement. */
function signed(field: number, value: number): Message {
  if (value >= 0) return int(field, value);
  const encoded: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) encoded.push(Number(rest & 127n) | 128);
  return join(raw(varint(field * 8)), raw(Uint8Array.from([...encoded, Number(rest)])));
}
