/** Words as sounds: what spellings of two languages are compared by. */

/** A word as sounds: `vowels[i]` stands before `consonants[i]`, the last of `vowels` ends the word. */
export interface Sounds {
  readonly consonants: readonly string[];
  /** English: letters as written. Korean: sounds `a e x o u i -`, where x is ㅓ and - is ㅡ. */
  readonly vowels: readonly string[];
}
