import type { CallEnd } from '../../model/strategy.js';
import { withoutSecrets } from '../../text/addresses.js';
import {
  BALANCER_CHECKS,
  type BalancerOperation,
  BalancerReplay,
  type BalancerSettings,
} from '../../worlds/replay/balancer.js';
import {
  amount,
  type Fields,
  list,
  Malformed,
  named,
  truth,
  unknownOp,
  wholeNumber,
  wrong,
} from './fields.js';
import type { OpenRecording, RecordingKind } from './kind.js';

/** The version whose rules are known. */
const KNOWN = 'tower 0.5.3';

/** Recordings of the loads and the balancer of the Rust crate tower: their config names a metric. */
export const towerRecordings: RecordingKind = {
  timeField: 't_ns',
  checks: BALANCER_CHECKS,
  recognises: ({ metric }) => metric !== undefined,
  open: (config, asked): OpenRecording<BalancerOperation> => {
    const lines = new TowerLines(config);
    const message = `a profile has no effect: this is a recording of ${KNOWN}`;
    return {
      kind: towerRecordings,
      variant: versionOf(config.crate),
      replayedAs: KNOWN,
      warnings: asked === undefined ? [] : [{ message, remedy: 'leave --profile out' }],
      read: (line) => lines.read(line),
      replay: () => new BalancerReplay(lines.settings),
    };
  },
};

function versionOf(crate: unknown): string {
  if (crate === undefined) return KNOWN;
  if (typeof crate === 'string' && /^tower \d{1,4}(?:\.\d{1,4}){1,2}$/.test(crate)) return crate;
  throw wrong('crate', `a version such as "${KNOWN}"`, crate);
}

/** The fields of each line, besides `op` and `t_ns`. */
const FIELDS = {
  config: [
    'name',
    'crate',
    'seed',
    'metric',
    'default_rtt_ns',
    'decay_ns',
    'completion',
    'choices',
    'endpoints',
  ],
  load: ['id', 'load'],
  start: ['id', 'call'],
  end: ['id', 'call', 'kind'],
  choose: ['rng', 'pair', 'loads', 'chosen'],
  insert: ['id'],
  remove: ['id'],
} as const;

const OPS = Object.keys(FIELDS).slice(1);

const OUTCOMES: Readonly<Record<string, CallEnd['outcome']>> = {
  ok: 'success',
  error: 'failure',
  cancel: 'failure',
};

/** A call under way. */
interface StartedCall {
  readonly endpoint: number;
  readonly start_ns: number;
}

/** Reads the lines of a recording, and who is there at each. */
class TowerLines {
  readonly settings: BalancerSettings;
  private readonly names: string[];
  /** The number of each endpoint that there is or was: of several of one name, the last. */
  private readonly endpoints: Map<string, number>;
  private readonly members: Set<string>;
  private readonly calls = new Map<number, StartedCall>();

  constructor(config: Fields) {
    onlyKnown(config, 'config');
    const { metric, completion } = config;
    if (metric !== 'peak-ewma' && metric !== 'pending-requests') {
      throw wrong('metric', '"peak-ewma" or "pending-requests"', metric);
    }
    if (completion !== undefined && completion !== 'CompleteOnResponse') {
      throw wrong('completion', '"CompleteOnResponse"', completion);
    }
    if (config.choices !== undefined) truth(config.choices, 'choices');
    const ids = named(config.endpoints, 'endpoints', (id) => ({ id: nameOf(id, 'endpoints') }));
    this.names = ids.map(({ id }) => withoutSecrets(id));
    this.endpoints = new Map(ids.map(({ id }, endpoint) => [id, endpoint]));
    this.members = new Set(this.endpoints.keys());
    this.settings = {
      ewma: metric === 'peak-ewma' ? ewmaOf(config) : undefined,
      endpoints: ids.length,
      names: this.names,
    };
  }

