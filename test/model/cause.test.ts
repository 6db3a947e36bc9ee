import { expect, test } from 'vitest';
import { CAUSES, type Cause, describedCause, type Examined } from '../../src/model/cause.js';

/** What was examined, with commands that say what they were asked for. */
const examined = (more: Partial<Examined> = {}): Examined => ({
  run: (...options) => `run ${options.map((option) => option.join(' ')).join(' ')}`,
  longer: (times) => `longer ${times}`,
  compare: (...loggers) => `compare ${loggers.join(' ')}`,
  explore: 'explore',
  recorded: [['--samples', 'chat']],
  recordedFrom: '1.89.0',
  logger: 'unlocked',
  retries: 64,
  ttl_s: 3600,
  loggedAtOnce: false,
  processesShareStore: false,
  samples: { lost: 10, lostAfterExpiry: 0 },
  ...more,
});

const reading = 'compare-and-set atomic';

test.each<[Cause, Partial<Examined>, string | undefined]>([
  ['unavailable', {}, undefined],
  ['never-sent-to', {}, 'longer 4'],
  ['in-flight', {}, 'longer 4'],
  ['waiting-to-be-logged', {}, 'run --set dispatch={kind: immediate}'],
  ['waiting-to-be-logged', { loggedAtOnce: true }, 'compare locked atomic'],
  ['not-recordable', {}, 'run --samples chat'],
  ['abandoned', {}, 'compare atomic'],
  ...(
    [
      [0, 4],
      [1, 4],
      [64, 256],
      [250_000, 1_000_000],
      [1_000_000, 1_000_000],
    ] as const
  ).map(([retries, more]): [Cause, Partial<Examined>, string] => [
    'abandoned',
    { logger: 'compare-and-set', retries },
    `run --set logger={name: compare-and-set, retries: ${more}}`,
  ]),
  ['lost', {}, 'compare unlocked locked atomic'],
  ['lost', { processesShareStore: true }, `compare locked-distributed ${reading}`],
  ['lost', { samples: { lost: 10, lostAfterExpiry: 5 } }, 'compare unlocked locked atomic'],
  ['lost', { samples: { lost: 10, lostAfterExpiry: 6 } }, 'run --set router.ttl=36000s'],
  [
    'lost',
    { samples: { lost: 10, lostAfterExpiry: 6, neverStored: 5 } },
    'run --set router.ttl=36000s',
  ],
  ['lost', { samples: { lost: 10, lostAfterExpiry: 6, neverStored: 6 } }, 'explore'],
  ['expired', { ttl_s: 0.1 }, 'run --set router.ttl=1s'],
  ['expired', { ttl_s: 60.3 }, 'run --set router.ttl=603s'],
  ['stale', {}, `compare ${reading}`],
  ['placeholder-or-uncounted', {}, 'run --samples chat'],
  ['within-buffer', {}, 'run --set router.lowest_latency_buffer=0'],
  ['lowest-on-record', {}, 'run --by deployment'],
])('against %s, %o: %s', (cause, more, command) => {
  const advice = describedCause(cause).against(examined(more));
  expect(advice.command).toBe(command);
  expect(advice.says).toMatch(command === undefined ? /\.$/ : /:$/);
});

test('every cause has a name of its own, by which it is found', () => {
  expect(new Set(CAUSES).size).toBe(CAUSES.length);
  for (const cause of CAUSES) expect(describedCause(cause).name).toBe(cause);
});
