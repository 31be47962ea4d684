// A reporter for node:test that writes how many tests passed and failed, as JSON:
// `--test-reporter=./tools/count-reporter.mjs`. A skipped or a to-do test counts as failed: nothing is left out in
// silence. Only those that `--test-name-pattern` leaves out do not count.

/** What Node 20 says of a test that `--test-name-pattern` leaves out. */
export const NOT_NAMED = 'test name does not match pattern';

export default async function* countReporter(source) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    // A suite, and a test that only groups others, is not counted beside what it holds.
    if (data.details?.type === 'suite' || data.skip === NOT_NAMED) continue;
    const isLeftOut = data.skip !== undefined || data.todo !== undefined;
    if (type === 'test:pass' && !isLeftOut) counts.passed++;
    else counts.failed++;
  }
  yield JSON.stringify(counts);
}
