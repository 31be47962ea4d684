/**
 * Which files of a corpus become documents. First by name and size alone (`judgeByName`, the walker asks before a file
 * is opened), then by content (`readDocument`). Does no I/O. Each file left out has a stable reason.
 */
import { NO_ASSOCIATIONS } from './associations';
import { decodeText } from './decode';
import type { SkipReason } from './document';
import { extensionOf, isProse, languageOf } from './language';

export interface Skipped {
  skipped: SkipReason;
  note?: string;
}

export interface ReadableDocument {
  /** Without a byte order mark; line ends as they are in the file. */
  text: string;
  language: string;
}

/** Files above it are left out unless the settings say otherwise: what people write by hand stays far below. */
export const DEFAULT_MAX_FILE_SIZE_BYTES = 1_000_000;

/** Most of a large notebook are outputs, and those are not indexed. */
const NOTEBOOK_FACTOR = 10;

/** A reason to leave a file out that its name and size give away, else undefined. */
export function judgeByName(path: string, sizeBytes: number, maxFileSizeBytes: number): Skipped | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lower = name.toLowerCase();
  const extension = extensionOf(lower);
  if (sizeBytes === 0) return { skipped: 'empty' };
  if (BINARY_EXTENSIONS.has(extension)) return { skipped: 'binary', note: `.${extension} file` };
  if (LOCK_FILES.has(lower)) return { skipped: 'generated', note: 'lock file' };
  if (SOURCE_MAP.test(lower)) return { skipped: 'generated', note: 'source map' };
  if (GENERATED_NAME.test(lower)) return { skipped: 'generated', note: 'by its name' };
  if (MINIFIED_NAME.test(lower)) return { skipped: 'minified', note: 'by its name' };
  const limit = extension === 'ipynb' ? maxFileSizeBytes * NOTEBOOK_FACTOR : maxFileSizeBytes;
  if (sizeBytes > limit) return { skipped: 'tooLarge', note: `${sizeBytes} bytes, the limit is ${limit}` };
  const dataLimit = DATA_LIMIT_BYTES.get(extension);
  if (dataLimit !== undefined && sizeBytes > dataLimit)
    return { skipped: 'tooLarge', note: `${sizeBytes} bytes, the limit for .${extension} is ${dataLimit}` };
  return undefined;
}

/**
 * Decodes and judges a file's bytes. The caller has asked `judgeByName` before it read them.
 * @param associations The folder's `files.associations`; without them the language is the one that name and text tell.
 */
export function readDocument(
  bytes: Uint8Array,
  path: string,
  associations = NO_ASSOCIATIONS,
): ReadableDocument | Skipped {
  if (bytes.length === 0) return { skipped: 'empty' };
  const decoded = decodeText(bytes);
  if (!decoded) return { skipped: 'binary' };
  const { text } = decoded;
  const language = languageOf(path, text, associations);
  if (isBlank(text)) return { skipped: 'empty' };
  const marker = generatedMarker(text, language);
  if (marker) return { skipped: 'generated', note: marker };
  if (isMinified(text, language)) return { skipped: 'minified' };
  return { text, language };
}

const BINARY_EXTENSIONS = new Set(
  `png jpg jpeg gif bmp ico icns webp avif heic tif tiff psd ai eps sketch fig xcf raw jxl tga dds ktx
  mp3 mp4 m4a m4v wav ogg oga ogv flac aac avi mov mkv webm wmv mpg mpeg opus mid
  zip gz tgz bz2 tbz xz txz zst 7z rar tar lz4 br jar war ear apk aab ipa deb rpm dmg iso msi cab pkg crx vsix nupkg whl egg gem
  exe dll so dylib o pdb class pyc pyo pyd wasm bin dat elf ko node rlib rmeta dex beam
  woff woff2 ttf otf eot ttc pdf doc docx xls xlsx ppt pptx odt ods odp epub mobi
  sqlite sqlite3 db db3 mdb accdb parquet avro orc feather arrow npy npz pkl pickle h5 hdf5 pt pth onnx safetensors gguf ckpt tflite rds rdata
  blend fbx glb stl 3ds unitypackage uasset umap p12 pfx jks keystore der swf mo gmo lockb cur ds_store`.split(/\s+/),
);

