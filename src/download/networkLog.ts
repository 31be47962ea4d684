/**
 * Every request that Kindred ever made, in one file beside the models: a line when a request starts and one when it has
 * ended, so that a request which was cut off with its process is there as well. Extension and terminal write the same
 * form. Addresses are kept without their query, which may hold a storage host's signature, and no header is. The file
 * stays small: the oldest go, and how many went is kept.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const StartSchema = v.object({
  id: v.string(),
  at: v.string(),
  host: v.string(),
  path: v.string(),
  /** The model that was being downloaded: the only reason there is. */
  model: v.string(),
});
const EndSchema = v.object({
  id: v.string(),
  /** Of HTTP; `failed` where no answer came. */
  status: v.union([v.number(), v.literal('failed')]),
  /** Of the body, as far as it came. */
  bytes: v.number(),
});
const LeftOutSchema = v.object({ leftOut: v.number() });

export type RequestOutcome = Omit<v.InferOutput<typeof EndSchema>, 'id'>;
/** `status` and `bytes` are absent while a request runs, and for ever when its process was ended in the middle. */
export type LoggedRequest = v.InferOutput<typeof StartSchema> & Partial<RequestOutcome>;
/** To be called when a request starts; what it returns, when that request has ended. */
export type RequestLog = (url: string) => (outcome: RequestOutcome) => void;

/** Some 800 requests. */
const MAX_BYTES = 256 * 1024;

export function networkLogFile(modelsDir: string): string {
  return path.join(modelsDir, 'network.jsonl');
}

/** @throws nothing: that a request cannot be written down does not stop it, but is said on standard error. */
export function openNetworkLog(file: string, model: string, maxBytes = MAX_BYTES): RequestLog {
  const write = (line: object): void => {
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
      fs.appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
      if (fs.statSync(file).size > maxBytes) dropOldest(file);
    } catch (error) {
      console.error(`The network log ${file} cannot be written: ${(error as Error).message}`);
    }
  };
  return (url) => {
    const { host, pathname } = new URL(url);
    const id = randomUUID();
    write({ id, at: new Date().toISOString(), host, path: pathname, model });
    return (outcome) => write({ id, ...outcome });
  };
}

/** Oldest first. Lines that cannot be read (a full disk, a hand) are passed over. */
export function readNetworkLog(file: string): { requests: LoggedRequest[]; leftOut: number } {
  const requests = new Map<string, LoggedRequest>();
  let leftOut = 0;
  for (const line of linesOf(file)) {
    const value = parsed(line);
    if (v.is(StartSchema, value)) requests.set(value.id, value);
    else if (v.is(EndSchema, value)) Object.assign(requests.get(value.id) ?? {}, value);
    else if (v.is(LeftOutSchema, value)) leftOut += value.leftOut;
  }
  return { requests: [...requests.values()], leftOut };
}

/** Keeps the newer half. */
function dropOldest(file: string): void {
  const lines = linesOf(file);
  const kept = lines.slice(Math.ceil(lines.length / 2));
  const before = readNetworkLog(file);
  const starts = kept.map(parsed).filter((value) => v.is(StartSchema, value)).length;
  const leftOut = before.leftOut + before.requests.length - starts;
  const temporary = `${file}.${process.pid}.tmp`;
  fs.writeFileSync(temporary, `${[JSON.stringify({ leftOut }), ...kept].join('\n')}\n`, { mode: 0o600 });
  fs.renameSync(temporary, file);
}

function linesOf(file: string): string[] {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
