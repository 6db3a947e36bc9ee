import { describe, expect, it } from 'vitest';
import { HeldLines } from '../../../src/report/perfetto/held-lines.js';

describe('lines that are held back', () => {
  it('come in their order, with what was put into a place that was open', () => {
    const lines = new HeldLines();
    lines.add('a');
    const place = lines.open();
    lines.add('b');
    expect(lines.take()).toEqual(['a']);
    place.lines.push('between');
    expect(lines.take()).toEqual([]);
    place.isOpen = false;
    lines.add('c');
    expect(lines.take()).toEqual(['between', 'b', 'c']);
    expect(lines.take()).toEqual([]);
  });

  it('are no more than there is room for: the oldest place is closed then', () => {
    const lines = new HeldLines(3);
    const [first, second] = [lines.open(), lines.open()];
    for (const line of 'abc') lines.add(line);
    expect(lines.take()).toEqual(['a', 'b', 'c']);
    expect([first.isOpen, second.isOpen]).toEqual([false, false]);
  });
});
