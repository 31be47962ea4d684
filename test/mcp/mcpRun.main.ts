/** Asks the server each of its tools once; what it answers goes to standard output. For tests that watch it. */
import { connect } from './client';

void main();

async function main(): Promise<void> {
  const [cwd = '.', cache = '.'] = process.argv.slice(2);
  const { client, call } = await connect({ cwd, cache });
  const answers = [
    await call('search', { question: 'try again after a failed upload' }),
    await call('references', { symbol: 'retryUpload' }),
    await call('outline'),
    await call('similar', { path: 'src/upload.ts' }),
    await call('status'),
  ];
  process.stdout.write(JSON.stringify(answers.map(({ isError }) => isError)));
  await client.close();
}
