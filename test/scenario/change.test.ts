import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { always } from '../../src/kernel/distributions/constant.js';
import { canonical } from '../../src/scenario/canonical.js';
import { type Change, ChangesRefused, change, withChanges } from '../../src/scenario/change.js';
import { overridesOf } from '../../src/scenario/override.js';
import { loggerOf } from '../../src/scenario/presets.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { writeScenario } from '../../src/scenario/write.js';
import { scenarios } from './arbitrary.js';
import { parse, sample, scenarioOf } from './sample.js';

const single = scenarioOf(sample);

/** The same in the form that lists its model groups. */
const list = `modelGroups:
  - name: a
    fleet: { groups: [{ name: a1, deployments: 2, latency: { distribution: constant, value: 1s } }] }
    load: { kind: poisson, rate: 1/s }
  - name: b
    fleet: { groups: [{ name: b1, deployments: 2, latency: { distribution: constant, value: 1s } }] }
    load: { kind: poisson, rate: 1/s }
duration: 300s
`;

const set = (changes: readonly Change[], listed = false) => overridesOf(changes, { listed });

describe('what is written of a change', () => {
  test.each<[Change, string]>([
    [change(['processes', 'count'], 4), 'processes.count=4'],
    [change(['warmup'], 0), 'warmup=0s'],
    [change(['duration'], 3600), 'duration=1h'],
    [change(['duration'], 3600, 's'), 'duration=3600s'],
    [change(['margin'], 0.05), 'margin=5%'],
    [change(['logger'], loggerOf('unlocked')), 'logger=unlocked'],
    [
      change(['logger'], { ...loggerOf('compare-and-set'), retries: 2 }),
      'logger={name: compare-and-set, retries: 2, lease: 10s}',
    ],
    [
      change(['store'], { kind: 'remote', rtt: always(0.5), jitter: 0.1 }, 'ms'),
      'store={kind: remote, rtt: 500ms, jitter: 10%}',
    ],
    [
      change(['dispatch'], { kind: 'flushes', every: 5, phase: 0, stagger: false }),
      'dispatch={kind: flushes, every: 5s}',
    ],
    [
      change(['modelGroups', 0, 'load'], { kind: 'poisson', rate: 2.5 }, 's'),
      'load={kind: poisson, rate: 2.5/s}',
    ],
    [change(['modelGroups', 0, 'groups', 1, 'tokens'], always(7)), 'fleet.groups[1].tokens=7'],
    [change(['modelGroups', 0, 'name'], 'a: b'), 'fleet.modelGroup="a: b"'],
    [
      change(['samples'], { ...single.samples, timeouts: { rate: 0.1, after: 5 } }),
      'samples={kind: chat, stream: 0%, input_tokens: 0, timeouts: {rate: 10%, after: 5s}}',
    ],
  ])('%j: %s', (one, text) => {
    expect(set([one])).toEqual([text]);
  });

  test('in a scenario that lists its model groups, names them', () => {
    const changes = [
      change(['modelGroups', 1, 'groups', 0, 'rpm'], 60),
      change(['modelGroups', 1, 'name'], 'c'),
    ];
    expect(set(changes, true)).toEqual([
      'modelGroups[1].fleet.groups[0].rpm=60',
      'modelGroups[1].name=c',
    ]);
  });

  test.each<[Change]>([
    [change(['modelGroups'], [])],
    [change(['title'], 'prose')],
    [change(['modelGroups', 0, 'groups'], [])],
  ])('is nothing where --set would take a whole list, or prose: %j', (one) => {
    expect(() => set([one])).toThrow('no --set can say');
  });
});

