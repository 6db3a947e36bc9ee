import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RecordingReader } from '../../src/litellm/recording.js';
import type { OpenDecisions } from '../../src/litellm/recordings/strategies.js';
import { copyOf } from '../../src/model/copy.js';
import type { Strategy, StrategyModel } from '../../src/model/strategy.js';
import { profileNamed } from '../../src/strategies/lowest-latency/profile.js';
import type { DecisionSettings } from '../../src/worlds/replay/decision.js';
import { DecisionReplay } from '../../src/worlds/replay/decisions.js';

/*
 * What two releases of litellm decided by counts and prices: see test/fixtures/golden/strategies. The
 * candidates of each choice, each call that was let through or refused, and what is kept, by the
 * strategies that `run` has.
 */

const GOLDEN = new URL('../fixtures/golden/strategies/', import.meta.url);
const FILES = ['v1.82.3', 'v1.110.2'].flatMap((version) =>
  readdirSync(new URL(`${version}/`, GOLDEN)).map((file) => `${version}/${file}`),
);

const textOf = (file: string): string =>
  gunzipSync(readFileSync(new URL(file, GOLDEN))).toString('utf8');

type Change = (settings: DecisionSettings) => DecisionSettings;

function replayOf(text: string, change: Change = (settings) => settings): DecisionReplay {
  let replay: DecisionReplay | undefined;
  const reader = new RecordingReader('a recording', undefined, (opened) => {
    const begun = new DecisionReplay(change((opened as OpenDecisions).settings));
    replay = begun;
    return (operation, line) => begun.take(operation as never, line);
  });
  reader.take(text);
  reader.end();
  return replay as DecisionReplay;
}

test.each(FILES)('%s is decided as it was', (file) => {
  const text = textOf(file);
  const { details, mismatches, fields } = replayOf(text);
  expect(details).toEqual([]);
  expect(mismatches).toBe(0);
  const times = (op: string): number => text.split(`"op":"${op}"`).length - 1;
  expect(fields.valid.checked).toBe(times('select'));
  expect(fields.admitted.checked).toBe(times('start'));
  expect(fields.state.checked).toBe(times('state'));
  expect(fields.state.checked).toBeGreaterThan(0);
});

/** A strategy of which something is otherwise. */
const otherwise =
  (change: (strategy: Strategy) => Partial<Strategy>): Change =>
  (settings) => {
    const { model } = settings;
    const create: StrategyModel['create'] = (key, fleet) => {
      const strategy = model.create(key, fleet);
      return Object.assign(Object.create(strategy), change(strategy));
    };
    return { ...settings, model: { ...model, create } };
  };

const limits =
  (by: number): Change =>
  (settings) => ({
    ...settings,
    deployments: settings.deployments.map((deployment) =>
      deployment.rpm === undefined ? deployment : { ...deployment, rpm: deployment.rpm + by },
    ),
  });

describe('a wrong rule is found', () => {
  test.each<[string, string, Change]>([
    ['a choice reserves nothing', 'v1.110.2/lb2', otherwise(() => ({ *chosen() {} }))],
    ['a call is not counted', 'v1.82.3/lb2', otherwise(() => ({ *started() {} }))],
    ['an end is not counted', 'v1.82.3/lb3', otherwise(() => ({ *ended() {} }))],
    [
      'a choice goes by a copy of the map',
      'v1.82.3/c1',
      otherwise((strategy) => ({
        choose: (situation) =>
          strategy.choose({ ...situation, view: copyOf(situation.view) as never }),
      })),
    ],
    ['a limit is one more', 'v1.82.3/u2', limits(1)],
    ['a call is never refused', 'v1.82.3/u3', otherwise(() => ({ *started() {} }))],
    ['tokens are not counted', 'v1.110.2/u1', otherwise(() => ({ *record() {} }))],
    [
      'a choice reads the map of another minute',
      'v1.110.2/c1',
      otherwise((strategy) => ({
        choose: (situation) => strategy.choose({ ...situation, minute: situation.minute + 1 }),
      })),
    ],
    [
      'it goes by the rules of another release',
      'v1.82.3/c1',
      (settings) => ({ ...settings, profile: profileNamed('v1.110.2') }),
    ],
  ])('%s', (_what, file, change) => {
    const found = FILES.find((each) => each.startsWith(file)) as string;
    expect(replayOf(textOf(found), change).mismatches).toBeGreaterThan(0);
  });
});
