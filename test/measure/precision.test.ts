import { describe, expect, it } from 'vitest';
import { readPrecision, writePrecision } from '../../src/measure/precision/written.js';

describe('what is to be known how well', () => {
  it.each([
    ['1', { of: 'share', halfWidth: 0.01 }],
    ['0.25', { of: 'share', halfWidth: 0.0025 }],
    ['1%', { of: 'share', halfWidth: 0.01 }],
    ['50', { of: 'share', halfWidth: 0.5 }],
    ['latency=5%', { of: 'latency', halfWidth: 0.05 }],
    ['latency = 0.5 %', { of: 'latency', halfWidth: 0.005 }],
  ])('%s is read', (text, asked) => {
    expect(readPrecision(text)).toEqual(asked);
    expect(readPrecision(writePrecision(asked))).toEqual(asked);
  });

  it.each([
    ['0', 'points of share above 0'],
    ['-1', 'points of share above 0'],
    ['50.1', 'at most 50'],
    ['abc', 'or a percentage of the mean latency'],
    ['', 'points of share'],
    ['latency', 'such as latency=5%'],
    ['latency=', 'such as latency=5%'],
    ['latency=5', 'a percentage of the mean latency'],
    ['latency=0%', 'above 0%'],
    ['latency=101%', 'at most 100%'],
    ['share=1', 'Write points of share above 0, at most 50, such as 1.'],
    ['latncy=7%', 'Did you mean latency=7%?'],
    ['cost=1', 'There is no "cost". Write points of share'],
  ])('%j is told what to write', (text, says) => {
    expect(() => readPrecision(text)).toThrow(says);
  });
});
