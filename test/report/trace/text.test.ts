import { expect, it, test } from 'vitest';
import { PLAIN, type Style } from '../../../src/report/kit/style.js';
import { textNoLoss, textTrace } from '../../../src/report/trace/text.js';
import type { HeldEntry, LossRow } from '../../../src/worlds/simulate/chronicle.js';
import type { CallEvent, LostUpdate } from '../../../src/worlds/simulate/lost-update.js';

const LONG = 'us.anthropic.claude-sonnet-4-20250514-v1:0-second-account/01';

const event = (t: number, whose: CallEvent['whose'], more: Partial<CallEvent>): CallEvent => ({
  t,
  whose,
  effect: 'write',
  object: 'claude_map',
  where: 'shared',
  samples: null,
  ...more,
});
const LOSS: LostUpdate = {
  replication: 0,
  nth: 1,
  t: 5.004,
  victim: { modelGroup: 'claude', request: 35 },
  overwriter: { modelGroup: 'claude', request: 18 },
  deployment: 'slow/11',
  copy: 'shared',
  afterExpiry: false,
  victimProcess: 0,
  overwriterProcess: 0,
  overwriterDeployment: 'slow/16',
  events: [
    event(5, 'victim', { effect: 'log', object: 'slow/11', where: 'process' }),
    event(5, 'overwriter', { effect: 'log', object: 'slow/16', where: 'process' }),
    event(5.001, 'overwriter', { effect: 'read' }),
    event(5.002, 'victim', { effect: 'read' }),
    event(5.003, 'victim', { samples: 1 }),
    event(5.004, 'overwriter', { samples: 0 }),
  ],
  unknownTo: 440,
  seenFirst: 0,
  knownAgain_s: 180.004,
  restored_s: null,
  rows: [],
};
const held = (...entries: Partial<HeldEntry>[]) => ({
  deployments: entries.filter(({ samples }) => samples !== 0).length,
  samples: entries.length,
  entries: entries.map((one) => ({
    deployment: 'slow/11',
    samples: 1,
    newest_s: 1.61,
    isNew: false,
    lost_s: [],
    ...one,
  })),
  lostElsewhere: 0,
});
const row = (event: number, more: Partial<LossRow> = {}): LossRow => ({
  event,
  t: LOSS.events[event]!.t,
  others: 0,
  loses: false,
  held: held(),
  read: null,
  ...more,
});
const NOTHING = { deployments: 0, samples: 0, ofDeployment: 0 };
const ROWS: readonly LossRow[] = [
  row(0),
  row(1),
  row(2, { read: NOTHING }),
  row(3, { read: NOTHING }),
  row(4, { held: held({ isNew: true }) }),
  row(5, {
    loses: true,
    held: held(
      { samples: 0, newest_s: null, lost_s: [1.61] },
      { deployment: 'slow/16', isNew: true, newest_s: 2.06 },
    ),
  }),
];
const RUN = {
  tool: { name: 'latsim', version: '0.0.0' },
  scenario: { name: '16x4', hash: '60db79bff12a' },
  logger: 'unlocked',
  seed: 1,
  dispatch: 'concurrent flushes every 5s',
  modelGroups: 1,
} as const;
const NEXT = [{ says: 'What it costs:', command: `latsim run '${LONG}.yaml' --logger '${LONG}'` }];
const told = (loss: Partial<LostUpdate> = {}, verbose = false, style: Style = PLAIN) =>
  textTrace({ ...LOSS, rows: ROWS, ...loss }, RUN, { next: NEXT, verbose }, style);
/** Marks each word that is red. Like what paints a terminal, it would take more than a text. */
const red = (...texts: string[]) => texts.join(' ').replaceAll(/\S+/g, '!$&');
const said = (text: string) => text.replaceAll(/\s+/g, ' ');
const widest = (text: string) =>
  Math.max(
    ...text
      .split('\n')
      .filter((line) => !line.startsWith('    latsim '))
      .map((line) => [...line].length),
  );

