/**
 * Where a question points by itself: the files it names, as a stack trace does, and the lines in them. What it points
 * at is a candidate whatever words it has. Frames come innermost first (`AnalyzedQuery.files`); those of other people's
 * code are in no file of the snapshot and do not count.
 */
import type { AnalyzedQuery } from '../query/analyzeQuery';
import type { ChunkRef, Segment } from '../snapshot';
import type { SegmentFiles } from './rankedFiles';

export interface FileReferences {
  /** Chunks that hold a named line, the first frame's first. */
  lines: ChunkRef[];
  of(ref: ChunkRef): FileReference | undefined;
}

export interface FileReference {
  path: string;
  /**
   * Which of the frames that the snapshot has, from 0, points into the chunk; undefined when the file alone is named.
   */
  frame?: number;
}

const NOTHING: FileReferences = { lines: [], of: () => undefined };

export function findFileReferences(
  segments: readonly Segment[],
  files: readonly SegmentFiles[],
  asked: AnalyzedQuery['files'],
): FileReferences {
  if (asked.length === 0) return NOTHING;
  const byName = new Map<string, { path: string; line?: number; index: number }[]>();
  asked.forEach((each, index) => {
    const name = nameOf(each.path);
    byName.set(name, [...(byName.get(name) ?? []), { ...each, index }]);
  });
  const namedFiles = new Map<string, string>();
  const pointed: { ref: ChunkRef; index: number }[] = [];
  files.forEach(({ files: ofSegment }, segment) => {
    ofSegment.forEach((file, number) => {
      for (const { path, line, index } of byName.get(nameOf(file.path)) ?? []) {
        if (!isSame(path, file.path)) continue;
        namedFiles.set(`${segment}/${number}`, path);
        if (line === undefined) continue;
        for (const ordinal of file.chunks) {
          const { startLine, endLine } = segments[segment]!.chunks[ordinal]!;
          if (startLine <= line && line <= endLine) pointed.push({ ref: { segment, ordinal }, index });
        }
      }
    });
  });
  pointed.sort((a, b) => a.index - b.index);
  const frames = [...new Set(pointed.map(({ index }) => index))];
  const frameOf = new Map<string, number>();
  for (const { ref, index } of pointed) {
    const key = `${ref.segment}/${ref.ordinal}`;
    if (!frameOf.has(key)) frameOf.set(key, frames.indexOf(index));
  }
  return {
    lines: pointed.map(({ ref }) => ref),
    of({ segment, ordinal }) {
      const path = namedFiles.get(`${segment}/${files[segment]!.fileOf[ordinal]!}`);
      const frame = frameOf.get(`${segment}/${ordinal}`);
      return path === undefined ? undefined : frame === undefined ? { path } : { path, frame };
    },
  };
}

/** One may say more of the folders than the other: paths of another machine, a file's name alone. */
function isSame(asked: string, path: string): boolean {
  return `/${path}`.endsWith(`/${asked}`) || `/${asked}`.endsWith(`/${path}`);
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
