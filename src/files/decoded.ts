import { isAscii, isUtf8 } from 'node:buffer';
import { ScenarioError } from '../text/problems.js';

/** What begins with these bytes is no text, and how to make one of it. */
const NO_TEXT: readonly (readonly [magic: string, what: string, remedy: string])[] = [
  ['PK\x03\x04', 'a zip archive or a spreadsheet', 'unpack it, or save the sheet as CSV'],
  ['PGDMP', "a dump in pg_dump's own format", 'make text of it: pg_restore --file=log.sql FILE'],
  ['PAR1', 'Parquet', 'write it as CSV or JSON Lines'],
  ['SQLite format 3\0', 'an SQLite database', 'write the table as CSV'],
  ['\x28\xb5\x2f\xfd', 'compressed with zstd', 'unpack it (zstd -d), or compress it with gzip'],
  ['BZh', 'compressed with bzip2', 'unpack it (bunzip2), or compress it with gzip'],
  ['\xfd7zXZ', 'compressed with xz', 'unpack it (unxz), or compress it with gzip'],
];
type Decoder = InstanceType<typeof TextDecoder>;

/** So many bytes tell all of these, and how a text is encoded. */
const TELLING_BYTES = 64;

/**
 * A text from its bytes: UTF-8; UTF-16 of either order, as PowerShell writes it; or Windows-1252, where bytes are
 * no UTF-8. Bytes that are wrong in UTF-8 further on become U+FFFD.
 * @param shown how errors name it
 * @throws ScenarioError where it is no text
 */
export async function* decoded(
  pieces: AsyncIterable<Buffer>,
  shown: string,
): AsyncGenerator<string> {
  let decoder: Decoder | undefined;
  let head: Buffer | undefined = Buffer.alloc(0);
  let tail: Buffer = Buffer.alloc(0);
  const text = (bytes: Buffer): string => {
    if (decoder === undefined) {
      if (isAscii(bytes)) return bytes.toString('latin1');
      decoder = new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252');
    }
    return decoder.decode(bytes, { stream: true });
  };
  const next = (bytes: Buffer): string => {
    if (decoder !== undefined) return text(bytes);
    // What may be the beginning of a character waits for its end.
    const all = tail.length === 0 ? bytes : Buffer.concat([tail, bytes]);
    const cut = all.length - unfinished(all);
    tail = all.subarray(cut);
    if (decoder !== undefined || cut === 0) return '';
    const made = text(all.subarray(0, cut));
    if (decoder === undefined) return made;
    const waited = tail;
    tail = Buffer.alloc(0);
    return made + text(waited);
  };
  for await (const piece of pieces) {
    if (head === undefined) {
      yield next(piece);
      continue;
    }
    head = Buffer.concat([head, piece]);
    if (head.length < TELLING_BYTES) continue;
    decoder = encodingOf(head, shown);
    yield next(head);
    head = undefined;
  }
  if (head !== undefined) {
    decoder = encodingOf(head, shown);
    yield next(head);
  }
  if (tail.length > 0) yield text(tail);
  if (decoder !== undefined) yield decoder.decode();
}

/** The decoder of UTF-16, or of what says that it is UTF-8. */
function encodingOf(head: Buffer, shown: string): Decoder | undefined {
  const begun = head.toString('latin1', 0, TELLING_BYTES);
  const found = NO_TEXT.find(([magic]) => begun.startsWith(magic));
  if (found !== undefined) {
    const [, what, remedy] = found;
    throw new ScenarioError([{ file: shown, message: `this is not a text file: ${what}`, remedy }]);
  }
  if (begun.startsWith('\xff\xfe')) return new TextDecoder('utf-16le');
  if (begun.startsWith('\xfe\xff')) return new TextDecoder('utf-16be');
  if (begun.startsWith('\xef\xbb\xbf')) return new TextDecoder('utf-8');
  if (/^(?:[^\0]\0){2}/.test(begun)) return new TextDecoder('utf-16le');
  return /^(?:\0[^\0]){2}/.test(begun) ? new TextDecoder('utf-16be') : undefined;
}

/** How many of the last bytes are a character of UTF-8 that is not finished. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}
