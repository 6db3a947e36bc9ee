import { kindNamed } from '../../kernel/kind.js';
import { unlocked } from '../../loggers/unlocked.js';
import { presetsOf } from '../../scenario/presets.js';
import { STRATEGIES } from '../../strategies/index.js';
import type { StrategyKind } from '../../strategies/kind.js';
import { suggest } from '../../text/problems.js';
import type {
  CountedDeployment,
  DecisionSettings,
  RecordedDecision,
} from '../../worlds/replay/decision.js';
import { DECISION_CHECKS, DecisionReplay } from '../../worlds/replay/decisions.js';
import {
  amount,
  distinctPositionsOf,
  type Fields,
  Malformed,
  named,
  type Positions,
  positionOf,
  positionsIn,
  record,
  truth,
  unknownOp,
  wholeNumber,
  wrong,
} from './fields.js';
import type { OpenRecording, RecordingKind } from './kind.js';
import { versionOf } from './version.js';
import { wallMinute } from './wall-minute.js';

/** A recording of a strategy that goes by counts or prices. */
export interface OpenDecisions extends OpenRecording<RecordedDecision> {
  readonly settings: DecisionSettings;
}

/** Recordings of LiteLLM's other strategies: their config names one. */
export const strategyRecordings: RecordingKind = {
  timeField: 't',
  checks: DECISION_CHECKS,
  recognises: (config) => config.strategy !== undefined,
  open: (config, asked): OpenDecisions => {
    const { variant, profile, warnings } = versionOf(config, asked);
    const settings = settingsOf(config, profile, asked === undefined || asked === variant);
    const lines = new Lines(settings);
    return {
      kind: strategyRecordings,
      variant,
      replayedAs: profile.name,
      warnings,
      settings,
      read: (line) => lines.read(line),
      replay: () => new DecisionReplay(settings),
    };
  },
};

/** Those whose state was recorded. */
const REPLAYED = STRATEGIES.filter(({ cache }) => cache !== undefined);

function strategyOf(name: unknown): StrategyKind {
  const found = REPLAYED.find(({ litellm }) => litellm === name);
  if (found !== undefined) return found;
  if (typeof name !== 'string') throw wrong('strategy', 'the name of a strategy', name);
  const names = REPLAYED.flatMap(({ litellm }) => (litellm === undefined ? [] : [litellm]));
  const message = 'no strategy of this name can be replayed';
  throw new Malformed(message, suggest(name, names), 'strategy');
}

/** @param own whether it is replayed by the rules of the release that was recorded */
function settingsOf(
  { strategy, group, deployments, reserves }: Fields,
  profile: DecisionSettings['profile'],
  own: boolean,
): DecisionSettings {
  const kind = strategyOf(strategy);
  if (typeof group !== 'string') throw wrong('group', 'a name', group);
  if (reserves != null) truth(reserves, 'reserves');
  const presets = presetsOf(kind);
  // Another release is taken as it comes.
  const reserve = own && reserves === false && 'reserve' in presets ? { reserve: false } : {};
  const recording = {
    logger: unlocked,
    options: { retries: 0, lease_s: 0 },
    profile,
    ttl_s: 3600,
    listSize: 10,
  };
  return {
    profile,
    model: kindNamed(REPLAYED, kind.name).create({ ...presets, ...reserve })(recording, 0),
    cache: (kept) => kind.cache?.(kept) ?? {},
    modelGroup: group,
    deployments: named(deployments, 'deployments', deploymentOf),
  };
}

/** Limits and prices, by what they are called in a group of deployments. */
const NUMBERS = {
  rpm: 'rpm',
  tpm: 'tpm',
  weight: 'weight',
  input_cost_per_token: 'inputCost',
  output_cost_per_token: 'outputCost',
} as const;

function deploymentOf(value: unknown): CountedDeployment {
  const fields = record(value, 'deployments');
  const { id } = fields;
  if (typeof id !== 'string' || id === '') throw wrong('id', 'a name', id);
  const numbers = Object.entries(NUMBERS).flatMap(([field, name]) =>
    fields[field] == null ? [] : [[name, amount(fields[field], field)]],
  );
  return { id, ...Object.fromEntries(numbers) };
}

