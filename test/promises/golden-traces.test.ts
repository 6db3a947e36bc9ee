import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { constant } from '../../src/kernel/laws/constant.js';
import { type DeploymentStats, LatencyMap, PLACEHOLDER } from '../../src/loggers/latency-map.js';
import type { LoggerContext } from '../../src/loggers/logger.js';
import {
  addEvent,
  type CompletionEvent,
  PROFILES,
  type Profile,
} from '../../src/loggers/profile.js';
import { unlocked } from '../../src/loggers/unlocked.js';
import { type Caller, ReadLog } from '../../src/model/caller.js';
import { Fleet } from '../../src/model/fleet.js';
import { LowestLatency } from '../../src/model/policies/lowest-latency.js';
import { inProcess } from '../../src/model/stores/in-process.js';
import { atOnce, drive } from '../loggers/drive.js';

/*
 * What the real litellm 1.76.1 (and its reconstruction of 2026) did, operation by operation: see
 * test/fixtures/golden/README.md. Everything that LiteLLM computes is compared bit by bit; only
 * its random choice is not replayed.
 */

interface Config {
  readonly name: string;
  readonly ttl: number;
  readonly lowest_latency_buffer: number;
  readonly max_latency_list_size: number;
  readonly deployments: readonly { id: string; rpm: number | null; tpm: number | null }[];
}

interface Usage {
  readonly tpm: number;
  readonly rpm: number;
}

interface DumpedStats {
  readonly latency: readonly (number | { readonly timedelta_s: number })[];
  readonly ttft: readonly number[];
  readonly minutes: Readonly<Record<string, Usage>>;
}

type Operation = { readonly t: number } & (
  | {
      readonly op: 'select';
      readonly healthy: readonly string[];
      readonly stream: boolean;
      readonly input_tokens: number;
      readonly valid: readonly string[];
      readonly averages: Readonly<Record<string, number>>;
    }
  | {
      readonly op: 'success';
      readonly id: string;
      readonly latency_s: number;
      readonly kind: 'chat' | 'no_usage' | 'other';
      readonly completion_tokens: number | null;
      readonly total_tokens: number | null;
      readonly stream: boolean;
      readonly ttft_s: number | null;
    }
  | { readonly op: 'timeout' | 'failure'; readonly id: string }
  | { readonly op: 'state'; readonly map: Readonly<Record<string, DumpedStats>> | null }
);

const GOLDEN = new URL('../fixtures/golden/', import.meta.url);

function operations(path: URL): [Config, Operation[]] {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  const [config, ...rest] = lines.map((line) => JSON.parse(line));
  return [config, rest];
}

/** LiteLLM's router as this project has it: one process, its own memory, LiteLLM's own logger. */
class Replayed {
  private readonly fleet: Fleet;
  private readonly context: LoggerContext;
  private readonly store;
  /** Every minute's usage: the stats themselves keep only the current one. */
  private readonly usage = new WeakMap<LatencyMap, Map<string, Map<number, Usage>>>();

  constructor(
    private readonly config: Config,
    private readonly profile: Profile,
  ) {
    this.fleet = this.fleetOf(config.deployments.map(({ id }) => id));
    const listSize = config.max_latency_list_size;
    this.context = {
      key: 'g_map',
      ttl_s: config.ttl,
      listSize,
      profile,
      deployments: this.fleet.index.ids,
      limited: this.fleet.limited,
      options: { retries: 0, lease_s: 0 },
      emptyMap: () => new LatencyMap(this.fleet.index),
      add: (map, event) => addEvent(profile, map, event, listSize),
    };
    this.store = inProcess.create({
      processes: 1,
      profile,
      listSize,
      witnessOf: () => ({ lost() {}, appeared() {}, expired() {}, stored() {} }),
    });
  }

  /** A fleet of these deployments, each a group of its own. */
  private fleetOf(ids: readonly string[]): Fleet {
    return new Fleet(
      ids.map((id) => {
        const limits = this.config.deployments.find((deployment) => deployment.id === id);
        return {
          name: id,
          deployments: 1,
          latency: constant(1),
          tokens: constant(1),
          ...(limits?.rpm != null && { rpm: limits.rpm }),
          ...(limits?.tpm != null && { tpm: limits.tpm }),
        };
      }),
    );
  }

