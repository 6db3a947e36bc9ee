import { closeSync, constants, createReadStream, open, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { addAbortSignal, pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { ScenarioError } from '../text/problems.js';
import { noWriter, pipePatience } from './pipe.js';
import { misnamed } from './unreadable.js';

const PIECE_BYTES = 1 << 18;
/** How a gzip'd file begins, whatever its name. */
export const GZIP = Buffer.from([0x1f, 0x8b]);

/** What is read as a stream. */
export interface Input {
  /** As the user named it. */
  readonly shown: string;
  /** The path of a file or a pipe; or standard input itself. */
  readonly from: string | Readable;
}

/**
 * The content of an input, in pieces; unpacked if its first bytes say that it is gzip'd.
 * @param onRead is told how many bytes of the file have been read
 * @param signal ends the reading with an error, also of a pipe that nobody writes to yet
 * @throws ScenarioError where it cannot be read
 */
export async function* contentOf(
  { shown, from }: Input,
  onRead: (bytes: number) => void = () => undefined,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let source: Readable | undefined;
  try {
    source = typeof from === 'string' ? streamOf(from) : from;
    if (signal !== undefined) addAbortSignal(signal, source);
    yield* inflated(counted(source, onRead));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    if (!code.startsWith('Z_')) {
      const path = typeof from === 'string' ? from : shown;
      throw new ScenarioError([misnamed(shown, path, error as NodeJS.ErrnoException)]);
    }
    const message =
      code === 'Z_BUF_ERROR' ? 'the gzip stream ends too early' : 'the gzip stream is damaged';
    throw new ScenarioError([{ file: shown, message, remedy: 'copy or compress the file again' }]);
  } finally {
    source?.destroy();
  }
}

function streamOf(path: string): Readable {
  const isPipe = statSync(path, { throwIfNoEntry: false })?.isFIFO() === true;
  return isPipe ? pipeAt(path) : createReadStream(path, { highWaterMark: PIECE_BYTES });
}

/**
 * A pipe. A thread that reads files would be blocked by it, also while nobody writes, and the process
 * could not end before that.
 */
function pipeAt(path: string): Readable {
  let isOpening = true;
  const stream = Readable.from(pieces(), { objectMode: false });
  // Where nobody is at the other end, this process is for a moment: then opening is over.
  const giveUp = (): void => {
    if (isOpening) closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
  };
  stream.on('close', giveUp);
  process.on('exit', giveUp);
  async function* pieces(): AsyncGenerator<Buffer> {
    let isLate = false;
    // More than once, as on a busy machine opening may not have begun.
    const timer = setInterval(() => {
      isLate = true;
      giveUp();
    }, pipePatience.ms);
    const descriptor = await promisify(open)(path, constants.O_RDONLY);
    isOpening = false;
    clearInterval(timer);
    process.off('exit', giveUp);
    if (stream.destroyed || isLate) closeSync(descriptor);
    if (isLate) throw noWriter();
    if (!stream.destroyed) yield* new Socket({ fd: descriptor, readable: true, writable: false });
  }
  return stream;
}

async function* counted(source: Readable, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of source as AsyncIterable<Buffer>) {
    bytes += piece.length;
    onRead(bytes);
    yield piece;
  }
}

async function* inflated(pieces: AsyncGenerator<Buffer>): AsyncIterable<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < GZIP.length) {
    const { done, value } = await pieces.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  if (!head.subarray(0, GZIP.length).equals(GZIP)) {
    if (head.length > 0) yield head;
    yield* pieces;
    return;
  }
  const all = Readable.from(prepended(head, pieces), { objectMode: false });
  yield* pipeline(all, createGunzip({ chunkSize: PIECE_BYTES }), () => undefined);
}

async function* prepended(head: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield head;
  yield* rest;
}
