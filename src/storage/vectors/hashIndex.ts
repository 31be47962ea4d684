/**
 * Where each of very many hashes is, in a few bytes for each: an open-addressed table of places (Knuth, linear
 * probing). The hashes themselves lie where they were read; a `Map` of as many strings takes ten times the room.
 */

/** A hash has 32 hexadecimal digits. */
export const HASH_DIGITS = 32;
export const HASH_BYTES = HASH_DIGITS / 2;

/** What a place holds. Places are integers from 0 to 2^31 - 2. */
export interface HashPlaces {
  bytes(place: number): Buffer;
  /** Where the place's hash begins there. */
  offset(place: number): number;
}

const FREE = 0;
const REMOVED = -1;

export class HashIndex {
  /** Place + 1, or one of the above. The length is a power of two. */
  #table = new Int32Array(1 << 10);
  #count = 0;
  /** Entries that are not free. */
  #taken = 0;
  readonly #key = Buffer.alloc(HASH_BYTES);

  constructor(private readonly places: HashPlaces) {}

  get count(): number {
    return this.#count;
  }

  /** Undefined when it is not there, or is no hash. */
  placeOf(hash: string): number | undefined {
    if (hash.length !== HASH_DIGITS || this.#key.write(hash, 'hex') !== HASH_BYTES) return undefined;
    const at = this.#find(this.#key, 0);
    return at < 0 ? undefined : this.#table[at]! - 1;
  }

  /** Takes the hash that lies at the place; one that is known already is there from now on. */
  set(place: number): void {
    const bytes = this.places.bytes(place);
    const offset = this.places.offset(place);
    const known = this.#find(bytes, offset);
    if (known >= 0) {
      this.#table[known] = place + 1;
      return;
    }
    if (this.#taken >= this.#table.length * 0.7) this.#grow();
    this.#insert(place);
    this.#count++;
  }

  /** Forgets the hash that lies at the place, unless it is known from another one. */
  remove(place: number): void {
    const at = this.#find(this.places.bytes(place), this.places.offset(place));
    if (at < 0 || this.#table[at] !== place + 1) return;
    this.#table[at] = REMOVED;
    this.#count--;
  }

  /** Index into the table, -1 when the hash is not there. */
  #find(bytes: Buffer, offset: number): number {
    const mask = this.#table.length - 1;
    for (let at = bytes.readUInt32LE(offset) & mask; ; at = (at + 1) & mask) {
      const entry = this.#table[at]!;
      if (entry === FREE) return -1;
      if (entry !== REMOVED && this.#isAt(entry - 1, bytes, offset)) return at;
    }
  }

  #isAt(place: number, bytes: Buffer, offset: number): boolean {
    const own = this.places.bytes(place);
    const start = this.places.offset(place);
    for (let i = 0; i < HASH_BYTES; i++) if (own[start + i] !== bytes[offset + i]) return false;
    return true;
  }

  #insert(place: number): void {
    const mask = this.#table.length - 1;
    let at = this.places.bytes(place).readUInt32LE(this.places.offset(place)) & mask;
    while (this.#table[at] !== FREE) at = (at + 1) & mask;
    this.#table[at] = place + 1;
    this.#taken++;
  }

  /** Leaves removed entries behind; twice as large when that is not enough. */
  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(this.#count >= old.length / 3 ? old.length * 2 : old.length);
    this.#taken = 0;
    for (const entry of old) if (entry > 0) this.#insert(entry - 1);
  }
}
