import { describe, expect, test } from 'vitest';
import { parse, sample } from './sample.js';

const warned = (router: string, set: readonly string[] = []): readonly string[] => {
  const result = parse(`${sample}router: ${router}\n`, set);
  if (!result.ok) throw new Error('it is not valid');
  return result.warnings.map(
    ({ line, column, file, message, remedy }) => `${line ?? file}:${column} ${message} | ${remedy}`,
  );
};

describe('what is no error and worth knowing', () => {
  test('a former name of a profile, where it stands', () => {
    const renamed = 'profile v1.82.3r is now called v1.82.3 | write v1.82.3';
    expect(warned('{ profile: v1.82.3r }')).toEqual([`11:20 ${renamed}`]);
    expect(warned('{ ttl: 5s }', ['router.profile=v1.82.3r'])).toEqual([`--set:16 ${renamed}`]);
  });

  test('a percentile of what nobody streams', () => {
    const router = '{ profile: v1.110.2, ttft_percentile: 50% }';
    expect(warned(router)).toEqual([
      '11:47 ttft_percentile has no effect: nothing streams | remove it, or set samples.stream above 0',
    ]);
    const streams = [
      'samples.stream=10%',
      ...[0, 1].map((g) => `fleet.groups[${g}].ttft={ distribution: constant, value: 1s }`),
    ];
    expect(warned(router, streams)).toEqual([]);
  });

  test('nothing, most of the time', () => {
    expect(warned('{ profile: v1.82.3 }')).toEqual([]);
    expect(warned('{}')).toEqual([]);
  });
});
