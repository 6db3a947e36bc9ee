import { describe, expect, test } from 'vitest';
import { circumstancesOf, withoutLatency } from '../../../src/studies/diagnose/circumstances.js';
import { diagnosing } from '../../../src/studies/diagnose/diagnosis.js';
import {
  type Evidence,
  type LogEvidence,
  NO_EVIDENCE,
} from '../../../src/studies/diagnose/evidence.js';
import type { Subject } from '../../../src/studies/diagnose/subject.js';
import { driven } from '../drive.js';
import { SMALL, subjectFor } from './calibration.js';

const subject = subjectFor('issue-24720-in-process', SMALL);
const leastBusy = subjectFor('issue-24720-in-process', [...SMALL, 'router.strategy=least-busy']);
const [slow, fast] = subject.modelGroup.groups.map(({ name }) => name);

/** A log in which each group's deployment takes so long; null: it has no answer. */
function logOf(...latencies_s: readonly (number | null)[]): Evidence {
  const deployments = latencies_s.map((latency_s, group) => {
    return { group, requests: 10, failures: 0, latency_s };
  });
  return {
    ...NO_EVIDENCE,
    log: {
      deployments,
      groups: [],
      course: { window_s: 15, windows: [] },
    } as unknown as LogEvidence,
  };
}

const placeholder = (line: string): Subject => ({
  ...subject,
  scenario: { ...subject.scenario, assumes: [line] },
});

describe('whether the map was warm', () => {
  test('is not in doubt without a log: the scenario says it', () => {
    expect(circumstancesOf(subject, 60, NO_EVIDENCE)).toEqual([[]]);
    const warm = subjectFor('issue-24720-in-process', [...SMALL, 'warmup=10s']);
    expect(circumstancesOf(warm, 60, logOf(1, 1))).toEqual([[]]);
  });

  test.each([
    [60, 60],
    [5000, 150],
  ])(
    'is tried both ways before %s requests of a log: %s s, no more than half a ttl',
    (requests, warmup_s) => {
      const [warm, cold] = circumstancesOf(subject, requests, logOf(1, 1));
      expect(warm).toMatchObject([{ path: ['warmup'], value: warmup_s }]);
      expect(cold).toEqual([]);
    },
  );

  test('makes no difference to a strategy that reads no latencies', () => {
    expect(circumstancesOf(leastBusy, 60, logOf(1, 1))).toEqual([[]]);
  });
});

describe('a group whose latency nobody has measured', () => {
  test('has no answer in the log, or a placeholder in the scenario', () => {
    expect(withoutLatency(subject, NO_EVIDENCE)).toEqual([]);
    expect(withoutLatency(subject, logOf(1, null))).toEqual([1]);
    const noted = placeholder(`PLACEHOLDER latencies, not measured: other, ${slow} (no answers)`);
    expect(withoutLatency(noted, NO_EVIDENCE)).toEqual([0]);
    const both = placeholder(`PLACEHOLDER latencies, not measured: ${slow}, ${fast}`);
    expect(withoutLatency(both, NO_EVIDENCE)).toEqual([0, 1]);
  });

  test('is tried faster and slower where the router does not go by latencies', () => {
    const all = circumstancesOf(leastBusy, 60, logOf(1, null));
    expect(all.map((one) => one.map(({ path }) => path.slice(-2)))).toEqual([
      [],
      [[1, 'latency']],
      [[1, 'latency']],
    ]);
  });

  test('leaves everything undecided where it does', () => {
    const few = { seed: 1, replications: 5 };
    const blind = driven(diagnosing(subject, [5, 5], few, logOf(1, null)));
    expect(blind).toMatchObject({ outcome: 'no-latency', unmeasured: [1], experiment: null });
  });

  test('leaves the answer to a strategy that does not depend on it', () => {
    const set = [...SMALL, 'router.strategy=simple-shuffle'];
    const shuffle = subjectFor('issue-24720-in-process', set);
    const unmeasured = {
      ...shuffle,
      scenario: {
        ...shuffle.scenario,
        assumes: [`PLACEHOLDER latencies, not measured: ${slow}, ${fast}`],
      },
    };
    const few = { seed: 1, replications: 20 };
    const { outcome, rows } = driven(diagnosing(unmeasured, [20, 20], few));
    expect(outcome).toBe('decided');
    const leading = rows.filter((row) => row.leading).flatMap(({ members }) => members);
    expect(leading.map(({ prediction }) => prediction.mechanism.name)).toContain(
      'routing as it should be',
    );
  });
});
