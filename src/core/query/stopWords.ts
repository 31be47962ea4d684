/** Words that carry a question and not its subject. Left out of the lexical query unless nothing else is asked for. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at be been being but by can could did do does doing done for from get gets got had has have having how i if in into is it its
  just me my of off on or our out over please should show so some such than that the their them then there these they this those through to too
  up us use used uses using via was way we were what when where whether which while who whose why will with within without work works would you your
  code find locate logic implementation implemented implement implements inside happen happens place defined
  python javascript typescript java golang rust ruby php csharp kotlin swift`.split(/\s+/),
);
