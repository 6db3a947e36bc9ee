import { describe, expect, test } from 'vitest';
import { DeploymentIndex } from '../../../src/model/fleet.js';
import { Fate, type MissingFate } from '../../../src/model/knowledge.js';
import { Averaging } from '../../../src/strategies/lowest-latency/average.js';
import { causeOf } from '../../../src/strategies/lowest-latency/explain.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
  type Sample,
} from '../../../src/strategies/lowest-latency/latency-map.js';
import { profile } from '../../worlds/simulate/experiments.js';

const INDEX = new DeploymentIndex(['slow', 'fast', 'faster']);
const averaging = new Averaging(profile('v1.82.3'));

interface Case {
  /** By position: of the chosen one, and of two of the fastest group; undefined: not in the map. */
  readonly lists: readonly (readonly Sample[] | undefined)[];
  readonly ttfts?: readonly (readonly number[])[];
  /** Positions that a limit excludes. */
  readonly excluded?: readonly number[];
  readonly fates?: readonly MissingFate[];
  readonly buffer?: number;
  readonly view?: 'none';
}

function cause({ lists, ttfts, excluded = [], fates = [], buffer = 0, view: none }: Case) {
  const view = new LatencyMap(INDEX);
  const averages = INDEX.ids.map((_, position) => {
    const list = lists[position];
    const stats = new DeploymentStats(list ?? [PLACEHOLDER], ttfts?.[position]);
    if (list !== undefined) view.put(position, stats);
    return excluded.includes(position) ? Number.NaN : averaging.of(stats, ttfts !== undefined);
  });
  const choice: Parameters<typeof causeOf>[0] = {
    view: none ? undefined : view,
    chosen: 0,
    fastest: [1, 2],
    stream: ttfts !== undefined,
    missing: (position) => fates[position] ?? Fate.stale,
  };
  return causeOf(choice, { ranking: { averages, lowest: 0, bar: 0 }, averaging }, buffer);
}

const COUNTED = { timedelta_s: 5 };

describe('why a slower one was chosen', () => {
  test.each<[string, string, Case]>([
    [
      'unavailable',
      'none of the fastest is under its limits',
      { lists: [[1], [1], [1]], excluded: [1, 2] },
    ],
    [
      'never-sent-to',
      'the earliest stage of those that have no sample',
      { lists: [[1], undefined, undefined], fates: [Fate.stale, Fate.lost, Fate.neverSentTo] },
    ],
    [
      'in-flight',
      'in whatever order they come',
      { lists: [[1], undefined, [PLACEHOLDER]], fates: [Fate.stale, Fate.inFlight, Fate.lost] },
    ],
    [
      'in-flight',
      'a placeholder is no sample',
      { lists: [[1], undefined, [PLACEHOLDER]], fates: [Fate.stale, Fate.lost, Fate.inFlight] },
    ],
    [
      'lost',
      'one that is over its limits does not count',
      {
        lists: [[1], undefined, undefined],
        excluded: [1],
        fates: [Fate.stale, Fate.inFlight, Fate.lost],
      },
    ],
    [
      'expired',
      'one of them has none',
      { lists: [[1], [1], undefined], fates: [Fate.lost, Fate.lost, Fate.expired] },
    ],
    [
      'abandoned',
      'there is no map',
      { lists: [], view: 'none', fates: [Fate.lost, Fate.abandoned, Fate.stale] },
    ],
    [
      'not-recordable',
      'the chosen one has none',
      { lists: [undefined, [1], [1]], fates: [Fate.notRecordable] },
    ],
    [
      'waiting-to-be-logged',
      'or a placeholder',
      { lists: [[PLACEHOLDER], [1], [1]], fates: [Fate.waiting] },
    ],
    ['stale', 'stored and not seen', { lists: [undefined, [1], [1]], fates: [Fate.stale] }],
    ['placeholder-or-uncounted', 'nothing of it is summed', { lists: [[COUNTED], [1], [1]] }],
    [
      'placeholder-or-uncounted',
      'nor anything of the fastest',
      { lists: [[COUNTED], [COUNTED], [COUNTED]] },
    ],
    [
      'placeholder-or-uncounted',
      'what is not summed makes it look lower',
      { lists: [[3, COUNTED, COUNTED], [2], [2]] },
    ],
    [
      'placeholder-or-uncounted',
      'by the least of the fastest',
      { lists: [[3, COUNTED, COUNTED], [4], [2]] },
    ],
    [
      'within-buffer',
      'it averages more than the least of the fastest',
      { lists: [[2.2], [3], [2]], buffer: 0.1 },
    ],
    ['within-buffer', 'at the very edge of the buffer', { lists: [[3], [2], [2]], buffer: 0.5 }],
    ['lowest-on-record', 'it averages less', { lists: [[1], [2], [3]] }],
    ['lowest-on-record', 'or as much', { lists: [[2], [3], [2]] }],
    [
      'lowest-on-record',
      'of a stream by the first token',
      { lists: [[9], [1], [1]], ttfts: [[1], [2], [2]] },
    ],
  ])('%s: %s', (expected, _, one) => {
    expect(cause(one)).toBe(expected);
  });
});
