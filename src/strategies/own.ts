import { exportFault, keepMethods, Method, type Onlooker, watch } from '../effects/contract.js';
import {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  release,
  releaseLease,
  sleep,
  write,
} from '../effects/effects.js';
import type { Accused } from '../effects/fault.js';
import type { Steps } from '../effects/steps.js';
import { PLACES } from '../effects/turns.js';
import { CAUSES, type Cause } from '../model/cause.js';
import type { Fleet } from '../model/fleet.js';
import {
  type Asking,
  type CallEnd,
  type Choice,
  type Moment,
  REFUSED,
  type Situation,
  type Strategy,
  type StrategyModel,
} from '../model/strategy.js';
import type { LatencyMap } from './lowest-latency/latency-map.js';
import { keepingOf, type Recording, Records } from './lowest-latency/recording.js';

/** A deployment as a strategy of a user's own sees it: what its group states. */
export interface RoutedDeployment {
  readonly id: string;
  readonly group: string;
  /** Limits a minute. */
  readonly rpm?: number;
  readonly tpm?: number;
  readonly weight?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
  /** Prices of a token. */
  readonly inputCost?: number;
  readonly outputCost?: number;
}

/** The model group that a strategy routes for. */
export interface RoutedModelGroup {
  /** Of its own: what is stored has keys that begin so. */
  readonly key: string;
  /** By position. */
  readonly deployments: readonly RoutedDeployment[];
}

/** A moment in the life of a request. */
export interface OwnMoment extends Moment, RoutedModelGroup {}

/** A request for which a deployment is to be chosen. */
export interface OwnAsking extends Omit<Asking, 'fleet' | 'healthy' | 'luck'>, RoutedModelGroup {
  /** Positions of the deployments that may be chosen. */
  readonly candidates: readonly number[];
  /** The request's own random number, strictly between 0 and 1: the same under every strategy. */
  readonly random: number;
  /** The latencies that the scenario's logger has recorded, as it reads them: `yield* latencies()`. */
  latencies(): Steps<LatencyMap | undefined>;
}

/** What is known at the moment of a choice. */
export interface OwnSituation<View> extends OwnAsking {
  /** What `view` has returned. */
  readonly view: View | undefined;
}

/** A choice of a slower group's deployment. */
export interface OwnChoice<View>
  extends OwnSituation<View>,
    Pick<Choice<View>, 'chosen' | 'fastest' | 'underWay' | 'missing'> {}

/** What a strategy does, as functions; see `Strategy` of the model for what each is for. */
// A view is whatever its strategy makes of it.
// biome-ignore lint/suspicious/noExplicitAny: see above
export interface Routing<View = any> {
  view?(asking: OwnAsking): Steps<View | undefined>;
  /** @returns one of the candidates; -1: none */
  choose(situation: OwnSituation<View>): number;
  chosen?(position: number, moment: OwnMoment): Steps<void>;
  /** From a choice to the call of its deployment, in seconds, 0 or more. */
  readonly callDelay_s?: number;
  // biome-ignore lint/suspicious/noConfusingVoidType: as the model has it
  started?(position: number, moment: OwnMoment): Steps<typeof REFUSED | void>;
  ended?(position: number, moment: OwnMoment, ending: CallEnd): Steps<void>;
  explain?(choice: OwnChoice<View>): Cause | null | undefined;
}

/** The words of effects, for who imports nothing. */
const TOOLS = {
  acquire,
  acquireLease,
  append,
  compareAndSet,
  increment,
  read,
  readMany,
  readVersion,
  release,
  releaseLease,
  sleep,
  write,
} as const;

export type RoutingTools = typeof TOOLS;

/** A strategy as users write one: its functions, or what makes them for a model group. */
export type OwnStrategy = {
  readonly name?: string | undefined;
  /** One line for reports. */
  readonly summary?: string | undefined;
} & (
  | Routing
  | {
      create(key: string, deployments: readonly RoutedDeployment[], tools: RoutingTools): Routing;
    }
);

