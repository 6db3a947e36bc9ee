import { expect, test } from 'vitest';
import { decoded } from '../../src/files/decoded.js';

async function textOf(bytes: Buffer, size: number): Promise<string> {
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
  }
  let text = '';
  for await (const piece of decoded(pieces(), 'log')) text += piece;
  return text;
}

const TEXT = `${'startTime,endTime,note\n'.repeat(5)}é, ü, €, 😀\nplain\n`;
const WESTERN = `${'startTime;endTime;note\n'.repeat(5)}é, ü\nplain, à\n`;
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();

test.each<[string, string, Buffer]>([
  ['UTF-8', TEXT, Buffer.from(TEXT)],
  ['UTF-8 with a mark', TEXT, Buffer.from(`\ufeff${TEXT}`)],
  ['UTF-16', TEXT, Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16 of the other order', TEXT, swapped(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
  ['UTF-16 without a mark', TEXT, Buffer.from(TEXT, 'utf16le')],
  ['Windows-1252', WESTERN, Buffer.from(WESTERN, 'latin1')],
  ['the beginning of a character', 'a\u00c3', Buffer.from([0x61, 0xc3])],
  ['nothing', '', Buffer.alloc(0)],
])('%s is the same text in pieces of any size', async (_, text, bytes) => {
  for (const size of [1, 2, 3, 5, 64, 1000]) expect(await textOf(bytes, size)).toBe(text);
});

test('what is wrong in UTF-8 further on does not end it', async () => {
  const begun = Buffer.from(`${'é'.repeat(50)}`);
  const bytes = Buffer.concat([begun, Buffer.from([0xff]), Buffer.from('ü')]);
  expect(await textOf(bytes, 50)).toBe(`${'é'.repeat(50)}\ufffdü`);
});

test.each([
  ['PK\x03\x04', 'a zip archive or a spreadsheet'],
  ['PGDMP\x01', "a dump in pg_dump's own format"],
  ['PAR1', 'Parquet'],
])('%j is not a text file', async (magic, what) => {
  await expect(textOf(Buffer.from(magic, 'latin1'), 1)).rejects.toThrow(what);
});
