import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { readAs, readObserved } from '../../../src/studies/diagnose/read-observed.js';
import { CommandError } from '../../../src/text/failure.js';

const one = loadScenario('cold-burst').scenario;
const two = loadScenario('two-model-groups').scenario;

function failureOf(given: string, scenario = one, modelGroup?: string) {
  try {
    readObserved(given, scenario, modelGroup);
  } catch (error) {
    if (error instanceof CommandError) return error.failure;
    throw error;
  }
  throw new Error('nothing is wrong');
}

describe('an observed split', () => {
  test('is given in any order, and read in that of the groups', () => {
    const { counts, position } = readObserved('gpt-4.1=8, claude-sonnet-4-6=32', one, undefined);
    expect([counts, position]).toEqual([[32, 8], 0]);
  });

  test('of several model groups is found by its groups', () => {
    const { modelGroup, position } = readObserved('gpt-slow=3,gpt-fast=4', two, undefined);
    expect([modelGroup.name, position]).toEqual(['gpt', 1]);
  });

  test.each<[given: string, counts: number[], said: string]>([
    ['gpt-4.1=8,claude-sonnet-4-6=32', [32, 8], ''],
    ['gpt=8,CLAUDE=32', [32, 8], 'claude-sonnet-4-6=32,gpt-4.1=8'],
    ['4.1=8,sonnet=32', [32, 8], 'claude-sonnet-4-6=32,gpt-4.1=8'],
    ['32/8', [32, 8], 'claude-sonnet-4-6=32,gpt-4.1=8'],
    ['32,8', [32, 8], 'claude-sonnet-4-6=32,gpt-4.1=8'],
    ['80%/20%', [80, 20], 'so this is of 100'],
    ['gpt=20%,claude=80%', [80, 20], 'so this is of 100'],
    ['78.5% / 21.5% of 1000', [785, 215], 'claude-sonnet-4-6=785,gpt-4.1=215'],
    ['33.4%/66.7% of 3', [1, 2], 'claude-sonnet-4-6=1,gpt-4.1=2'],
  ])('as people write it: %s', (given, counts, said) => {
    const observed = readObserved(given, one, undefined);
    expect(observed.counts).toEqual(counts);
    expect(readAs(given, observed).join()).toContain(said);
    expect(readAs(given, observed)).toHaveLength(said === '' ? 0 : 1);
  });

  test('of several model groups is not guessed', () => {
    const { message, remedy } = failureOf('slow=3,fast=4', two);
    expect(message).toBe('the counts may be of several model groups');
    expect(remedy).toBe('say which one with --model-group: claude, gpt');
    expect(failureOf('3/4', two).message).toBe(message);
    expect(readObserved('slow=3,fast=4', two, 'gpt').counts).toHaveLength(2);
  });

  test.each([
    ['80/20/5', 'there are 2 groups, and 3 counts', 'this order: claude-sonnet-4-6, gpt-4.1'],
    ['80%/30%', 'add up to 110%', 'of all groups'],
    ['80%/20', "'80%' is not a number of requests", 'whole number'],
    ['-4=8,claude=32', "'-4' may be claude-sonnet-4-6 or gpt-4.1", 'more of the name'],
    ['gpt=3,4.1=5,claude=2', "'4.1' is given twice", 'once'],
    ['gpt-4.1=8', 'no count for claude-sonnet-4-6', 'claude-sonnet-4-6=0'],
    ['gpt-4.1=8,claude-sonet-4-6=32', "no group 'claude-sonet-4-6'", 'claude-sonnet-4-6'],
    ['gpt-4.1=8,gpt-4.1=9,claude-sonnet-4-6=32', "'gpt-4.1' is given twice", 'once'],
    ['gpt-4.1=-8,claude-sonnet-4-6=32', "'-8' is not a number of requests", 'whole number'],
    ['gpt-4.1=8.5,claude-sonnet-4-6=32', "'8.5' is not a number of requests", 'whole number'],
    ['gpt-4.1=1e400,claude-sonnet-4-6=32', "'1e400' is not a number of requests", 'whole number'],
    ['gpt-4.1,claude-sonnet-4-6=32', "'gpt-4.1' is not a group=count pair", 'gpt-4.1=8'],
    ['gpt-4.1=0,claude-sonnet-4-6=0', 'all counts are 0', 'observed'],
    ['gpt-4.1=9000000,claude-sonnet-4-6=1', 'more than 1000000', 'shorter period'],
  ])('%s: %s', (given, message, remedy) => {
    const failure = failureOf(given);
    expect(failure.message).toContain(message);
    expect(failure.remedy).toContain(remedy);
    expect(failure.code).toBe(2);
  });

  test('says all that is wrong at once', () => {
    const { message } = failureOf('qwen=8,claude-sonnet-4-6=x');
    for (const part of [
      "'x' is not a number of requests",
      "no group 'qwen'",
      'no count for gpt-4.1',
    ]) {
      expect(message).toContain(part);
    }
  });

  test('of a model group that is not there', () => {
    expect(failureOf('gpt-slow=3,gpt-fast=4', two, 'gtp').remedy).toContain('gpt');
  });
});
