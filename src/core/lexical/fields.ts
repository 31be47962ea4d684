/**
 * The fields of a chunk that the lexical index tells apart, and what each weighs. The order is part of the format of a
 * segment.
 */

export const FIELDS = ['text', 'comment', 'signature', 'symbol', 'stem', 'path'] as const;
export type Field = (typeof FIELDS)[number];
export const FIELD_COUNT = FIELDS.length;

/** In a posting's byte of fields: a bit for each. */
export const FIELD_BITS = 0x3f;
/** Beside them: every count is 1 and none is written. */
export const ALL_ONCE = 0x40;

export const FieldIndex = { text: 0, comment: 1, signature: 2, symbol: 3, stem: 4, path: 5 } as const satisfies Record<
  Field,
  number
>;

/**
 * A chunk as the lexical index sees it. `counts[i * FIELD_COUNT + field]` is how often `terms[i]` occurs there, at most
 * 255.
 */
export interface ChunkTerms {
  terms: string[];
  counts: Uint8Array;
  /** Words per field, at most 65,535. */
  lengths: Uint16Array;
}