/** A strategy of a user's own with its contract checked, ready to route. */
export interface CheckedStrategy {
  readonly name: string;
  readonly summary: string;
  /** @param recording how latencies are recorded beside it */
  make(recording: Recording): StrategyModel;
}

/** What a strategy may be called by, beside `create`. */
const OPTIONAL = ['view', 'chosen', 'started', 'ended', 'explain'] as const;

/**
 * Whether something that a user's module exports, or a program gives, is a strategy.
 * @param what how to speak of it
 * @returns what is missing; undefined if nothing is
 */
export function strategyShapeFault(
  exported: unknown,
  what = 'its default export',
): string | undefined {
  const fault = exportFault(exported, what);
  if (fault !== undefined) return fault;
  const { create } = exported as Record<string, unknown>;
  if (create === undefined) return routingFault(exported as object, what);
  return typeof create === 'function' ? undefined : `create of ${what} is not a function`;
}

function routingFault(given: object, what: string): string | undefined {
  const fields = given as Record<string, unknown>;
  if (typeof fields.choose !== 'function') return `${what} has no method choose(situation)`;
  const odd = OPTIONAL.find((name) => !['undefined', 'function'].includes(typeof fields[name]));
  if (odd !== undefined) return `${odd} of ${what} is not a function`;
  const { callDelay_s: delay = 0 } = fields;
  return typeof delay === 'number' && delay >= 0 && delay < Number.POSITIVE_INFINITY
    ? undefined
    : `callDelay_s of ${what} is not a number of seconds, 0 or more`;
}

/**
 * A strategy that was not written here, with its contract checked at each step.
 * @param own of the right shape
 */
export function checkedStrategy(
  own: OwnStrategy,
  { name, summary }: { readonly name: string; readonly summary: string },
  onlooker: Onlooker = {},
): CheckedStrategy {
  const owner: Accused = { part: 'strategy', name };
  const all = PLACES.strategy.map(
    (place) => new Method(owner, place, onlooker, place === 'view' ? 'undefined' : undefined),
  );
  const methods = Object.fromEntries(all.map((method) => [method.name, method])) as Methods;
  const made: CheckedStrategy = {
    name,
    summary,
    make: (recording) => ({
      name,
      isUsers: true,
      keeping: keepingOf(recording),
      create: (key, fleet) => routed(name, own, methods, new Records(recording, key, fleet), fleet),
    }),
  };
  return keepMethods(made, all);
}

type Methods = Readonly<Record<(typeof PLACES.strategy)[number], Method>>;

