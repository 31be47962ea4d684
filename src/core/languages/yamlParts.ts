/**
 * The documents of a YAML file, apart by lines of `---`. One that describes a resource as Kubernetes does is called by
 * its kind and name, `Deployment.worker`; of a file of one document only such a one is a part.
 */
import type { Lines } from '../chunking/lines';
import type { Part, PartRules } from './partRules';

export const yamlParts: PartRules = { find: findDocuments };

const MAX_LINE_CHARS = 300;

function findDocuments(lines: Lines): Part[] {
  const starts: number[] = [0];
  for (let line = 1; line < lines.count; line++)
    if (/^---(?:\s|$)/.test(lines.textOf(line, MAX_LINE_CHARS))) starts.push(line);
  const parts = starts.map((startLine, at) => describe(lines, startLine, (starts[at + 1] ?? lines.count) - 1));
  const filled = parts.filter(({ startLine, endLine }) => hasText(lines, startLine, endLine));
  return filled.length > 1 ? filled : filled.filter(({ names }) => names.length > 0);
}

function describe(lines: Lines, startLine: number, endLine: number): Part {
  let kind = '';
  let name = '';
  let nameLine = startLine;
  /** How deep the members of `metadata` are; undefined outside it. */
  let memberIndent: number | undefined;
  let isInMetadata = false;
  for (let line = startLine; line <= endLine; line++) {
    const text = lines.textOf(line, MAX_LINE_CHARS);
    const [, indent, key, value = ''] = /^( *)(\w+):(?:\s+(.*))?$/.exec(text) ?? [];
    if (key === undefined) continue;
    if (indent === '') {
      isInMetadata = key === 'metadata';
      memberIndent = undefined;
      if (key === 'kind') kind ||= scalar(value);
    } else if (isInMetadata) {
      memberIndent ??= indent!.length;
      if (key !== 'name' || indent!.length !== memberIndent || name) continue;
      name = scalar(value);
      nameLine = line;
    }
  }
  if (!kind || !name) return { startLine, endLine, symbol: '', names: [] };
  return { startLine, endLine, symbol: `${kind}.${name}`, names: [name], headLine: nameLine };
}

/** Without quotation marks and a comment; '' for what a template fills in. */
function scalar(value: string): string {
  const bare = value.replace(/\s+#.*$/, '').trim();
  const plain = /^(["'])(.*)\1$/.exec(bare)?.[2] ?? bare;
  return /^[\w][\w.:-]*$/.test(plain) ? plain : '';
}

function hasText(lines: Lines, startLine: number, endLine: number): boolean {
  for (let line = startLine; line <= endLine; line++)
    if (!/^\s*(?:#.*|---\s*)?$/.test(lines.textOf(line, MAX_LINE_CHARS))) return true;
  return false;
}