describe('a changed scenario', () => {
  test('shares what is not changed, and leaves the one before alone', () => {
    const after = withChanges(single, [change(['router', 'ttl'], 5)]);
    expect(after.router).toEqual({ ...single.router, ttl: 5 });
    expect(after.modelGroups).toBe(single.modelGroups);
    expect(single.router.ttl).toBe(3600);
  });

  test('keeps a field whose change has no value', () => {
    const changes = [change(['requests'], undefined)];
    expect(withChanges(single, changes)).toBe(single);
    expect(set(changes)).toEqual([]);
  });

  test.each([
    { path: ['modelGroups', 7, 'load'] },
    { path: ['samples', 'timeouts', 'rate'] },
    { path: ['duration', 'x'] },
  ])('is none where the path leads nowhere: $path', ({ path }) => {
    expect(() => withChanges(single, [{ path, value: 1 }])).toThrow(RangeError);
  });

  test.each<[string, readonly Change[]]>([
    ['a warm-up that never ends', [change(['warmup'], 300)]],
    [
      'too many maps',
      [
        change(['modelGroups', 0, 'groups', 0, 'deployments'], 100_000),
        change(['processes', 'count'], 100_000),
      ],
    ],
    ['streams of unknown speed', [change(['samples', 'stream'], 0.5)]],
    ['two of one name', [change(['modelGroups', 0, 'groups', 0, 'name'], 'fast')]],
  ])('is refused as when it is read: %s', (_, changes) => {
    sameAsRead(single, sample, false, changes);
    expect(() => withChanges(single, changes)).toThrow(ChangesRefused);
  });

  test('is refused as when it is read: two model groups of one name', () => {
    const changes = [change(['modelGroups', 1, 'name'], 'a')];
    sameAsRead(scenarioOf(list), list, true, changes);
    expect(() => withChanges(scenarioOf(list), changes)).toThrow(ChangesRefused);
  });

  test('is what reading it again gives, whatever is changed', () => {
    const cases = fc.tuple(scenarios, scenarios).chain(([scenario, other]) =>
      fc.record({
        scenario: fc.constant(scenario),
        changes: fc.shuffledSubarray(changesFrom(scenario, other)),
      }),
    );
    fc.assert(
      fc.property(cases, fc.constantFrom(undefined, 'ms', 's'), ({ scenario, changes }, unit) => {
        const listed = scenario.modelGroups.length > 1;
        const inUnit = changes.map((one) => (unit === undefined ? one : { ...one, unit }));
        sameAsRead(scenario, writeScenario(scenario), listed, inUnit);
      }),
      { numRuns: 40 },
    );
  });
});

/** Changes to all that another scenario has, as far as this one has it too. */
function changesFrom({ modelGroups }: Scenario, other: Scenario): Change[] {
  const { samples, processes, router, logger } = other;
  const [theirs] = other.modelGroups;
  const of = <T extends object>(path: (string | number)[], part: T | undefined): Change[] =>
    Object.entries(part ?? {}).map(([key, value]) => ({ path: [...path, key], value }));
  const keys = ['duration', 'warmup', 'requests', 'samples', 'dispatch', 'store', 'seed'] as const;
  return [
    ...keys.map((key) => change([key], other[key])),
    change(['processes'], { ...processes, count: 3 }),
    { path: ['router'], value: { ...router, ttl: other.duration, lowest_latency_buffer: 1e-7 } },
    change(['logger'], { ...logger, name: './my, fix.mjs', lease: other.duration }),
    change(['margin'], other.margin),
    ...of(['samples'], { kind: samples.kind, stream: samples.stream }),
    ...modelGroups.flatMap(({ groups }, m) => [
      change(['modelGroups', m, 'load'], theirs?.load),
      ...groups.flatMap((_, g) => of(['modelGroups', m, 'groups', g], theirs?.groups[0])),
    ]),
  ];
}

/** Reading a text with what is written of changes gives the scenario with these changes. */
function sameAsRead(
  scenario: Scenario,
  text: string,
  listed: boolean,
  changes: readonly Change[],
): void {
  const read = parse(text, set(changes, listed));
  const changed = outcome(() => withChanges(scenario, changes));
  if (!read.ok) {
    expect(changed).toBeInstanceOf(ChangesRefused);
    expect(messagesOf((changed as ChangesRefused).faults)).toEqual(messagesOf(read.problems));
    return;
  }
  // Expectations know their places, which are those of the text.
  expect({ ...read.scenario, expect: null }).toEqual({ ...changed, expect: null });
  expect(canonical(read.scenario)).toBe(canonical(changed as Scenario));
}

function messagesOf(problems: readonly { readonly message: string }[]): string[] {
  return [...new Set(problems.map(({ message }) => message))].sort();
}

function outcome(make: () => Scenario): Scenario | ChangesRefused {
  try {
    return make();
  } catch (error) {
    if (error instanceof ChangesRefused) return error;
    throw error;
  }
}