  select(operation: Operation & { op: 'select' }): { valid: string[]; averages: object } {
    const map = this.read(operation.t);
    const fleet = this.fleetOf(operation.healthy);
    const healthy = map && new LatencyMap(fleet.index);
    for (const id of operation.healthy) {
      const stats = map?.get(nameOf(id));
      if (stats !== undefined) healthy?.set(nameOf(id), stats);
    }
    const policy = new LowestLatency(fleet, this.profile, this.config.lowest_latency_buffer);
    const candidates = policy.rank({
      fleet,
      map: healthy,
      inFlight: [],
      minute: Math.floor(operation.t / 60),
      stream: operation.stream,
      inputTokens: operation.input_tokens,
      luck: 0.5,
    });
    // The healthy ones are a part of the stored map: placeholders belong in the whole.
    for (const id of fleet.index.ids) {
      const stats = healthy?.get(id);
      if (stats !== undefined) map?.set(id, stats);
    }
    this.remember(operation.t);
    const { averages, bar } = policy.ranking;
    const ranked = operation.healthy
      .map((id, position) => ({ id, average: averages[position] as number }))
      .filter(({ average }) => !Number.isNaN(average));
    const valid = ranked
      .filter(({ average }) => average <= bar)
      .sort((a, b) => a.average - b.average || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
    expect(candidates).toBe(valid.length);
    return { valid, averages: Object.fromEntries(ranked.map(({ id, average }) => [id, average])) };
  }

  /** An event reaches the logger. */
  record(t: number, event: Omit<CompletionEvent, 'minute'>): void {
    const recorded = { ...event, minute: Math.floor(t / 60) };
    drive(unlocked.record(recorded, this.context), atOnce(this.store, this.caller(), t));
    this.remember(t);
  }

  private read(t: number): LatencyMap | undefined {
    const view = unlocked.view(this.context, Math.floor(t / 60));
    const map = drive(view, atOnce(this.store, this.caller(), t));
    // LiteLLM takes an empty map for none.
    return map?.isEmpty() === true ? undefined : map;
  }

  private caller(): Caller {
    return { process: 0, own: undefined, deployments: this.fleet.size, reads: new ReadLog() };
  }

  private remember(t: number): void {
    const map = this.read(t);
    if (map === undefined) return;
    let usage = this.usage.get(map);
    if (usage === undefined) {
      usage = new Map();
      this.usage.set(map, usage);
    }
    for (const id of this.fleet.index.ids) {
      const stats = map.get(id);
      if (stats === undefined || (stats.tpm === 0 && stats.rpm === 0)) continue;
      const minutes = usage.get(id) ?? new Map<number, Usage>();
      usage.set(id, minutes.set(stats.minute, { tpm: stats.tpm, rpm: stats.rpm }));
    }
  }

  /** The map as the traces dump it, minutes without usage left out. */
  state(t: number): object | null {
    const map = this.read(t);
    if (map === undefined) return null;
    return Object.fromEntries(
      this.config.deployments
        .map(({ id }) => [id, map.get(nameOf(id))] as const)
        .filter((entry): entry is [string, DeploymentStats] => entry[1] !== undefined)
        .map(([id, { latency, ttft }]) => [
          id,
          {
            latency: latency.map((sample) => (sample === PLACEHOLDER ? 0 : sample)),
            ttft,
            minutes: [...(this.usage.get(map)?.get(nameOf(id)) ?? [])].map(
              ([minute, used]) => [clockTime(minute), used] as const,
            ),
          },
        ]),
    );
  }
}

/** How `Fleet` calls the only deployment of the group `id`. */
const nameOf = (id: string): string => `${id}/01`;

/** The traces' name of a minute: they begin at 2026-03-27 00:00. */
function clockTime(minute: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `2026-03-27-${two(Math.floor(minute / 60))}-${two(minute % 60)}`;
}

/** The dump of a trace, minutes without usage left out, minutes as a list in their order. */
function dumped(map: Readonly<Record<string, DumpedStats>> | null): object | null {
  return (
    map &&
    Object.fromEntries(
      Object.entries(map).map(([id, { latency, ttft, minutes }]) => [
        id,
        {
          latency,
          ttft,
          minutes: Object.entries(minutes).filter(([, { tpm, rpm }]) => tpm !== 0 || rpm !== 0),
        },
      ]),
    )
  );
}

/** Replays one operation; gives what was computed and what LiteLLM had computed. */
function replay(replayed: Replayed, operation: Operation): [unknown, unknown] {
  switch (operation.op) {
    case 'select': {
      const { valid, averages } = operation;
      return [replayed.select(operation), { valid, averages }];
    }
    case 'success': {
      const { t, id, latency_s, kind, stream } = operation;
      replayed.record(t, {
        type: 'success',
        deployment: nameOf(id),
        latency_s,
        kind: kind === 'no_usage' ? 'no-usage' : kind,
        completion_tokens: operation.completion_tokens ?? 0,
        total_tokens: operation.total_tokens ?? 0,
        stream,
        ttft_s: operation.ttft_s ?? latency_s,
      });
      return [undefined, undefined];
    }
    case 'timeout':
      replayed.record(operation.t, {
        type: 'timeout',
        deployment: nameOf(operation.id),
        latency_s: 0,
        kind: 'other',
        completion_tokens: 0,
        total_tokens: 0,
        stream: false,
        ttft_s: 0,
      });
      return [undefined, undefined];
    case 'failure': // Any other exception leaves no trace in LiteLLM.
      return [undefined, undefined];
    case 'state':
      return [replayed.state(operation.t), dumped(operation.map)];
  }
}

describe.each(['v1.76.1', 'head2026r'])('golden traces of LiteLLM, %s', (variant) => {
  const folder = new URL(`${variant}/`, GOLDEN);
  const files = readdirSync(folder).sort();
  const profile = PROFILES.find(({ name }) => name === variant) as Profile;

  test('all fifteen are here', () => {
    expect(files).toHaveLength(15);
  });

  test.each(files)('%s', (file) => {
    const [config, rest] = operations(new URL(file, folder));
    const replayed = new Replayed(config, profile);
    let compared = 0;
    for (const [i, operation] of rest.entries()) {
      const [ours, theirs] = replay(replayed, operation);
      if (theirs === undefined) continue;
      compared++;
      expect(ours, `line ${i + 2} of ${file}, t = ${operation.t} s`).toStrictEqual(theirs);
    }
    expect(compared).toBeGreaterThan(10);
  });
});
