/**
 * ONNX Runtime as this machine can run it: the native library, or its WebAssembly build where that one cannot be loaded
 * (no binary for the platform, a wrong architecture, a system library that is missing). It loads one and remembers
 * which; it opens no model. Invariant: the WebAssembly files are read from the folder beside the bundle, never from a
 * network.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RuntimeInUse } from '../../protocol/runtimeInUse';

type OnnxRuntime = typeof import('onnxruntime-web');

const WASM_FOLDER = 'onnxruntime-web';
const WASM_FILES = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'] as const;

let loaded: OnnxRuntime | undefined;

/** @throws Error naming both causes when there is no native library and no WebAssembly either */
export function openRuntime(threads: number): RuntimeInUse {
  try {
    loaded = require('onnxruntime-node') as OnnxRuntime;
    return { kind: 'native' };
  } catch (error) {
    const cause = firstLine(error);
    loaded = openWasm(threads, cause);
    return { kind: 'wasm', cause };
  }
}

/** What transformers.js gets in place of the native library that it asks for (see esbuild.mjs). */
export function openedRuntime(): OnnxRuntime {
  if (!loaded) throw new Error('no ONNX Runtime has been opened');
  return loaded;
}

function openWasm(threads: number, cause: string): OnnxRuntime {
  const [mjs, wasm] = WASM_FILES.map((file) => path.join(__dirname, WASM_FOLDER, file));
  const missing = [mjs!, wasm!].find((file) => !fs.existsSync(file));
  if (missing) throw new Error(`${cause}; its WebAssembly build is not there either: ${missing}`);
  const library = require('onnxruntime-web') as OnnxRuntime;
  library.env.wasm.wasmPaths = { mjs: pathToFileURL(mjs!).href, wasm: pathToFileURL(wasm!).href };
  library.env.wasm.numThreads = threads;
  return library;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
