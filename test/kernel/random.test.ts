import { describe, expect, test } from 'vitest';
import { type Stream, Streams } from '../../src/kernel/random.js';

const draw = (stream: Stream, n: number): number[] => Array.from({ length: n }, () => stream());

describe('streams of luck', () => {
  test('the same name gives the same numbers, whatever else is drawn', () => {
    const streams = new Streams(7, 3);
    const alone = draw(streams.stream('service', 'x'), 100);
    const other = streams.stream('choice', 'x');
    const service = streams.stream('service', 'x');
    const mixed = Array.from({ length: 100 }, () => {
      other();
      return service();
    });
    expect(mixed).toEqual(alone);
  });

  test('the numbers are pinned: a change of them is a change of every result', () => {
    const stream = new Streams(1, 0).stream('service', '0');
    expect(draw(stream, 3)).toEqual([0.9818990720668808, 0.7654838868184015, 0.4070985756115988]);
  });
});
