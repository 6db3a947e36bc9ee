import { constant } from '../../kernel/distributions/constant.js';
import { Fleet } from '../../model/fleet.js';
import { type Moment, REFUSED, type Situation, type Strategy } from '../../model/strategy.js';
import { type ComparedField, type Difference, Replaying } from './compared.js';
import type { DecisionSettings, RecordedDecision } from './decision.js';
import { Process } from './process.js';
import { shownIds } from './shown-ids.js';

type Field = 'valid' | 'admitted' | 'state';

/** What is compared: candidates of choices, calls that were let through, and what is kept. */
export const DECISION_CHECKS = [
  { field: 'valid', all: 'candidates of selects', one: 'candidates' },
  {
    field: 'admitted',
    all: 'calls let through',
    texts: (expected, actual) => [admittedText(expected), admittedText(actual)],
  },
  {
    field: 'state',
    all: 'dumped caches',
    texts: (expected, actual) => [cacheText(expected), cacheText(actual)],
  },
] as const satisfies readonly ComparedField<Field>[];

const admittedText = (admitted: unknown): string => (admitted === true ? 'let through' : 'refused');

const cacheText = (cache: unknown): string =>
  Object.entries(cache as Readonly<Record<string, unknown>>)
    .map(([key, value]) => `${key}: ${value === null ? 'none' : JSON.stringify(value)}`)
    .join(', ');

/** Feeds recorded operations to a strategy of latsim, on LiteLLM's memory of a process. */
export class DecisionReplay extends Replaying<RecordedDecision, Field> {
  private readonly settings: DecisionSettings;
  private readonly fleet: Fleet;
  /** As recorded, by position. */
  private readonly ids: readonly string[];
  private readonly strategy: Strategy;
  private readonly process: Process;
  /** Calls that were made, since when in seconds. */
  private readonly made = new Map<number, number>();
  private readonly inFlight: Int32Array;

  constructor(settings: DecisionSettings) {
    super(DECISION_CHECKS);
    const { model, deployments } = settings;
    this.settings = settings;
    this.ids = deployments.map(({ id }) => id);
    this.fleet = fleetOf(deployments);
    this.strategy = model.create(KEY, this.fleet);
    this.process = new Process({
      name: model.name,
      deployments: this.fleet.size,
      keeping: model.keeping,
    });
    this.inFlight = new Int32Array(this.fleet.size);
  }

  protected override replay(operation: RecordedDecision, line: number): void {
    this.process.clock.now_s = operation.t_s;
    switch (operation.op) {
      case 'select':
        this.note('valid', this.select(operation), operation, line);
        return;
      case 'start':
        this.note('admitted', this.start(operation), operation, line);
        return;
      case 'success':
      case 'failure':
        this.end(operation);
        return;
      case 'state':
        this.note('state', this.look(operation), operation, line);
    }
  }

  private select(
    select: RecordedDecision & { readonly op: 'select' },
  ): Difference<Field> | undefined {
    const { strategy, process, fleet, inFlight } = this;
    const { healthy, inputTokens } = select;
    const asking = { ...momentOf(select), fleet, healthy, inFlight, stream: false, inputTokens };
    const steps = strategy.view?.({ ...asking, luck: MIDDLE });
    const view = steps && process.call('view', steps);
    const situation = (luck: number): Situation<unknown> => ({ ...asking, view, luck });
    const valid = everyChoice((luck) => strategy.choose(situation(luck)), healthy.length);
    const picked = select.picked ?? strategy.choose(situation(MIDDLE));
    const chosen = picked < 0 ? undefined : strategy.chosen?.(picked, momentOf(select));
    if (chosen !== undefined) process.call('chosen', chosen);
    const same =
      valid.size === select.valid.length && select.valid.every((position) => valid.has(position));
    if (same) return undefined;
    const ids = shownIds(this.ids);
    const shown = (positions: Iterable<number>): readonly string[] =>
      [...positions].map((position) => ids[position] as string).sort();
    return { field: 'valid', expected: shown(select.valid), actual: shown(valid) };
  }