const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'deno.lock',
  'cargo.lock',
  'go.sum',
  'go.work.sum',
  'composer.lock',
  'gemfile.lock',
  'poetry.lock',
  'pdm.lock',
  'uv.lock',
  'pipfile.lock',
  'pubspec.lock',
  'podfile.lock',
  'package.resolved',
  'mix.lock',
  'flake.lock',
  'packages.lock.json',
  'gradle.lockfile',
  'cabal.project.freeze',
  'stack.yaml.lock',
  'rebar.lock',
  'conan.lock',
  '.terraform.lock.hcl',
]);

const SOURCE_MAP = /\.(?:[cm]?jsx?|[cm]?tsx?|css)\.map$/;
const MINIFIED_NAME = /[.-]min\.[a-z]+$|\.bundle\.(?:js|css)$/;
const GENERATED_NAME =
  /\.pb(?:\.gw)?\.(?:go|cc|h|swift|dart)$|_pb2(?:_grpc)?\.pyi?$|_pb\.(?:js|d\.ts)$|\.(?:g|freezed)\.dart$|\.(?:g|g\.i|designer)\.cs$|\.snap$|\.tsbuildinfo$/;

/** Formats that hold data more often than knowledge: a small one is worth reading, a big one is noise. */
const DATA_LIMIT_BYTES = new Map(
  Object.entries({
    svg: 20_000,
    csv: 50_000,
    tsv: 50_000,
    jsonl: 100_000,
    ndjson: 100_000,
    geojson: 50_000,
    topojson: 50_000,
    har: 50_000,
    log: 100_000,
    po: 200_000,
    pot: 200_000,
    xlf: 200_000,
  }),
);

/** Spreads over the head of a file: a license text may come before the marker. */
const MARKER_CHARS = 4_000;
const COMMENT_START = /^\s*(?:\/\/|\/\*|\*|#|--|<!--|;|%|"""|'|\(\*|\{-|@rem|rem\s)/i;
const GENERATED_MARKER =
  /@generated\b|\bcode generated (?:by|from|with)?.*\bdo not (?:edit|modify)|<auto-?generated\b|\b(?:auto-?|automatically )generated\b.*\b(?:do not|don't) (?:edit|modify|change)|\b(?:this|the) (?:file|code|source|module|document) (?:is|was|has been) (?:auto-?|automatically |machine )generated\b|\bgenerated by .*\b(?:do not|don't) (?:edit|modify)|\bdo not edit\b.*\bgenerated\b|\bautomatically generated by\b/i;

/** The comment line that says that a tool wrote the file, cut to 80 characters; undefined when there is none. */
function generatedMarker(text: string, language: string): string | undefined {
  if (isProse(language)) return undefined;
  const head = text.slice(0, MARKER_CHARS);
  if (!/generated/i.test(head)) return undefined;
  const line = head.split(/\r\n|\r|\n/).find((each) => COMMENT_START.test(each) && GENERATED_MARKER.test(each));
  return line?.trim().slice(0, 80);
}

/**
 * Code written by people has lines of 30 to 60 characters and at least an eighth of white space; minifiers leave 2 to 5
 * %.
 */
const MIN_MINIFIED_CHARS = 2_000;
const LONG_LINE_CHARS = 1_000;
const LONG_LINE_SHARE = 0.9;
const DENSE_LINE_CHARS = 200;
const DENSE_WHITESPACE_SHARE = 0.08;

function isMinified(text: string, language: string): boolean {
  if (text.length < MIN_MINIFIED_CHARS || isProse(language)) return false;
  const { lines, charsInLongLines, whitespaceShare } = lineFigures(text);
  if (charsInLongLines > text.length * LONG_LINE_SHARE) return true;
  return text.length / lines > DENSE_LINE_CHARS && whitespaceShare < DENSE_WHITESPACE_SHARE;
}

function lineFigures(text: string): { lines: number; charsInLongLines: number; whitespaceShare: number } {
  let lines = 0;
  let charsInLongLines = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    lines++;
    if (end - start > LONG_LINE_CHARS) charsInLongLines += end - start;
    start = end + 1;
  }
  const sample = text.slice(0, 50_000);
  return { lines, charsInLongLines, whitespaceShare: (sample.match(/\s/g)?.length ?? 0) / sample.length };
}

function isBlank(text: string): boolean {
  return !/\S/.test(text);
}
