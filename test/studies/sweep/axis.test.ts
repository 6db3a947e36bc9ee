import { describe, expect, it } from 'vitest';
import { axisClashes, readAxis, valueAtPlace } from '../../../src/studies/sweep/axis.js';

function valuesOf(text: string): readonly string[] | undefined {
  return readAxis(text).axis?.values;
}

function faultOf(text: string): string {
  const read = readAxis(text);
  return read.axis === null ? `${read.problem.message}; ${read.problem.remedy}` : '';
}

describe('an axis', () => {
  it.each([
    ['dispatch.every=1s..5s', ['1s', '2s', '3s', '4s', '5s']],
    ['dispatch.every=500ms..2s:4', ['500ms', '1000ms', '1500ms', '2000ms']],
    ['router.ttl=0..10s:3', ['0s', '5s', '10s']],
    ['load.rate=40/min..160/min:3', ['40/min', '100/min', '160/min']],
    ['load.rate=1/s..120/min:3', ['1/s', '1.5/s', '2/s']],
    ['store.jitter=0%..100%:3', ['0%', '50%', '100%']],
    ['router.lowest_latency_buffer=0..1', ['0', '0.25', '0.5', '0.75', '1']],
    ['router.lowest_latency_buffer=0..1:4', ['0', '0.3333', '0.6667', '1']],
    ['router.ttl=1s..100s:3:log', ['1s', '10s', '100s']],
    ['router.ttl=1s..10s:log', ['1s', '1.778s', '3.162s', '5.623s', '10s']],
    ['store=in-process,{kind: remote, rtt: 1ms}', ['in-process', '{kind: remote, rtt: 1ms}']],
    ['load.file=../a.csv,../b.csv', ['../a.csv', '../b.csv']],
  ])('%s has these values', (text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });

  it('of a count has whole numbers, each once', () => {
    expect(valuesOf('fleet.groups[0].deployments=1..16:4')).toEqual(['1', '6', '11', '16']);
    expect(valuesOf('processes.count=1..3')).toEqual(['1', '2', '3']);
  });

  it('has values in between', () => {
    const { axis } = readAxis('dispatch.every=1s..5s');
    expect(axis && valueAtPlace(axis, 0.5)).toBe('1.5s');
    expect(axis && valueAtPlace(axis, 0.125)).toBe('1.125s');
  });

  it.each([
    ['dispatch.every', 'not a path=values pair'],
    ['dispatch.every=', 'there are no values'],
    ['dispatch.every=1s..', 'an end of the range is missing'],
    ['dispatch.every=5s..1s', 'the range is empty: 5s is above 1s; write 1s..5s'],
    ['dispatch.every=5s..5000ms', 'the range is empty: it begins and ends at 5s'],
    ['dispatch.every=1s..10%', '1s and 10% are not of the same unit'],
    ['dispatch.every=1..10s', '1 and 10s are not of the same unit'],
    ['dispatch.every=a..b', '"a" is not a quantity'],
    ['dispatch.every=1s..10s:1', 'a range cannot have 1 steps'],
    ['dispatch.every=1s..10s:many', '"many" is neither a number of steps nor log'],
    ['router.ttl=0..10s:log', 'a range on a logarithmic scale cannot begin at 0'],
    ['dispatch.every=1s,,2s', 'a value is missing'],
    ['dispatch.every=1s,1s', '1s is there twice'],
  ])('%s is refused', (text, fault) => {
    expect(faultOf(text)).toContain(fault);
  });

  it('is refused where another is of the same field, or of a part of it, or it is set', () => {
    const clashes = (texts: readonly string[], fixed: readonly string[] = []) =>
      axisClashes(
        texts.flatMap((text) => readAxis(text).axis ?? []),
        texts,
        fixed,
      ).map(({ message }) => message);
    expect(clashes(['router.ttl=1s,2s', 'seed=1,2'])).toEqual([]);
    expect(clashes(['router.ttl=1s,2s', 'router.ttl=3s'])).toEqual(['router.ttl is varied twice']);
    expect(clashes(['store=in-process,remote', 'store.rtt=1ms,2ms'])).toHaveLength(1);
    expect(clashes(['seed=1,2'], ['seed'])).toEqual(['seed is varied, and it is set as well']);
  });
});
