/**
 * Clusters from pairs: each has one passage that all others are copies of. Then what would be said twice is taken out:
 * passages of one cluster that overlap, clusters inside of other clusters; and neighbors that were copied together
 * become one.
 * Invariant: passages of one document that overlap are never in one cluster.
 */
import { GRADES, type Grade, type Likeness } from './likeness';
import type { Unit } from './units';

const CLASSES_PER_STEP = 200;

/** Units with the same tokens: exact copies of each other. */
export interface CopyClass {
  units: Unit[];
  /** Hash of the tokens. */
  content: number;
}

export interface Link {
  a: number;
  b: number;
  likeness: Likeness;
}

export interface Member {
  unit: Unit;
  grade: Grade;
  similarity: number;
  content: number;
}

export interface Cluster {
  /** In the order of their places; the others are compared with one that is an exact copy of itself. */
  members: Member[];
  /** The weakest of its members' grades. */
  grade: Grade;
  /** Lines of code that would go if one passage stood for all. */
  savedLines: number;
}

/** Yields between steps of some ten milliseconds. */
export function* formClusters(classes: readonly CopyClass[], links: readonly Link[]): Generator<void, Cluster[]> {
  const neighbors = classes.map((): { to: number; likeness: Likeness }[] => []);
  for (const { a, b, likeness } of links) {
    neighbors[a]!.push({ to: b, likeness });
    neighbors[b]!.push({ to: a, likeness });
  }
  const gathered = (center: number, isFree: (ordinal: number) => boolean): Member[] => {
    const own = classes[center]!;
    const members = own.units.map((unit): Member => ({ unit, grade: 'exact', similarity: 1, content: own.content }));
    for (const { to, likeness } of neighbors[center]!) {
      if (!isFree(to)) continue;
      const { units, content } = classes[to]!;
      for (const unit of units) members.push({ unit, ...likeness, content });
    }
    return members;
  };
  const order: { ordinal: number; worth: number }[] = [];
  for (const [ordinal, { units }] of classes.entries()) {
    if (ordinal % CLASSES_PER_STEP === 0) yield;
    if (units.length === 1 && neighbors[ordinal]!.length === 0) continue;
    const worth = worthOf(clusterOf(withoutOverlaps(gathered(ordinal, () => true))));
    if (worth > 0) order.push({ ordinal, worth });
  }
  order.sort((x, y) => y.worth - x.worth || x.ordinal - y.ordinal);
  const taken = new Uint8Array(classes.length);
  const clusters: Cluster[] = [];
  for (const [at, { ordinal }] of order.entries()) {
    if (at % CLASSES_PER_STEP === 0) yield;
    if (taken[ordinal]) continue;
    const members = withoutOverlaps(gathered(ordinal, (to) => !taken[to]));
    if (members.length < 2) continue;
    taken[ordinal] = 1;
    for (const { to } of neighbors[ordinal]!) taken[to] = 1;
    clusters.push(clusterOf(members));
  }
  yield;
  return yield* withoutNested(joinNeighbors(clusters));
}

function clusterOf(members: Member[]): Cluster {
  const weakest = Math.max(...members.map(({ grade }) => GRADES.indexOf(grade)));
  return { members, grade: GRADES[weakest]!, savedLines: savedLines(members) };
}

/** All but the longest. */
function savedLines(members: readonly Member[]): number {
  return Math.round(linesAlike(members) - Math.max(...members.map(({ unit }) => linesOf(unit))));
}

function linesAlike(members: readonly Member[]): number {
  return members.reduce((sum, { unit, similarity }) => sum + linesOf(unit) * similarity, 0);
}

function linesOf({ first, last }: Unit): number {
  return last - first + 1;
}

/** The most alike stay; of equally alike ones the longer. */
function withoutOverlaps(members: Member[]): Member[] {
  const [center, ...others] = members;
  others.sort(
    (x, y) => y.similarity - x.similarity || linesOf(y.unit) - linesOf(x.unit) || compareUnits(x.unit, y.unit),
  );
  const kept = [center!];
  for (const member of others) if (!kept.some(({ unit }) => overlap(unit, member.unit) > 0)) kept.push(member);
  return kept.sort((x, y) => compareUnits(x.unit, y.unit));
}

function compareUnits(a: Unit, b: Unit): number {
  return a.document - b.document || a.first - b.first || a.last - b.last;
}

/** Lines of code that both have. */
function overlap(a: Unit, b: Unit): number {
  if (a.document !== b.document) return 0;
  return Math.max(0, Math.min(a.last, b.last) - Math.max(a.first, b.first) + 1);
}

