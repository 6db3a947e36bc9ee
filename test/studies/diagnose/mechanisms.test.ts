import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { listShipped } from '../../../src/files/read.js';
import { canonical } from '../../../src/scenario/canonical.js';
import { ChangesRefused, change } from '../../../src/scenario/change.js';
import { KINDS } from '../../../src/scenario/kinds.js';
import type { LoadedScenario } from '../../../src/scenario/loaded.js';
import { overridesOf } from '../../../src/scenario/override.js';
import { parseScenario } from '../../../src/scenario/parse.js';
import { changed } from '../../../src/studies/diagnose/change-set.js';
import { proposals } from '../../../src/studies/diagnose/experiments.js';
import type { Grid, Point } from '../../../src/studies/diagnose/mechanism.js';
import { MECHANISMS } from '../../../src/studies/diagnose/mechanisms.js';
import { readsLatencies, rightRouting } from '../../../src/studies/diagnose/right.js';
import { scenarioUnder, subjectOf } from '../../../src/studies/diagnose/subject.js';
import { type Variant, variantOf } from '../../../src/studies/diagnose/variant.js';
import { WITHOUT_LATENCIES } from '../../../src/studies/diagnose/without-latencies.js';
import { subjectFor } from './calibration.js';

const standingsOf = (scenario: string, set: readonly string[] = []) => {
  const subject = subjectFor(scenario, set);
  return Object.fromEntries(MECHANISMS.map((one) => [one.name, one.standing(subject)]));
};
const kindOf = (scenario: string, name: string, set: readonly string[] = []) =>
  standingsOf(scenario, set)[name]?.kind;

const STORE_NOW = "lost updates (the scenario's store)";
const STORE_REMOTE = 'lost updates (a remote store)';
const FLUSHES = 'lost updates (concurrent flushes)';
const TIERED = 'tiered Redis overwriting';

describe('right routing', () => {
  test('of a scenario that is nearly so changes only the profile', () => {
    const right = rightRouting(subjectFor('issue-24720-in-process'));
    expect(overridesOf(right, { listed: false })).toEqual(['router.profile=v1.110.2']);
  });

  test('undoes every fault that a scenario has', () => {
    const faults = ['samples.kind=no-usage', 'processes.count=4', 'fleet.groups[0].tokens=400'];
    const subject = subjectFor('16x4', faults);
    const scenario = scenarioUnder(subject, rightRouting(subject));
    expect(scenario).toMatchObject({
      dispatch: { kind: 'immediate' },
      logger: { name: 'locked' },
      processes: { count: 1 },
      samples: { kind: { chat: 1 } },
      router: { profile: 'v1.110.2', ttl: 300 },
      store: { kind: 'remote' },
    });
    const [slow, fast] = scenario.modelGroups[0]?.groups ?? [];
    // (16 x 400 + 4 x 1) / 20, for both: seconds per token are seconds again.
    expect([slow?.tokens, fast?.tokens]).toEqual([
      { distribution: 'constant', value: 320 },
      { distribution: 'constant', value: 320 },
    ]);
  });
});

describe('where a mechanism stands', () => {
  test.each([
    ['issue-24720-in-process', STORE_NOW, 'impossible'],
    ['issue-24720-in-process', STORE_REMOTE, 'other-store'],
    ['issue-24720-in-process', FLUSHES, 'other-store'],
    ['issue-24720-in-process', TIERED, 'other-store'],
    ['issue-24720-in-process', 'many processes', 'possible'],
    ['16x4', STORE_NOW, 'possible'],
    ['16x4', STORE_REMOTE, 'covered'],
    ['16x4', FLUSHES, 'possible'],
    ['16x4', 'many processes', 'other-store'],
    ['tiered-redis', STORE_NOW, 'impossible'],
    ['tiered-redis', TIERED, 'possible'],
    ['slow-store-locked', STORE_NOW, 'impossible'],
    ['slow-store-locked', FLUSHES, 'impossible'],
  ])('%s: %s is %s', (scenario, name, kind) => {
    expect(kindOf(scenario, name)).toBe(kind);
  });

  test('a lock of one process does not protect a store that several share', () => {
    const several = ['processes.count=2'];
    expect(kindOf('slow-store-locked', STORE_NOW, several)).toBe('possible');
    const distributed = [...several, 'logger=locked-distributed'];
    expect(kindOf('slow-store-locked', STORE_NOW, distributed)).toBe('impossible');
  });

  test('v1.110.2 neither freezes its window nor counts what it does not sum', () => {
    const head = ['router.profile=v1.110.2'];
    for (const name of ['frozen window', 'samples not counted']) {
      expect(kindOf('issue-24720-in-process', name)).toBe('possible');
      expect(kindOf('issue-24720-in-process', name, head)).toBe('impossible');
    }
  });

  test('what the scenario knows is no free parameter', () => {
    const points = (scenario: string, name: string, set: readonly string[] = []) => {
      const standing = standingsOf(scenario, set)[name];
      return standing !== undefined && 'points' in standing
        ? standing.points.map(({ parameter }) => parameter)
        : [];
    };
    expect(points('16x4', FLUSHES)).toEqual(['flush every 5s']);
    expect(points('many-processes', 'many processes')).toEqual(['8 processes']);
    expect(points('per-token-inversion', 'per-token normalisation')).toEqual([
      "the scenario's tokens",
    ]);
    const alike = [0, 1].map((g) => `fleet.groups[${g}].tokens=200`);
    expect(points('16x4', 'per-token normalisation').length).toBeGreaterThan(3);
    expect(points('16x4', 'per-token normalisation', alike)).toEqual([]);
    expect(points('issue-24720-in-process', 'many processes').length).toBeGreaterThan(3);
    const part = ['samples.kind={chat: 0.9, not-recorded: 0.1}'];
    expect(points('16x4', 'samples not recorded', part)).toEqual(['10% of the samples']);
  });
});

