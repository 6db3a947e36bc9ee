import { describe, expect, test } from 'vitest';
import { Collector } from '../../src/litellm/collect.js';
import { readConfig } from '../../src/litellm/config.js';
import { groupNamed } from '../../src/litellm/deployment-names.js';
import { fleetOf, unlistedIn } from '../../src/litellm/fleet.js';
import { planGroups } from '../../src/litellm/groups.js';
import { readLog } from '../../src/litellm/logs.js';
import { type Fields, imported, jsonLines } from './spend-logs.js';

const HASHES = ['a', 'b', 'c'].map((digit) => digit.repeat(64));

/** Request i of a log: every third one is of the second deployment, which is faster. */
function row(i: number, fields: Fields = {}): Fields {
  const [start_s, second] = [3 * i, i % 3 === 0];
  const at = (time_s: number) => new Date(Date.UTC(2026, 0, 1) + time_s * 1000).toISOString();
  return {
    request_id: `r${i}`,
    startTime: at(start_s),
    endTime: at(start_s + (second ? 0.4 : 1) + (i % 7) / 10),
    model: 'amber',
    model_id: HASHES[second ? 1 : 0],
    model_group: 'chat',
    api_base: `https://${second ? 'eu' : 'us'}.example/v1`,
    call_type: 'acompletion',
    status: 'success',
    ...fields,
  };
}

const rows = (count: number, fields: (i: number) => Fields = () => ({})) =>
  Array.from({ length: count }, (_, i) => row(i, fields(i)));

const config = (params: readonly string[], more = '') =>
  `model_list:\n${params
    .map((one) => `  - { model_name: chat, litellm_params: { model: azure/amber, ${one} } }\n`)
    .join('')}router_settings: { routing_strategy: latency-based-routing${more} }\n`;
const TWO = config(['api_base: os.environ/US', 'api_base: os.environ/EU']);

const of = async (text: string, log: readonly Fields[], more = {}) => {
  const [made] = await imported(text, { log: jsonLines(log), ...more });
  return made!.draft;
};
const p50s = async (text: string, log: readonly Fields[], more = {}) =>
  (await of(text, log, more)).groups.map(({ name, deployments, latency }) => [
    name,
    deployments,
    latency?.count,
  ]);

describe('deployments that a log tells apart', () => {
  test('are groups of their own where all have one name', async () => {
    expect(await p50s(TWO, rows(120))).toEqual([
      ['amber eu.example', 1, 40],
      ['amber us.example', 1, 80],
    ]);
    const { assumes } = await of(TWO, rows(120));
    expect(assumes.join()).toContain('the log tells 2 deployments of amber apart');
  });

  test('have their limits and ids, as far as the configuration says which they are', async () => {
    const told = config([
      'api_base: "https://us.example", rpm: 5',
      'api_base: "https://eu.example"',
    ]);
    const { groups } = await of(told, rows(120));
    expect(groups.map(({ name, routing }) => [name, routing.rpm])).toEqual([
      ['amber eu.example', undefined],
      ['amber us.example', 5],
    ]);
    const unknown = config(['api_base: os.environ/A, rpm: 5', 'api_base: os.environ/B, rpm: 9']);
    expect(await p50s(unknown, rows(120))).toHaveLength(2);
    expect((await of(unknown, rows(120))).groups.map(({ name }) => name)).toEqual([
      'amber rpm 5',
      'amber rpm 9',
    ]);
  });

  test('are named by ids that somebody chose, or by pieces of hashes at one address', async () => {
    const chosen = rows(120, (i) => ({ model_id: i % 3 === 0 ? 'dep-b' : 'dep-a' }));
    expect((await p50s(TWO, chosen)).map(([name]) => name)).toEqual(['amber dep-a', 'amber dep-b']);
    const alike = rows(120, () => ({ api_base: 'https://one.example' }));
    expect((await p50s(TWO, alike)).map(([name]) => name)).toEqual([
      'amber aaaaaaaa',
      'amber bbbbbbbb',
    ]);
    const secret = rows(120, (i) => ({ model_id: `sk-canary-${i % 3}`, api_base: '' }));
    expect(await p50s(TWO, secret)).toEqual([['amber', 2, 120]]);
  });

  test('beside those that got nothing', async () => {
    expect(await p50s(config(['api_base: a', 'api_base: b', 'api_base: c']), rows(120))).toEqual([
      ['amber eu.example', 1, 40],
      ['amber us.example', 1, 80],
      ['amber others', 1, undefined],
    ]);
  });

  test('are one where only the id is another from some time on', async () => {
    const renamed = rows(120, (i) => (i >= 60 && i % 3 > 0 ? { model_id: HASHES[2] } : {}));
    expect(await p50s(TWO, renamed)).toEqual([
      ['amber eu.example', 1, 40],
      ['amber us.example', 1, 80],
    ]);
  });

  test('stay one group where names tell more, and they are alike', async () => {
    const four = `${config(['api_base: a', 'api_base: b'])}`.replace(
      'router_settings',
      '  - { model_name: chat, litellm_params: { model: azure/basalt } }\nrouter_settings',
    );
    const fields = (i: number) => (i % 2 === 0 ? { model: 'basalt', model_id: 'other' } : {});
    const alike = rows(240, (i) => ({
      model_id: HASHES[i % 4 < 2 ? 0 : 2],
      endTime: row(3 * Math.floor(i / 3) + 1).endTime,
      startTime: row(3 * Math.floor(i / 3) + 1).startTime,
      ...fields(i),
    }));
    expect((await p50s(four, alike)).map(([name]) => name)).toEqual(['amber', 'basalt']);
    expect((await p50s(four, rows(240, fields))).map(([name]) => name)).toEqual([
      'amber eu.example',
      'amber us.example',
      'basalt',
    ]);
  });

  test('are found again by the names of their groups', () => {
    const one = { modelId: HASHES[0] as string, apiBase: 'https://us.example/v1', model: 'amber' };
    expect(groupNamed(one, ['amber eu.example', 'amber us.example rpm 5'])).toContain('us.example');
    expect(groupNamed(one, ['amber aaaaaaaa', 'amber bbbbbbbb'])).toBe('amber aaaaaaaa');
    expect(groupNamed(one, ['amber', 'basalt'])).toBeUndefined();
  });
});