/** Reads the operations of one recording. */
class Lines {
  private readonly positions: Positions;
  private readonly ids: readonly string[];
  private readonly calls = new Map<string, number>();
  private called = 0;
  private latest_s = 0;

  constructor({ deployments }: DecisionSettings) {
    this.positions = positionsIn(deployments);
    // The longest first, as one may begin like another.
    this.ids = deployments.map(({ id }) => id).sort((a, b) => b.length - a.length);
  }

  read(fields: Fields): RecordedDecision {
    const operation = this.operationOf(fields);
    this.latest_s = Math.max(this.latest_s, operation.t_s);
    return operation;
  }

  private operationOf(fields: Fields): RecordedDecision {
    const { positions } = this;
    const { op } = fields;
    switch (op) {
      case 'select':
        return {
          op,
          t_s: amount(fields.t, 't'),
          call: this.callOf(fields.call),
          healthy: distinctPositionsOf(fields.healthy, positions, 'healthy'),
          inputTokens: wholeNumber(fields.input_tokens, 'input_tokens'),
          valid: distinctPositionsOf(fields.valid, positions, 'valid'),
          picked:
            fields.picked == null ? undefined : positionOf(fields.picked, positions, 'picked'),
        };
      case 'start':
        return {
          op,
          t_s: amount(fields.t, 't'),
          call: this.callOf(fields.call),
          deployment: positionOf(fields.id, positions, 'id'),
          admitted: truth(fields.admitted, 'admitted'),
        };
      case 'success':
      case 'failure': {
        const { completion_tokens, total_tokens } = fields;
        const call = this.callOf(fields.call);
        this.calls.delete(fields.call as string);
        const counted = op === 'success';
        return {
          op,
          t_s: amount(fields.t, 't'),
          call,
          deployment: positionOf(fields.id, positions, 'id'),
          completion_tokens: counted ? wholeNumber(completion_tokens, 'completion_tokens') : 0,
          total_tokens: counted ? wholeNumber(total_tokens, 'total_tokens') : 0,
        };
      }
      case 'state': {
        const entries = Object.entries(record(fields.cache, 'cache'));
        const cache = entries.map(([key, value]) => [this.keyOf(key), this.valueOf(value)]);
        // A dump has the time of the select before it, and what was written since.
        const stated_s = amount(fields.t, 't');
        const t_s = Math.max(this.latest_s, stated_s);
        return { op, t_s, stated_s, cache: Object.fromEntries(cache) };
      }
      default:
        throw unknownOp(op, ['select', 'start', 'success', 'failure', 'state']);
    }
  }

  /** A call's number, the same as long as it has not ended. */
  private callOf(name: unknown): number {
    if (typeof name !== 'string') throw wrong('call', 'the name of a call', name);
    let number = this.calls.get(name);
    if (number === undefined) {
      number = this.called++;
      this.calls.set(name, number);
    }
    return number;
  }

  /** Without the model in it: `a:openai/gpt-4o:tpm:00-05` is `a:tpm:00-05`. */
  private keyOf(key: string): string {
    const [, before, rest] = /^(.*)(:[rt]pm:\d\d-\d\d)$/.exec(key) ?? [];
    const id = this.ids.find((each) => before?.startsWith(`${each}:`));
    return id === undefined || rest === undefined ? key : `${id}${rest}`;
  }

  /** A count, or a map of counts or of minutes by deployment. */
  private valueOf(value: unknown): unknown {
    if (typeof value === 'number') return value;
    const map = Object.entries(record(value, 'cache'));
    return Object.fromEntries(
      map.map(([id, of]) => {
        positionOf(id, this.positions, 'cache');
        return [id, typeof of === 'number' ? of : minutesOf(record(of, 'cache'))];
      }),
    );
  }
}

function minutesOf(minutes: Fields): object {
  return Object.fromEntries(
    Object.entries(minutes).map(([name, value]) => {
      const minute = wallMinute(name);
      if (minute === undefined) {
        const remedy = 'name minutes as 2026-03-27-00-05';
        throw new Malformed('a key of a deployment is not a minute', remedy, 'cache');
      }
      const { tpm, rpm } = record(value, 'cache');
      return [minute, { tpm: wholeNumber(tpm, 'tpm'), rpm: wholeNumber(rpm, 'rpm') }];
    }),
  );
}
