import { describe, expect, test } from 'vitest';
import type { WholeDiagnosis } from '../../../src/studies/diagnose/beside-routing.js';
import { type Diagnosis, diagnosing } from '../../../src/studies/diagnose/diagnosis.js';
import type { Mechanism } from '../../../src/studies/diagnose/mechanism.js';
import { MECHANISMS } from '../../../src/studies/diagnose/mechanisms.js';
import { type Treated, treating } from '../../../src/studies/diagnose/remedies.js';
import type { Study } from '../../../src/studies/study.js';
import { type CarryOut, carryOut, driven } from '../drive.js';
import { subjectFor, TOKENS_KNOWN } from './calibration.js';

const subject = subjectFor('issue-24720-in-process', TOKENS_KNOWN);
const LUCK = { seed: 1, replications: 20 };

/** Nothing is recorded. */
const BLIND = driven(diagnosing(subject, [31, 29], LUCK));

function treated(diagnosis: Diagnosis, each?: CarryOut): Treated {
  // biome-ignore lint/correctness/useYield: what is known asks for no jobs.
  const known = function* (): Study<WholeDiagnosis> {
    return { notRouting: null, judged: [31, 29], diagnosis };
  };
  return driven(treating(known(), subject, LUCK), each);
}

const named = (name: string) => MECHANISMS.find((one) => one.name === name) as Mechanism;

describe('what to change where nothing is recorded', () => {
  const { remedies } = treated(BLIND);
  const of = (word: string, mechanism = 'samples not recorded') =>
    remedies?.tried.find(
      ({ remedy, mechanism: { name } }) => name === mechanism && remedy.does.includes(word),
    );

  test('records, and the fast ones get what they should', () => {
    const fast = of('/chat/completions')?.shares[1];
    expect(fast?.mean).toBeGreaterThan(0.7);
    expect(fast?.ci95?.[0]).toBeGreaterThan(remedies?.asItIs.shares[1]?.ci95?.[1] ?? 1);
    expect(of('upgrade')?.remedy.line).toBe('litellm>=1.109.0');
  });

  test('is no lock: with one it is as it was, to the last request', () => {
    const { shares, latency_s } = of('lock') ?? {};
    expect({ shares, latency_s }).toEqual({
      shares: remedies?.asItIs.shares,
      latency_s: remedies?.asItIs.latency_s,
    });
  });

  test('depends on what is the matter, and each is simulated under its own mechanism', () => {
    expect(of('where it is read', 'strategy not in force')?.remedy.line).toBe(
      'router_settings.routing_strategy: latency-based-routing',
    );
    expect(remedies?.asItIs.mechanism.name).toBe('samples not recorded');
  });

  test('has the shortest latency first', () => {
    const means = remedies?.tried.map(({ latency_s }) => latency_s.mean) ?? [];
    expect(means).toEqual([...means].sort((a, b) => a - b));
    expect(means.length).toBeGreaterThan(4);
  });
});

test('where nothing explains the split, nothing is advised', () => {
  const none = { ...BLIND, rows: [], otherStore: [], outcome: 'none' } as const;
  expect(treated(none)).toMatchObject({ diagnosis: none, remedies: null });
});

test('on a latency that nobody has measured no change is simulated', () => {
  const guessed = { ...BLIND, unmeasured: [1] };
  expect(treated(guessed).remedies).toBeNull();
});

test('stopped among the remedies, it says that it is not all', () => {
  const before: CarryOut = (job) =>
    'label' in job && job.label === 'remedies' ? undefined : carryOut(job);
  expect(treated(BLIND, before)).toMatchObject({ diagnosis: { partial: true }, remedies: null });
});

describe('a release that records', () => {
  const upgraded = (...providers: readonly ('anthropic' | 'openai')[]) =>
    named('samples not recorded').remedies?.({ ...subject, providers })[0];

  test('is the one for those who serve', () => {
    expect(upgraded('anthropic', 'anthropic')).toMatchObject({
      does: 'upgrade LiteLLM, which records since 1.89.0',
      line: 'litellm>=1.89.0',
    });
    expect(upgraded('openai', 'anthropic')?.does).toContain(
      '1.89.0 for anthropic, 1.109.0 for openai',
    );
  });

  test('records answers of openai as those of the Responses API', () => {
    const [, , second] = upgraded('anthropic', 'openai')?.changes ?? [];
    expect(upgraded('anthropic', 'openai')?.changes).toContainEqual({
      path: ['modelGroups', 0, 'groups', 1, 'samples', 'kind'],
      value: expect.objectContaining({ responses: 1 }),
    });
    expect(second).toBeDefined();
  });
});

test('every line is one that LiteLLM reads: an option, a requirement, or a setting of its file', () => {
  const lines = MECHANISMS.flatMap(
    (mechanism) => mechanism.remedies?.(subject).flatMap(({ line }) => line ?? []) ?? [],
  );
  for (const line of lines) {
    expect(line).toMatch(
      /^(--num_workers \d+|litellm>=1\.\d+\.\d+|(router_settings|general_settings|litellm_params)\.[a-z_.]+: \S.*)$/,
    );
  }
});