/** A strategy of one model group, as the worlds call it. */
function routed(
  name: string,
  own: OwnStrategy,
  methods: Methods,
  records: Records,
  fleet: Fleet,
): Strategy<unknown> {
  const group: RoutedModelGroup = {
    key: `${records.key}:${name}`,
    deployments: Object.freeze(fleet.index.ids.map((_, position) => statedAt(fleet, position))),
  };
  const everyone = Object.freeze(fleet.index.ids.map((_, position) => position));
  const routing = 'create' in own ? created(own.create, methods.create, group, own) : own;
  const moment = (at: Moment): OwnMoment => ({ ...at, ...group });
  const asking = (at: Asking): OwnAsking => ({
    request: at.request,
    now_s: at.now_s,
    minute: at.minute,
    ...group,
    candidates: at.healthy ?? everyone,
    // A copy: what is counted is not to be changed.
    inFlight: Array.from(at.inFlight),
    stream: at.stream,
    inputTokens: at.inputTokens,
    random: at.luck,
    latencies: () => records.read(at.minute),
  });
  const situation = (at: Situation<unknown>) => ({ ...asking(at), view: at.view });
  const { callDelay_s } = methods.create.run(undefined, () => ({
    callDelay_s: routing.callDelay_s,
  }));
  return {
    name,
    key: records.key,
    record: (event) => records.record(event),
    covers: (value) => records.covers(value),
    digest: (value, position) => records.digest(value, position),
    ...(callDelay_s !== undefined && { callDelay_s }),
    ...(routing.view !== undefined && {
      view: (at) => watch(methods.view, () => routing.view!(asking(at)), nothingWrong),
    }),
    choose: (at) => {
      const { choose } = methods;
      const given = situation(at);
      const position: unknown = choose.run(undefined, () => routing.choose(given));
      if (position === -1 || isOneOf(at.healthy, position, fleet.size)) return position as number;
      throw choose.fault(
        `choose() returned ${shown(position)}, which is not the position of a candidate`,
        isSteps(position)
          ? 'write it as an ordinary function: choose(situation) { ... }; read in *view(asking)'
          : 'return one of situation.candidates, or -1 where none may be chosen',
      );
    },
    ...(routing.chosen !== undefined && {
      chosen: (position, at) =>
        watch(methods.chosen, () => routing.chosen!(position, moment(at)), nothingWrong),
    }),
    ...(routing.started !== undefined && {
      started: (position, at) =>
        watch(methods.started, () => routing.started!(position, moment(at)), startFault),
    }),
    ...(routing.ended !== undefined && {
      ended: (position, at, ending) =>
        watch(methods.ended, () => routing.ended!(position, moment(at), ending), nothingWrong),
    }),
    ...(routing.explain !== undefined && {
      explain: (at) => {
        const { chosen, fastest, underWay, missing } = at;
        const choice = { ...situation(at), chosen, fastest, missing };
        const cause: unknown = methods.explain.run(undefined, () =>
          routing.explain!({ ...choice, underWay: Array.from(underWay) }),
        );
        if (cause === undefined || cause === null) return null;
        if (CAUSES.includes(cause as Cause)) return cause as Cause;
        throw methods.explain.fault(
          `explain() returned ${shown(cause)}, which is not a cause`,
          `return null, or one of ${CAUSES.join(', ')}`,
        );
      },
    }),
  };
}

/** What `create` makes for a model group. @throws LoggerFault where that is nothing that routes */
function created(
  create: Extract<OwnStrategy, { create: unknown }>['create'],
  method: Method,
  { key, deployments }: RoutedModelGroup,
  own: OwnStrategy,
): Routing {
  const made: unknown = method.run(undefined, () => create.call(own, key, deployments, TOOLS));
  const fault = method.run(undefined, () =>
    typeof made === 'object' && made !== null
      ? routingFault(made, 'what it returned')
      : `it returned ${shown(made)}`,
  );
  if (fault === undefined) return made as Routing;
  throw method.fault(
    `create() made no strategy: ${fault}`,
    'return its functions: return { choose(situation) { ... } }',
  );
}

/** What a group states of its deployments, and a strategy may go by. */
const STATED = ['rpm', 'tpm', 'weight', 'order', 'tags', 'inputCost', 'outputCost'] as const;

function statedAt(fleet: Fleet, position: number): RoutedDeployment {
  const group = fleet.groupAt(position);
  const stated = STATED.filter((name) => group[name] !== undefined);
  return Object.freeze({
    id: fleet.index.ids[position] as string,
    group: group.name,
    ...Object.fromEntries(stated.map((name) => [name, group[name]])),
  });
}

function isOneOf(healthy: readonly number[] | undefined, position: unknown, size: number): boolean {
  if (healthy !== undefined) return healthy.includes(position as number);
  return Number.isInteger(position) && Number(position) >= 0 && Number(position) < size;
}

function nothingWrong(): undefined {
  return undefined;
}

/** What is wrong with what `started` returned. */
function startFault(result: unknown): string | undefined {
  return result === undefined || result === REFUSED
    ? undefined
    : 'started() returned neither nothing nor REFUSED';
}

function isSteps(value: unknown): boolean {
  return typeof (value as { next?: unknown } | null)?.next === 'function';
}

/** A value in a few words, whatever it is. */
function shown(value: unknown): string {
  if (typeof value === 'number' || value === undefined || value === null) return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return isSteps(value) ? 'a generator' : `a value of type ${typeof value}`;
}
