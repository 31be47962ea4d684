/** What one call may ask, in the terminal and of the server alike. */

/** Tokens of an answer. */
export const BUDGET = { least: 200, most: 50_000, usual: 4000 };
export const MOST_QUESTIONS = 8;
/** Results that are offered to the packer for each question: more than have room. */
export const RESULTS_PER_QUESTION = 40;
