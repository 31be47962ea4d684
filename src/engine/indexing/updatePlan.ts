/**
 * What an update has to do: files compared with the documents' records, by size and time alone. No file is opened here.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import type { DocumentRecord } from '../../core/corpus/document';
import { isIgnoreFile, type WalkEntry, type WalkOptions, type WalkRules, walk } from '../files/walk';

export interface ShardPlan {
  shard: number;
  /** Files that are new or look changed. */
  entries: WalkEntry[];
  /** Paths in the index that are no longer part of the corpus. */
  removed: string[];
}

export interface UpdatePlan {
  /** Only shards with something to do. */
  shards: ShardPlan[];
  /** Documents that are as the index has them. */
  unchanged: number;
}

interface PlanInput {
  root: string;
  walkOptions: WalkOptions & { rules: WalkRules };
  /** Corpus-relative paths to look at; absent: all. */
  paths?: readonly string[] | undefined;
  shardOf: (path: string) => number;
  /** The documents of each shard. */
  shards: readonly ReadonlyMap<string, DocumentRecord>[];
}

export async function planUpdate(input: PlanInput): Promise<UpdatePlan> {
  const plan = input.paths && (await planPaths(input, input.paths));
  if (plan) return plan;
  input.walkOptions.rules.forget();
  return planAll(input);
}

async function planAll({ root, walkOptions, shardOf, shards }: PlanInput): Promise<UpdatePlan> {
  const plans = shards.map((_, shard): ShardPlan => ({ shard, entries: [], removed: [] }));
  const seen = new Set<string>();
  let unchanged = 0;
  for (const entry of await walk(root, walkOptions)) {
    seen.add(entry.path);
    const shard = shardOf(entry.path);
    if (isUnchanged(entry, shards[shard]?.get(entry.path))) unchanged++;
    else plans[shard]?.entries.push(entry);
  }
  shards.forEach((documents, shard) => {
    for (const file of documents.keys()) if (!seen.has(file)) plans[shard]?.removed.push(file);
  });
  return { shards: plans.filter(hasWork), unchanged };
}

/**
 * Undefined when the changes reach further than the paths say (a folder, an ignore file): then everything is compared.
 */
async function planPaths(
  { root, walkOptions, shardOf, shards }: PlanInput,
  paths: readonly string[],
): Promise<UpdatePlan | undefined> {
  if (paths.some(isIgnoreFile)) return undefined;
  const { rules } = walkOptions;
  const plans = new Map<number, ShardPlan>();
  const planOf = (file: string): ShardPlan => {
    const shard = shardOf(file);
    let plan = plans.get(shard);
    if (!plan) {
      plan = { shard, entries: [], removed: [] };
      plans.set(shard, plan);
    }
    return plan;
  };
  let unchanged = shards.reduce((sum, documents) => sum + documents.size, 0);
  for (const file of new Set(paths)) {
    const known = shards[shardOf(file)]?.get(file);
    const info = await fs.lstat(path.join(root, file)).catch(() => undefined);
    if (info?.isDirectory() || info?.isSymbolicLink()) return undefined;
    const entry = info && (await rules.entry(file));
    if (entry && isUnchanged(entry, known)) continue;
    if (known) unchanged--;
    if (entry) planOf(file).entries.push(entry);
    else if (known) planOf(file).removed.push(file);
    else if (!info && isFolderOfIndex(shards, file)) return undefined;
  }
  return { shards: [...plans.values()].filter(hasWork), unchanged };
}

function isFolderOfIndex(shards: PlanInput['shards'], file: string): boolean {
  const prefix = `${file}/`;
  return shards.some((documents) => [...documents.keys()].some((known) => known.startsWith(prefix)));
}

function isUnchanged(entry: WalkEntry, known: DocumentRecord | undefined): boolean {
  if (!known || entry.sizeBytes !== known.sizeBytes || entry.modifiedMs !== known.modifiedMs) return false;
  if (entry.skipped) return entry.skipped === known.skipped;
  // Left out by a rule that no longer holds (the size limit was raised, permission was given): look again.
  return known.skipped !== 'tooLarge' && known.skipped !== 'unreadable' && known.skipped !== 'pathTooLong';
}

const hasWork = ({ entries, removed }: ShardPlan): boolean => entries.length > 0 || removed.length > 0;
