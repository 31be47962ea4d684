/**
 * The cosines of a question with the deep vectors of a snapshot's passages. Vectors lie by content hash in the stores
 * of the corpora, passages in segments; where the vector of each passage lies is looked up once for a segment and kept
 * until its store changes. A store is scanned once a question, however many segments it serves.
 */
import type { DeepEvidence } from '../../core/ranking/evidence';
import type { Segment } from '../../core/snapshot';
import { lengthOfSum } from '../../core/vectors/sum';
import type { VectorStore } from '../../storage/store';

interface KnownPlaces {
  store: VectorStore;
  version: number;
  /** By ordinal; `NONE` where the passage has no vector. */
  places: Int32Array;
}

/** Places are any other number. */
const NONE = -(2 ** 31);

export class DeepCosines {
  /** Segments are immutable and let go of when a shard changes; so is what is known of them. */
  private readonly known = new WeakMap<Segment, KnownPlaces>();
  /** By the list of a file's chunks, which lives as long as its segment. */
  private readonly lengths = new WeakMap<readonly number[], { store: VectorStore; version: number; length: number }>();

  constructor(private readonly storeOf: (corpusId: string) => VectorStore | undefined) {}

  /** For one question; it keeps what it has worked out, and is of no use once a store has changed. */
  evidence(query: Float32Array): DeepEvidence {
    const scans = new Map<VectorStore, (place: number) => number>();
    const known = new Map<Segment, Float32Array>();
    return {
      cosinesOf: (segment) => {
        const before = known.get(segment);
        if (before) return before;
        const cosines = new Float32Array(segment.chunks.length).fill(Number.NEGATIVE_INFINITY);
        known.set(segment, cosines);
        const store = this.storeOf(segment.corpusId);
        if (!store) return cosines;
        const cosineAt = scans.get(store) ?? store.scan(query);
        scans.set(store, cosineAt);
        this.placesOf(segment, store).forEach((place, ordinal) => {
          if (place !== NONE) cosines[ordinal] = cosineAt(place);
        });
        return cosines;
      },
      sumLengthOf: (segment, ordinals) => this.sumLengthOf(segment, ordinals),
    };
  }

  private sumLengthOf({ corpusId, chunks }: Segment, ordinals: readonly number[]): number {
    const store = this.storeOf(corpusId)!;
    const known = this.lengths.get(ordinals);
    if (known?.store === store && known.version === store.version) return known.length;
    const vectors = ordinals.map((ordinal) => store.get(chunks[ordinal]!.contentHash));
    const length = lengthOfSum(vectors.filter((vector) => vector !== undefined));
    this.lengths.set(ordinals, { store, version: store.version, length });
    return length;
  }

  private placesOf(segment: Segment, store: VectorStore): Int32Array {
    const known = this.known.get(segment);
    if (known?.store === store && known.version === store.version) return known.places;
    const places = Int32Array.from(segment.chunks, ({ contentHash }) => store.placeOf(contentHash) ?? NONE);
    this.known.set(segment, { store, version: store.version, places });
    return places;
  }
}
