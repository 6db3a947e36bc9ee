import { stringify } from 'yaml';
import { Streams } from '../../src/kernel/random.js';
import { Collector } from '../../src/litellm/collect.js';
import { readConfig } from '../../src/litellm/config.js';
import { fleetOf, unlistedIn } from '../../src/litellm/fleet.js';
import { planGroups } from '../../src/litellm/groups.js';
import { type Imported, importModels } from '../../src/litellm/import.js';
import { logNotes } from '../../src/litellm/log-notes.js';
import { readLog } from '../../src/litellm/logs.js';
import { versionOf } from '../../src/litellm/version.js';
import type { Experiment } from '../../src/model/experiment.js';
import type { Scenario } from '../../src/scenario/schema.js';
import type { SimulationEvent } from '../../src/worlds/simulate/events.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';

export type Fields = Record<string, unknown>;

const EPOCH_MS = Date.UTC(2026, 0, 1);

/** A time of a run as LiteLLM writes it, to the microsecond. */
function written(time_s: number): string {
  const time_us = Math.round(time_s * 1e6);
  const milliseconds = new Date(EPOCH_MS + Math.floor(time_us / 1000)).toISOString().slice(0, -1);
  return `${milliseconds}${String(time_us % 1000).padStart(3, '0')}+00:00`;
}

/**
 * The requests of a replication as a LiteLLM proxy would have logged them, in the order in which
 * they ended. Tokens and first tokens, which events do not tell, are drawn from the same laws.
 */
export function spendLogOf(experiment: Experiment, replication = 0): Fields[] {
  const rows: Fields[] = [];
  const streams = new Streams(experiment.seed, replication);
  const luck = (purpose: string) => streams.stream(`log ${purpose}`);
  const [tokens, stream, firstToken] = [luck('tokens'), luck('stream'), luck('first token')];
  const { samples } = experiment;
  const add = (event: SimulationEvent): void => {
    if (event.event !== 'completion') return;
    const { t, latency_s, deployment, modelGroup } = event;
    const name = deployment.slice(0, deployment.lastIndexOf('/'));
    const group = experiment.modelGroups
      .flatMap(({ groups }) => groups)
      .find((each) => each.name === name)!;
    const start_s = t - latency_s;
    const timedOut = latency_s === samples.timeouts?.after_s;
    const streamed = !timedOut && stream() < samples.stream;
    const first_s = streamed ? Math.min(latency_s, group.ttft!.quantile(firstToken())) : latency_s;
    const completion = Math.round(group.tokens.quantile(tokens()));
    rows.push({
      request_id: `request-${rows.length}`,
      call_type: 'acompletion',
      api_key: 'sk-canary-key',
      startTime: written(start_s),
      endTime: written(t),
      completionStartTime: written(start_s + first_s),
      model: name,
      model_id: `made-up-${deployment}`,
      model_group: modelGroup,
      api_base: 'https://api.example.com/v1/chat/completions',
      completion_tokens: timedOut ? 0 : completion,
      total_tokens: timedOut ? 0 : completion + samples.inputTokens,
      cache_hit: 'False',
      status: timedOut ? 'failure' : 'success',
      metadata: timedOut ? '{"error_information": {"error_class": "Timeout"}}' : '{}',
      messages: 'canary prompt, "quoted"\nover two lines',
    });
  };
  simulate(experiment, { only: replication, observer: add });
  return rows;
}

/** Rows as CSV, every cell in quotes. */
export function csv(rows: readonly Fields[]): string {
  const quoted = (cell: unknown) => `"${String(cell).replaceAll('"', '""')}"`;
  return [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');
}

/** Rows as JSON Lines. */
export function jsonLines(rows: readonly Fields[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The configuration of a proxy with the fleet and the router of a scenario. */
export function proxyConfigOf({ modelGroups, router }: Scenario): string {
  return stringify({
    model_list: modelGroups.flatMap(({ name, groups }) =>
      groups.flatMap((group) =>
        Array.from({ length: group.deployments }, () => ({
          model_name: name,
          litellm_params: { model: `openai/${group.name}`, api_key: 'sk-canary-key' },
        })),
      ),
    ),
    router_settings: {
      routing_strategy: 'latency-based-routing',
      routing_strategy_args: {
        ttl: router.ttl,
        lowest_latency_buffer: router.lowest_latency_buffer,
      },
    },
  });
}

export interface ImportCase {
  readonly log?: string;
  readonly groupBy?: string;
  readonly workers?: number;
  readonly asArrivals?: boolean;
  /** The release that runs. */
  readonly litellm?: string;
}

/** Imports a configuration, and a log with it, as the command does. */
export async function imported(config: string, options: ImportCase = {}): Promise<Imported[]> {
  const { log, groupBy = 'model', workers = 1, asArrivals = false } = options;
  const fleetFromLog = log !== undefined;
  const read = readConfig('config.yaml', config, { groupBy, fleetFromLog });
  const plans = read.models.map((model) => planGroups(model, groupBy));
  const collector = new Collector(plans, {
    aliases: read.aliases,
    isUnlisted: unlistedIn(read),
  });
  let notes: readonly string[] = [];
  if (log !== undefined) {
    const pieces = (async function* () {
      yield log as string;
    })();
    const reading = await readLog([{ file: 'log', text: pieces }], {}, (row) => collector.add(row));
    notes = logNotes(reading);
  }
  const fleet =
    log === undefined ? undefined : fleetOf(plans, read, collector, groupBy === 'model');
  return importModels(read, fleet?.plans ?? plans, fleet?.logs ?? null, {
    fleetNotes: fleet?.notes ?? [],
    workers,
    redisRtt_s: 0.001,
    asArrivals,
    version: versionOf({ litellm: options.litellm }),
    logNotes: notes,
    from: 'config.yaml',
    editor: '',
  });
}