  /** @throws Malformed */
  read(line: Fields): BalancerOperation {
    const { op } = line;
    if (typeof op !== 'string' || !OPS.includes(op)) throw unknownOp(op, OPS);
    onlyKnown(line, op as keyof typeof FIELDS);
    const t_ns = wholeNumber(line.t_ns, 't_ns');
    const at = { t_ns, t_s: t_ns / 1e9 };
    switch (op) {
      case 'load':
        return { op, ...at, endpoint: this.endpoint(line.id), load: amount(line.load, 'load') };
      case 'start': {
        const endpoint = this.endpoint(line.id);
        const call = wholeNumber(line.call, 'call');
        if (this.calls.has(call)) {
          throw new Malformed('this call has started before', 'number each call anew', 'call');
        }
        this.calls.set(call, { endpoint, start_ns: t_ns });
        return { op, ...at, endpoint };
      }
      case 'end':
        return { op, ...at, ...this.ended(line, t_ns) };
      case 'insert':
        return { op, ...at, endpoint: this.inserted(line.id) };
      case 'remove': {
        const endpoint = this.endpoint(line.id);
        if (!this.members.delete(line.id as string)) {
          throw new Malformed('this endpoint is not there', 'remove each once', 'id');
        }
        return { op, ...at, endpoint };
      }
      default:
        return { op: 'choose', ...at, ...this.choice(line) };
    }
  }

  private ended(line: Fields, t_ns: number) {
    const call = wholeNumber(line.call, 'call');
    const started = this.calls.get(call);
    if (started === undefined) {
      throw new Malformed('this call has not started', 'end each call once', 'call');
    }
    this.calls.delete(call);
    const outcome = typeof line.kind === 'string' ? OUTCOMES[line.kind] : undefined;
    if (outcome === undefined) throw wrong('kind', '"ok", "error" or "cancel"', line.kind);
    const { endpoint, start_ns } = started;
    // It may have been removed since, and another of its name have come.
    if (this.names[endpoint] !== withoutSecrets(nameOf(line.id, 'id'))) {
      throw new Malformed('this call is of another endpoint', 'end it where it started', 'id');
    }
    return { endpoint, outcome, latency_ns: t_ns - start_ns };
  }

  private inserted(value: unknown): number {
    const id = nameOf(value, 'id');
    if (this.members.has(id)) {
      throw new Malformed('this endpoint is there already', 'remove it first', 'id');
    }
    const endpoint = this.names.length;
    this.names.push(withoutSecrets(id));
    this.endpoints.set(id, endpoint);
    this.members.add(id);
    return endpoint;
  }

  private choice({ rng, pair, loads, chosen }: Fields) {
    const numbers = list(rng, 'rng').map((each) => wholeNumber(each, 'rng'));
    const ids = list(pair, 'pair').map((id) => this.endpoint(id, 'pair'));
    const read = list(loads, 'loads').map((load) => amount(load, 'loads'));
    const [first, second] = numbers;
    const two = first !== undefined && second !== undefined && numbers.length === 2;
    if (!two && numbers.length > 0) throw wrong('rng', 'a list of two numbers, or of none', rng);
    for (const [field, { length }] of [
      ['pair', ids],
      ['loads', read],
    ] as const) {
      if (length !== numbers.length) throw wrong(field, 'a list as long as "rng"', pair);
    }
    return {
      drawn: two ? ([first, second] as const) : undefined,
      pair: ids.map((endpoint, i) => ({ endpoint, load: read[i]! })),
      chosen: this.endpoint(chosen, 'chosen'),
    };
  }

  private endpoint(id: unknown, field = 'id'): number {
    const endpoint = this.endpoints.get(nameOf(id, field));
    if (endpoint !== undefined) return endpoint;
    const message = `"${field}" is not the name of an endpoint`;
    throw new Malformed(message, 'name one that the config has, or that was inserted', field);
  }
}

function ewmaOf({ default_rtt_ns, decay_ns }: Fields): BalancerSettings['ewma'] {
  return {
    default_rtt_ns: wholeNumber(default_rtt_ns, 'default_rtt_ns'),
    decay_ns: above0(decay_ns, 'decay_ns'),
  };
}

function nameOf(id: unknown, field: string): string {
  if (typeof id === 'string' && id !== '') return id;
  throw wrong(field, 'the name of an endpoint', id);
}

function above0(value: unknown, field: string): number {
  const number = wholeNumber(value, field);
  if (number > 0) return number;
  throw wrong(field, 'a whole number, at least 1', value);
}

/** What a line says besides may change what it means. */
function onlyKnown(line: Fields, op: keyof typeof FIELDS): void {
  const known: readonly string[] = ['op', ...(op === 'config' ? [] : ['t_ns']), ...FIELDS[op]];
  if (Object.keys(line).every((field) => known.includes(field))) return;
  throw new Malformed(
    `a line of op "${op}" has a field that is not known`,
    `leave it out; it may have ${known.join(', ')}`,
  );
}