test.each(['{ old: chat }', '{ old: { model: chat, hidden: true } }'])(
  'requests by an alias are of its model group: %s',
  async (alias) => {
    const aliased = config(['api_base: a', 'api_base: b'], `, model_group_alias: ${alias}`);
    const log = rows(120, (i) => ({ model_group: i % 2 === 0 ? 'old' : 'chat' }));
    expect((await of(aliased, log)).seen?.requests).toBe(120);
  },
);

test('timeouts that name nothing but what was asked for are of that model group', async () => {
  const nothing = { model: 'chat', model_group: '', model_id: '', api_base: '', status: 'failure' };
  const metadata = '{"error_information": {"error_class": "Timeout"}}';
  const end = (i: number) => new Date(Date.UTC(2026, 0, 1) + (3 * i + 30) * 1000).toISOString();
  const log = rows(120, (i) => (i % 10 === 0 ? { ...nothing, metadata, endTime: end(i) } : {}));
  const { samples, seen, arrivals } = await of(TWO, log);
  expect(samples?.timeouts).toEqual({ rate: 0.1, after_s: 30 });
  expect(seen).toMatchObject({ requests: 120, timeouts: 12, failures: 0 });
  expect(arrivals?.count).toBe(120);
});

test('latencies on /v1/messages are said to be lower bounds', async () => {
  const messages = await of(
    TWO,
    rows(120, () => ({ call_type: 'anthropic_messages' })),
  );
  expect(messages.assumes.join()).toContain('latencies on /v1/messages are lower bounds');
  expect((await of(TWO, rows(120))).assumes.join()).not.toContain('lower bounds');
});

test('the fleet of a pattern is that of the log', async () => {
  const text = `model_list:
  - { model_name: "azure/*", litellm_params: { model: "azure/*" } }
  - { model_name: other, litellm_params: { model: openai/x } }
`;
  const proxy = readConfig('c', text, { groupBy: 'model' });
  const plans = proxy.models.map((model) => planGroups(model, 'model'));
  const collector = new Collector(plans, { isUnlisted: unlistedIn(proxy) });
  const log = rows(60, (i) => ({ model_group: i === 0 ? 'elsewhere' : 'azure/amber' }));
  async function* pieces() {
    yield jsonLines(log);
  }
  await readLog([{ file: 'log', text: pieces() }], {}, (one) => collector.add(one));
  const { plans: all, notes, elsewhere } = fleetOf(plans, proxy, collector, true);
  expect(all.map(({ model, classes }) => [model.name, ...classes.map(({ name }) => name)])).toEqual(
    [
      ['other', 'x'],
      ['azure/amber', 'amber eu.example', 'amber us.example'],
    ],
  );
  expect(notes[1]?.[0]).toContain('the configuration does not list them');
  expect(elsewhere).toBe(1);
});

