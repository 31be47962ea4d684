/** WebAssembly text, compiled to its binary form when Kindred is bundled (esbuild.mjs). */
declare module '*.wat' {
  const bytes: Uint8Array;
  export default bytes;
}

/**
 * The little of the WebAssembly interface that is used; the libraries that TypeScript has it in are those of browsers.
 */
declare namespace WebAssembly {
  class Memory {
    /** In pages of 64 KiB. */
    constructor(size: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: Record<string, unknown>;
  }
  function validate(bytes: Uint8Array): boolean;
}
