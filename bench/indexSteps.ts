/** The parts of bench/index.main.ts: each is a list of named steps over one scratch folder. */
import type { Metrics } from './record';

/** Run in their order; what a step leaves in the folder is there for those behind it. */
export type Steps = Record<string, (folder: string) => Promise<Metrics>>;
