/**
 * Embeds two texts with the model in the given folder, as the engine would; for tests that watch the processes from
 * outside.
 */
import { createDeepEmbedder } from '../../../src/engine/deep/inferenceClient';

async function main(): Promise<void> {
  const [modelDir = '', inferenceEntry = '', waitMs = '0'] = process.argv.slice(2);
  const embedder = createDeepEmbedder({ modelDir, inferenceEntry });
  await embedder.embed(['retry failed uploads'], 'document');
  await embedder.embed(['where do we retry'], 'query');
  // Telemetry would be sent a while after the work.
  await new Promise((resolve) => setTimeout(resolve, Number(waitMs)));
  const { memoryBytes } = embedder.status();
  await embedder.dispose();
  console.log(JSON.stringify({ memoryBytes }));
}

void main();