describe('the variants of each mechanism', () => {
  const shipped = listShipped().flatMap(({ name }) =>
    loadScenario(name).scenario.modelGroups.map((group, position) => ({
      name,
      group: group.name,
      position,
    })),
  );
  const luck = { seed: 1, replications: 1 };

  /** What the printed arguments say is what was simulated. */
  function runsAsPrinted(loaded: LoadedScenario, { scenario, settings }: Variant): void {
    const set = [...overridesOf(settings, loaded), 'seed=1', 'seeds=1'];
    const kinds = { ...KINDS, expectations: [] };
    const again = parseScenario(loaded.source.text, { file: loaded.source.file, set, kinds });
    expect(again.ok && again.scenario).toEqual(scenario);
    expect(again.ok && canonical(again.scenario)).toBe(canonical(scenario));
  }

  test.each(shipped)(
    'least, middle and largest, on $name ($group), are what their arguments say',
    ({ name, position }) => {
      const loaded = loadScenario(name);
      const subject = subjectOf(loaded, position);
      const right = rightRouting(subject);
      const pointsOf = ({ points, between }: Grid) => {
        const [least, next] = points as [Point, Point?];
        const middle = next === undefined ? undefined : between(least, next);
        return [...new Set([least, middle, points.at(-1)])].filter((point) => point !== undefined);
      };
      for (const mechanism of readsLatencies(subject) ? MECHANISMS : WITHOUT_LATENCIES) {
        const standing = mechanism.standing(subject);
        if (!('points' in standing)) continue;
        const points = pointsOf(standing);
        const remedies = mechanism.remedies?.(subject) ?? [];
        const all = [
          ...points.map(({ changes }) => changed(right, changes)),
          ...remedies.map(({ changes }) =>
            changed(changed(right, points[0]?.changes ?? []), changes),
          ),
        ];
        for (const settings of all) {
          const variant = variantOf(subject, settings, 100, luck);
          expect(variant?.experiment.requestLimit).toBe(100);
          runsAsPrinted(loaded, variant as Variant);
        }
      }
      for (const { changes, requests } of proposals(subject, 100, true)) {
        const variant = variantOf(subject, changed(right, changes), requests, luck);
        runsAsPrinted(loaded, variant as Variant);
      }
    },
  );

  test('of a scenario in the list form name its own model group', () => {
    const loaded = loadScenario('two-model-groups', {
      set: ['modelGroups[1].fleet.groups[0].tokens=9'],
    });
    const right = overridesOf(rightRouting(subjectOf(loaded, 1)), loaded);
    expect(right).toContain('modelGroups[1].fleet.groups[1].tokens=7');
  });
});

test('processes that are too many for the fleet are refused, with all that was changed', () => {
  const subject = subjectFor('issue-24720-in-process', [
    'fleet.groups[0].deployments=100000',
    'fleet.groups[1].deployments=100000',
  ]);
  const many = changed(rightRouting(subject), [change(['processes', 'count'], 51)]);
  const luck = { seed: 1, replications: 1 };
  const refused = (() => {
    try {
      return variantOf(subject, many, 10, luck);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(ChangesRefused);
  const { message, changes } = refused as ChangesRefused;
  expect(message).toMatch(/^51 processes × 200000 deployments are too many/);
  expect(overridesOf(changes, { listed: false })).toContain('processes.count=51');
});

test('every mechanism is explained in two sentences', () => {
  for (const { name, explanation, lookAt } of [...MECHANISMS, ...WITHOUT_LATENCIES]) {
    expect([name, explanation.match(/[.](?= [A-Z]|$)/g)?.length]).toEqual([name, 2]);
    expect(lookAt).not.toBe('');
  }
});
