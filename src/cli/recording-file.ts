import { isUtf8 } from 'node:buffer';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, gunzipSync } from 'node:zlib';
import { unreadable } from '../scenario/files.js';
import { ScenarioError } from '../scenario/problems.js';
import { maxLineLength, type RecordingReader } from '../scenario/recording.js';

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;
const SHORT_BYTES = 1 << 20;
const MAX_UNPACKED_BYTES = 1 << 25;
/** How a gzip'd file begins, whatever its name. */
const GZIP = Buffer.from([0x1f, 0x8b]);

/**
 * Reads a recording, plain or gzip'd, from a file, a pipe or (`-`) standard input.
 * @param goOn asked after each piece; false ends the reading
 * @returns false if it was ended
 * @throws ScenarioError with all that is wrong
 */
export async function readRecording(
  path: string,
  reader: RecordingReader,
  goOn: () => boolean,
): Promise<boolean> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  try {
    for await (const chunk of contentOf(path)) {
      if (!goOn()) return false;
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        const lines = chunk.subarray(0, end);
        hand(reader, rest.length === 0 ? lines : Buffer.concat([...rest, lines]));
        rest = [];
        restBytes = 0;
      }
      if (end < chunk.length) rest.push(chunk.subarray(end));
      restBytes += chunk.length - end;
      if (restBytes > maxLineLength) {
        reader.fail(`more than ${maxLineLength / 1e6} MB in one line`, 'end each line');
      }
      if (reader.stopped) break;
    }
    if (!reader.stopped) hand(reader, Buffer.concat(rest));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    if (!code.startsWith('Z_')) {
      const problem = unreadable(path, error as NodeJS.ErrnoException);
      throw new ScenarioError([problem]);
    }
    const fault =
      code === 'Z_BUF_ERROR' ? 'the gzip stream ends too early' : 'the gzip stream is damaged';
    reader.fail(fault, 'copy or compress the file again');
  }
  reader.end();
  return true;
}

function hand(reader: RecordingReader, lines: Buffer): void {
  if (isUtf8(lines)) reader.take(lines.toString('utf8'));
  else reader.fail('this is not UTF-8 text', "name a recording: JSON Lines, plain or gzip'd");
}

function contentOf(path: string): AsyncIterable<Buffer> | Iterable<Buffer> {
  if (path === '-') return inflated(process.stdin);
  const whole = shortFile(path);
  if (whole !== undefined) return [whole];
  return inflated(createReadStream(path, { highWaterMark: CHUNK_BYTES }));
}

/**
 * The content of a short file, in one piece: a stream would take longer than the replay. Undefined
 * for any other file, or one that cannot be unpacked: the stream finds out where.
 */
function shortFile(path: string): Buffer | undefined {
  try {
    const { size } = statSync(path);
    if (size === 0 || size > SHORT_BYTES) return undefined;
    const bytes = readFileSync(path);
    return isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) : bytes;
  } catch {
    return undefined;
  }
}

const isGzip = (head: Buffer): boolean => head.subarray(0, GZIP.length).equals(GZIP);

/** The content, unpacked if its first bytes say so. */
async function* inflated(source: Readable): AsyncIterable<Buffer> {
  const pieces = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  while (head.length < GZIP.length) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  const all = Readable.from(prepended(head, pieces), { objectMode: false });
  if (!isGzip(head)) {
    yield* all;
    return;
  }
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  yield* pipeline(all, gunzip, () => undefined);
}

async function* prepended(head: Buffer, rest: AsyncIterator<Buffer>): AsyncIterable<Buffer> {
  if (head.length > 0) yield head;
  for (;;) {
    const { done, value } = await rest.next();
    if (done === true) return;
    yield value;
  }
}