  private start(start: RecordedDecision & { readonly op: 'start' }): Difference<Field> | undefined {
    const { call, deployment, t_s, admitted: expected } = start;
    const steps = this.strategy.started?.(deployment, momentOf(start));
    const actual = (steps && this.process.call('started', steps)) !== REFUSED;
    if (expected) this.made.set(call, t_s);
    return expected === actual ? undefined : { field: 'admitted', expected, actual };
  }

  private end(end: RecordedDecision & { readonly op: 'success' | 'failure' }): void {
    const { op: outcome, call, deployment, t_s, completion_tokens, total_tokens } = end;
    const { strategy, process, made } = this;
    const since_s = made.get(call);
    const latency_s = t_s - (since_s ?? t_s);
    made.delete(call);
    if (since_s !== undefined) {
      const steps = strategy.ended?.(deployment, momentOf(end), { outcome, latency_s });
      if (steps !== undefined) process.call('ended', steps);
    }
    if (outcome === 'failure') return;
    const event = {
      type: 'success',
      deployment: this.fleet.index.ids[deployment] as string,
      latency_s,
      kind: 'chat',
      completion_tokens,
      total_tokens,
      stream: false,
      ttft_s: latency_s,
      minute: minuteOf(t_s),
    } as const;
    process.call('record', strategy.record(event));
  }

  private look({ cache, stated_s, t_s }: RecordedDecision & { readonly op: 'state' }) {
    this.process.clock.now_s = stated_s;
    const difference = this.differenceOfCaches(cache);
    if (difference === undefined) return undefined;
    this.process.clock.now_s = t_s;
    return this.differenceOfCaches(cache);
  }

  private differenceOfCaches(
    expected: Readonly<Record<string, unknown>>,
  ): Difference<Field> | undefined {
    const { process, settings } = this;
    const actual = settings.cache({
      profile: settings.profile,
      key: KEY,
      modelGroup: settings.modelGroup,
      ids: this.ids,
      minute: minuteOf(process.clock.now_s),
      read: (key) => process.stored(key),
    });
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
    const apart = keys.filter((key) => !isSame(expected[key], actual[key]));
    if (apart.length === 0) return undefined;
    const shown = (of: Readonly<Record<string, unknown>>): object =>
      Object.fromEntries(apart.map((key) => [key, of[key] ?? null]));
    return { field: 'state', expected: shown(expected), actual: shown(actual) };
  }
}

const KEY = 'group_map';

/** Where nothing is drawn. */
const MIDDLE = 0.5;

const minuteOf = (t_s: number): number => Math.floor(t_s / 60);

function momentOf({ call, t_s }: { readonly call: number; readonly t_s: number }): Moment {
  return { request: call, now_s: t_s, minute: minuteOf(t_s) };
}

/**
 * Every position that a choice can give: each takes an interval of the random number, so that where
 * both ends of a part give the same there is nothing else between them.
 * @param most how many there may be, all as likely
 */
function everyChoice(choose: (luck: number) => number, most: number): Set<number> {
  const found = new Set<number>();
  const look = (i: number): number => {
    const position = choose((i + 0.5) / most);
    if (position >= 0) found.add(position);
    return position;
  };
  const between = (i: number, first: number, j: number, last: number): void => {
    if (j - i < 2 || first === last) return;
    const middle = (i + j) >> 1;
    const its = look(middle);
    between(i, first, middle, its);
    between(middle, its, j, last);
  };
  if (most > 0) between(0, look(0), most - 1, look(most - 1));
  return found;
}

/** Whether both are alike, in whichever order their fields are. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b);
  }
  const [one, other] = [Object.entries(a), b as Readonly<Record<string, unknown>>];
  return (
    one.length === Object.keys(other).length &&
    one.every(([key, value]) => Object.hasOwn(other, key) && isSame(value, other[key]))
  );
}

/** Each deployment a group of its own, at its position. */
function fleetOf(deployments: DecisionSettings['deployments']): Fleet {
  const never = constant(0);
  return new Fleet(
    deployments.map(({ id, ...limits }) => ({
      name: id,
      deployments: 1,
      latency: never,
      tokens: never,
      ...limits,
    })),
  );
}