/** Passages that follow each other in the same documents were copied together. */
function joinNeighbors(clusters: Cluster[]): Cluster[] {
  const inOrder = clusters.sort((x, y) => compareUnits(x.members[0]!.unit, y.members[0]!.unit));
  const endingAt = new Map<string, Cluster>();
  const joined: Cluster[] = [];
  const place = (members: Member[], at: (unit: Unit) => number) =>
    members.map(({ unit }) => `${unit.document}:${at(unit)}`).join();
  for (const cluster of inOrder) {
    const before = endingAt.get(place(cluster.members, ({ first }) => first));
    if (before) {
      endingAt.delete(place(before.members, ({ last }) => last + 1));
      Object.assign(before, clusterOf(joinMembers(before.members, cluster.members)));
    } else joined.push(cluster);
    const whole = before ?? cluster;
    endingAt.set(
      place(whole.members, ({ last }) => last + 1),
      whole,
    );
  }
  return joined;
}

/**
 * Both in the same order. Each part has a center of its own; the joined passages are compared with the one that is most
 * alike to both.
 */
function joinMembers(before: readonly Member[], after: readonly Member[]): Member[] {
  const parts = before.map((member, i) => [member, after[i]!] as const);
  const likest = ([a, b]: readonly [Member, Member]) => a.similarity * linesOf(a.unit) + b.similarity * linesOf(b.unit);
  const center = parts.reduce((best, part) => (likest(part) > likest(best) ? part : best));
  return parts.map(([a, b]) => {
    const unit = { ...a.unit, last: b.unit.last, end: b.unit.end };
    const content = (Math.imul(a.content, 31) + b.content) >>> 0;
    if (a === center[0]) return { unit, content, grade: 'exact', similarity: 1 };
    const alike =
      a.similarity * center[0].similarity * linesOf(a.unit) + b.similarity * center[1].similarity * linesOf(b.unit);
    const weakest = Math.max(...[a, b, ...center].map(({ grade }) => GRADES.indexOf(grade)));
    return { unit, content, grade: GRADES[weakest]!, similarity: alike / linesOf(unit) };
  });
}

/** A passage with this share of its lines in the passages of another cluster is said there. */
const COVERED = 0.6;

/** Exact copies are worth more than the passages around them that have a few more lines and differ in them. */
const WORTH: Record<Grade, number> = { exact: 1.25, renamed: 1.15, edited: 1 };

/**
 * Sorted by what they save. Of two clusters that say the same the one that is worth more stays; what a cluster has
 * beyond another one stays too, and counts alone.
 */
function* withoutNested(clusters: Cluster[]): Generator<void, Cluster[]> {
  const saidOf = new Map<number, { unit: Unit; cluster: number }[]>();
  const kept: Cluster[] = [];
  for (const [at, cluster] of clusters.sort((x, y) => worthOf(y) - worthOf(x) || bySavedLines(x, y)).entries()) {
    if (at % CLASSES_PER_STEP === 0) yield;
    const said = saidMost(cluster.members, saidOf);
    const news = cluster.members.filter((member) => !said.has(member));
    if (news.length === 0) continue;
    for (const { unit } of cluster.members) {
      const here = saidOf.get(unit.document);
      if (here) here.push({ unit, cluster: kept.length });
      else saidOf.set(unit.document, [{ unit, cluster: kept.length }]);
    }
    const isAllNew = news.length === cluster.members.length;
    kept.push(isAllNew ? cluster : { ...cluster, savedLines: Math.round(linesAlike(news)) });
  }
  return kept.sort(bySavedLines);
}

function worthOf({ members }: Cluster): number {
  const worth = members.reduce(
    (sum, { unit, grade, similarity }) => sum + linesOf(unit) * similarity * WORTH[grade],
    0,
  );
  return worth - Math.max(...members.map(({ unit }) => linesOf(unit))) * WORTH.exact;
}

function bySavedLines(x: Cluster, y: Cluster): number {
  return y.savedLines - x.savedLines || compareUnits(x.members[0]!.unit, y.members[0]!.unit);
}

/** The members that the one cluster which says most of them says already. */
function saidMost(
  members: readonly Member[],
  saidOf: ReadonlyMap<number, readonly { unit: Unit; cluster: number }[]>,
): ReadonlySet<Member> {
  const saidBy = new Map<number, Set<Member>>();
  for (const member of members) {
    const linesBy = new Map<number, number>();
    for (const { unit, cluster } of saidOf.get(member.unit.document) ?? [])
      linesBy.set(cluster, (linesBy.get(cluster) ?? 0) + overlap(unit, member.unit));
    for (const [cluster, lines] of linesBy) {
      if (lines < COVERED * linesOf(member.unit)) continue;
      const said = saidBy.get(cluster);
      if (said) said.add(member);
      else saidBy.set(cluster, new Set([member]));
    }
  }
  let most: ReadonlySet<Member> = new Set();
  for (const said of saidBy.values()) if (said.size > most.size) most = said;
  return most;
}
