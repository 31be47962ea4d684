/** Acquires the lock of a folder, says so and keeps it: a process to be killed. */
import { createMachineLock } from '../../../src/storage/disk/machineLock';

async function main(): Promise<void> {
  if (!(await createMachineLock(process.argv[2]!).tryAcquire())) process.exit(1);
  console.log('acquired');
  setInterval(() => undefined, 1000);
}

void main();
