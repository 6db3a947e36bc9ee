import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { contentOf, GZIP, type Input } from '../files/content.js';
import { maxLineBytes, type RecordingReader } from '../litellm/recording.js';
import { ScenarioError } from '../text/problems.js';

const NEWLINE = 10;
/** Bytes of nothing but white space in a row. */
export const maxBlankBytes = 1_000_000;
const SHORT_BYTES = 1 << 20;
const SHORT_UNPACKED_BYTES = 1 << 25;

/**
 * Reads a recording, plain or gzip'd, from a file, a pipe or (`-`) standard input.
 * @param signal ends the reading
 * @param progressed is called before each piece
 * @returns false if it was ended
 * @throws ScenarioError with all that is wrong
 */
export async function readRecording(
  input: Input,
  reader: RecordingReader,
  signal: AbortSignal,
  progressed: () => void = () => undefined,
): Promise<boolean> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let blankBytes = 0;
  try {
    for await (const piece of shortFile(input) ?? contentOf(input, undefined, signal)) {
      progressed();
      const end = piece.lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        const lines = piece.subarray(0, end);
        hand(reader, rest.length === 0 ? lines : Buffer.concat([...rest, lines]));
        rest = [];
        restBytes = 0;
      }
      if (end < piece.length) rest.push(piece.subarray(end));
      restBytes += piece.length - end;
      blankBytes = isBlank(piece) ? blankBytes + piece.length : 0;
      if (blankBytes > maxBlankBytes) {
        reader.fail(`more than ${maxBlankBytes / 1e6} MB of nothing but white space`, REMEDY);
      }
      if (restBytes > maxLineBytes) {
        reader.fail(`more than ${maxLineBytes / 1e6} MB in one line`, 'end each line');
      }
      if (reader.stopped) break;
    }
    if (!reader.stopped) hand(reader, Buffer.concat(rest));
  } catch (error) {
    if (signal.aborted) return false;
    if (!(error instanceof ScenarioError)) throw error;
    if (error.problems.some(({ mistyped }) => mistyped)) throw error;
    for (const { message, remedy } of error.problems) reader.fail(message, remedy);
  }
  reader.end();
  return true;
}

/**
 * The content of a short file, in one piece: a stream would take longer than the replay. Undefined
 * for any other file, or one that cannot be unpacked: the stream finds out where.
 */
function shortFile({ from }: Input): [Buffer] | undefined {
  if (typeof from !== 'string') return undefined;
  try {
    const { size } = statSync(from);
    if (size === 0 || size > SHORT_BYTES) return undefined;
    const bytes = readFileSync(from);
    const packed = bytes.subarray(0, GZIP.length).equals(GZIP);
    return [packed ? gunzipSync(bytes, { maxOutputLength: SHORT_UNPACKED_BYTES }) : bytes];
  } catch {
    return undefined;
  }
}

/** Hands whole lines on, up to one that is no text. */
function hand(reader: RecordingReader, lines: Buffer): void {
  let sound = lines.length;
  if (!isUtf8(lines)) {
    sound = 0;
    for (let end = 0; isUtf8(lines.subarray(sound, end)); ) {
      sound = end;
      end = lines.indexOf(NEWLINE, end) + 1 || lines.length;
    }
  }
  reader.take(lines.toString('utf8', 0, sound));
  if (sound === lines.length || reader.stopped) return;
  reader.fail('this is not UTF-8 text', REMEDY);
}

const REMEDY = "name a recording: JSON Lines, plain or gzip'd";

function isBlank(piece: Buffer): boolean {
  return piece.every((byte) => byte === 32 || (byte >= 9 && byte <= 13));
}
