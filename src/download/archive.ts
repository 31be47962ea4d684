/**
 * A model out of an archive: `.zip`, `.tar` or `.tar.gz`, told apart by their first bytes. Only files that the model
 * needs are unpacked, into a folder of their own beside the model's place, and then imported with the checks of any
 * import. Its readers ship in the downloader's bundle (main.ts). Invariant: an archive writes nothing outside that
 * folder, whatever paths and links it holds.
 */
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { unpackTar } from 'modern-tar/fs';
import yauzl from 'yauzl';
import { type InstalledModel, stagingDir } from '../inference/installedModels';
import { EngineError, isDiskFull, systemErrorCode } from '../protocol/errors';
import { type ImportOptions, importModel } from './download';

export interface ArchiveOptions extends Omit<ImportOptions, 'fromDir'> {
  archive: string;
}

/** @throws EngineError badArguments, diskFull, canceled */
export async function importArchive({ archive, ...options }: ArchiveOptions): Promise<InstalledModel> {
  const { preset, signal, targetDir } = options;
  const unpacked = `${stagingDir(targetDir)}.unpacked`;
  const names = new Set(preset.files.map((file) => path.posix.basename(file.path)));
  const unpack = await unpackerOf(archive);
  try {
    await fs.promises.rm(unpacked, { recursive: true, force: true });
    await fs.promises.mkdir(unpacked, { recursive: true });
    await unpack(archive, unpacked, (name) => names.has(path.posix.basename(name)), signal);
    const fromDir = folderOfModel(unpacked);
    if (!fromDir) throw new EngineError('badArguments', `${archive} does not hold a model`, 'there is no config.json');
    return await importModel({ ...options, fromDir });
  } catch (error) {
    throw signal.aborted ? new EngineError('canceled', archive) : unpackError(error, archive);
  } finally {
    await fs.promises.rm(unpacked, { recursive: true, force: true, maxRetries: 3 });
  }
}

type Unpack = (
  archive: string,
  into: string,
  isWanted: (name: string) => boolean,
  signal: AbortSignal,
) => Promise<unknown>;

/** Where `ustar` stands in a tar header. */
const TAR_MAGIC_AT = 257;

async function unpackerOf(archive: string): Promise<Unpack> {
  const head = await readHead(archive, TAR_MAGIC_AT + 5);
  if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return unpackZip;
  if (head[0] === 0x1f && head[1] === 0x8b) return unpackTarGz;
  if (head.toString('latin1', TAR_MAGIC_AT) === 'ustar') return unpackPlainTar;
  throw new EngineError('badArguments', `${archive} is neither a folder nor a .zip, .tar or .tar.gz archive`);
}

const unpackTarGz: Unpack = (archive, into, isWanted, signal) =>
  pipeline(fs.createReadStream(archive), createGunzip(), unpackTar(into, tarOptions(isWanted)), { signal });

const unpackPlainTar: Unpack = (archive, into, isWanted, signal) =>
  pipeline(fs.createReadStream(archive), unpackTar(into, tarOptions(isWanted)), { signal });

function tarOptions(isWanted: (name: string) => boolean) {
  return { filter: ({ name, type }: { name: string; type?: string }) => type === 'file' && isWanted(name) };
}

/** yauzl refuses names that lead out of the folder and checks each file's length and CRC. */
const unpackZip: Unpack = async (archive, into, isWanted, signal) => {
  const zip = await promisify<string, yauzl.Options, yauzl.ZipFile>(yauzl.open)(archive, { lazyEntries: true });
  const openEntry = promisify<yauzl.Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip));
  try {
    for await (const entry of entriesOf(zip)) {
      if (entry.fileName.endsWith('/') || !isWanted(entry.fileName)) continue;
      const target = path.join(into, ...entry.fileName.split('/'));
      await fs.promises.mkdir(path.dirname(target), { recursive: true });
      await pipeline(await openEntry(entry), fs.createWriteStream(target), { signal });
    }
  } finally {
    zip.close();
  }
};

async function* entriesOf(zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  for (;;) {
    const entry = await new Promise<yauzl.Entry | undefined>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(undefined))
        .once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (!entry) return;
    yield entry;
  }
}

/** The folder with the topmost `config.json`: repositories keep configurations of their parts in folders below it. */
function folderOfModel(unpacked: string): string | undefined {
  const depth = (file: string) => file.split(path.sep).length;
  const [nearest] = fs
    .readdirSync(unpacked, { recursive: true })
    .map(String)
    .filter((file) => path.basename(file) === 'config.json')
    .sort((a, b) => depth(a) - depth(b));
  return nearest === undefined ? undefined : path.join(unpacked, path.dirname(nearest));
}

async function readHead(file: string, length: number): Promise<Buffer> {
  const handle = await fs.promises.open(file).catch((error: NodeJS.ErrnoException) => {
    throw new EngineError('badArguments', `${file} cannot be read`, error.code);
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function unpackError(error: unknown, archive: string): EngineError {
  if (error instanceof EngineError) return error;
  if (isDiskFull(error)) return new EngineError('diskFull', archive, systemErrorCode(error));
  return new EngineError('badArguments', `The archive ${archive} cannot be unpacked`, (error as Error).message);
}
