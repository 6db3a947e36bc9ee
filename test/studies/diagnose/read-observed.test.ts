import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { readObserved } from '../../../src/studies/diagnose/read-observed.js';
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

  test.each([
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
    const { message } = failureOf('gpt=8,claude-sonnet-4-6=x');
    for (const part of [
      "'x' is not a number of requests",
      "no group 'gpt'",
      'no count for gpt-4.1',
    ]) {
      expect(message).toContain(part);
    }
  });

  test('of a model group that is not there', () => {
    expect(failureOf('gpt-slow=3,gpt-fast=4', two, 'gtp').remedy).toContain('gpt');
  });
});