it('says what it cost, and tells its steps once', () => {
  expect(told()).toMatchInlineSnapshot(`
    "Request 18 overwrites the sample of request 35 for slow/11: it stays unknown for
    175 s (440 requests).

    Lost update 1 of 16x4 with unlocked, replication 0. Logging: concurrent flushes
    every 5s. Times are ms from 5.000000 s; a sample is shown by how long its answer
    took.
         ms  who         does                         in the store
      0.000  request 35  logs its sample of slow/11   nothing
      0.000  request 18  logs its sample of slow/16   nothing
      1.000  request 18  reads claude_map: no sample  nothing
      2.000  request 35  reads claude_map: no sample  nothing
      3.000  request 35  writes claude_map            slow/11: 1.61 s
      4.000  request 18  writes claude_map            slow/16: 2.06 s
                         overwrites the sample of     slow/11: 1.61 s <- overwritten
                         request 35

    Next: What it costs:
        latsim run 'us.anthropic.claude-sonnet-4-20250514-v1:0-second-account/01.yaml' --logger 'us.anthropic.claude-sonnet-4-20250514-v1:0-second-account/01'

    latsim 0.0.0 · 16x4 60db79bff12a · unlocked · seed 1
    "
  `);
  expect(said(told({}, true))).toContain('Request 35 wrote its sample at 5.003000 s.');
});

test.each<[Partial<LostUpdate>, string]>([
  [{ seenFirst: null }, 'for slow/11; no request comes after it.'],
  [{ unknownTo: 0, seenFirst: 2 }, 'for slow/11: the next request still sees 2 samples of it.'],
  [{ unknownTo: 1 }, 'it stays unknown for 175 s (1 request).'],
  [{ knownAgain_s: null }, 'it stays unknown until the run ends (440 requests).'],
  [{ restored_s: 5.104 }, '(440 requests); a stale write brings it back 100 ms later.'],
  [{ afterExpiry: true }, 'the sample of request 35, which had expired in its copy, for slow/11'],
  [{ rows: [row(0, { held: held({}) }), ...ROWS.slice(1)] }, 'it is then unknown for 175 s'],
  [{ overwriterProcess: 3 }, 'They run in processes 1 and 4.'],
])('%j', (loss, part) => {
  expect(said(told(loss))).toContain(part);
});

it('is red in its sentence and in the step that overwrites', () => {
  const style: Style = { ...PLAIN, bad: red };
  const lines = told({}, false, style)
    .split('\n')
    .filter((line) => line.includes('!'));
  expect(lines).toHaveLength(2 + 3);
  expect(lines[2]).toContain('!4.000');
});

it('stays within the page, whatever the names and the numbers', () => {
  const events = LOSS.events.map((one, i) => ({
    ...one,
    object: LONG,
    t: one.t + i * 1000,
    samples: one.samples === null ? null : 1234,
  }));
  const named = { events, deployment: LONG, overwriterDeployment: LONG };
  const late = { ...LOSS.victim, request: 9_999_999 };
  for (const copy of ['shared', 11] as const) {
    const text = told({ ...named, copy, victim: late, overwriter: late }, true);
    expect(widest(text)).toBeLessThanOrEqual(80);
  }
  const run = { ...RUN, scenario: { name: LONG, hash: '60db79bff12a' }, logger: LONG };
  expect(
    widest(textTrace({ ...LOSS, rows: ROWS }, run, { next: NEXT, verbose: true }, PLAIN)),
  ).toBeLessThanOrEqual(80);
});

it('with nothing to trace says so in a sentence', () => {
  const unseen = { lost: 0, abandoned: 0, stale: 0, staleIn: null };
  const text = textNoLoss({ nth: 1, seen: 0, unseen }, RUN, NEXT, PLAIN);
  expect(text.split('\n')[0]).toBe('No update is lost in this run.');
});

it('says of samples that were never stored that none is overwritten, not that none is lost', () => {
  const unseen = { lost: 740, abandoned: 0, stale: 0, staleIn: null };
  const text = textNoLoss({ nth: 1, seen: 0, unseen }, RUN, NEXT, PLAIN);
  expect(text).toContain('No sample is overwritten in this run; 740 were never stored, though');
  expect(text).not.toContain('No update is lost');
});