describe('models in a database', () => {
  const IN_DATABASE = `general_settings: { store_model_in_db: true }
router_settings: { routing_strategy: latency-based-routing }
`;

  test('are those of the log, where one is given', async () => {
    const log = rows(120, (i) => (i % 40 === 0 ? { model_group: 'gone', status: 'failure' } : {}));
    const [chat, ...others] = await imported(IN_DATABASE, { log: jsonLines(log) });
    expect(others).toEqual([]);
    const { modelName, router, groups, assumes } = chat!.draft;
    expect([modelName, router.strategy]).toEqual(['chat', 'lowest-latency']);
    expect(groups.map(({ name }) => name)).toEqual(['amber eu.example', 'amber us.example']);
    expect(assumes.join()).toContain('the deployments of chat are those of the log');
  });

  test('come on top of those that are listed, unless others are asked for', () => {
    const listed = readConfig('c', `${TWO}${IN_DATABASE.split('router_settings')[0]}`, {
      groupBy: 'model',
    });
    expect(['more', 'chat'].map(unlistedIn(listed))).toEqual([true, true]);
    expect(['more', 'chat'].map(unlistedIn(listed, 'chat'))).toEqual([false, true]);
    const without = readConfig('c', `${TWO}general_settings: { database_url: a }`, {
      groupBy: 'model',
    });
    expect(unlistedIn(without)('more')).toBe(false);
  });
});

test('failures in a log are told with what follows them, unless cooldowns are told already', async () => {
  const log = rows(120, (i) => (i % 10 === 0 ? { status: 'failure' } : {}));
  expect((await of(TWO, log)).failures).toMatch(/^failures \(12 of 120 requests to chat\)/);
  expect((await of(TWO, rows(120))).failures).toBeNull();
  const told = config(['api_base: a', 'api_base: b'], ', allowed_fails: 1');
  expect((await of(told, log)).failures).toBeNull();
});

describe('arrivals', () => {
  const noise = (i: number) => ((i * 7919) % 1000) / 1000;

  /** A log whose requests come when the one before has been answered, by each of some users. */
  function closed(users: number, count: number): Fields[] {
    const free = Array.from({ length: users }, (_, u) => u / 10);
    return Array.from({ length: count }, (_, i) => {
      const user = free.indexOf(Math.min(...free));
      const start = free[user] as number;
      const end = start + 1 + 2 * noise(i);
      free[user] = end + 0.02;
      const at = (time_s: number) => new Date(Date.UTC(2026, 0, 1) + time_s * 1000).toISOString();
      return row(i, { startTime: at(start), endTime: at(end) });
    });
  }

  test.each([1, 4])('of %i users who wait for answers are a closed load', async (users) => {
    const { arrivals, assumes } = await of(TWO, closed(users, 200));
    expect(arrivals?.load).toMatchObject({ kind: 'closed', users });
    expect(assumes.join()).toContain('a closed load of');
    const { scenario } = (await imported(TWO, { log: jsonLines(closed(users, 200)) }))[0]!;
    expect([...scenario.text].join('')).toMatch(
      new RegExp(`load: \\{ kind: closed, users: ${users}, think: 2\\d`),
    );
  });

  test('that do not wait are open, and so are those of a timer', async () => {
    expect((await of(TWO, rows(120))).arrivals?.load.kind).toBe('uniform');
    let time_s = 0;
    const open = rows(200, (i) => {
      time_s -= Math.log(1 - noise(i + 1)) * 2;
      const at = (s: number) => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString();
      return { startTime: at(time_s), endTime: at(time_s + 0.5) };
    });
    expect((await of(TWO, open)).arrivals?.load.kind).toBe('poisson');
  });

  test('have the rate of the time with traffic, without the night', async () => {
    const night_s = 9 * 3600;
    const log = rows(400, (i) => {
      const later_s = 3 * i + (i < 200 ? 0 : night_s) + noise(i);
      const at = (s: number) => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString();
      return { startTime: at(later_s), endTime: at(later_s + 1) };
    });
    const { arrivals, assumes, duration_s } = await of(TWO, log);
    expect(arrivals?.span_s).toBeCloseTo(1200, -1);
    expect(duration_s).toBeLessThan(1300);
    expect(assumes.join()).toContain('9 h without traffic are cut out of the log');
    const replayed = await of(TWO, log, { asArrivals: true });
    expect(replayed.recorded_s?.at(-1)).toBeLessThan(1300);
  });
});
