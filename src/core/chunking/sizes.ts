/** How large chunks are, in UTF-16 characters. */

/**
 * What is cut or merged aims at this. At 3 to 4 characters of code a token it fits the 512 tokens that the deep model
 * is given; published runs on repositories lost 0.2 % of nDCG at 750 and at 2,000 characters. On our 15 development
 * repositories every setting from 750 to 2,500 is within 0.006 of the best (nDCG@10 0.906 to 0.911), this one among the
 * best with 40 % fewer chunks than 750.
 */
export const TARGET_CHARS = 1_500;

/** A definition up to this size stays whole: the few tokens that a model may not see are its end. */
export const WHOLE_CHARS = 2_000;

/** A definition this large has meaning enough of its own: it is not merged with its neighbors. */
export const SOLID_CHARS = 500;

/** Parts smaller than this are joined to a neighbor even if that makes it larger than the target. */
export const TINY_CHARS = 200;

/** No chunk is larger; a longer line is cut. */
export const MAX_CHARS = 4_000;

/** Of the main definition's declaration. */
export const SIGNATURE_CHARS = 300;
