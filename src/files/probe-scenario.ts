import { Collector } from '../litellm/collect.js';
import type { ProxyConfig } from '../litellm/config.js';
import { fleetOf } from '../litellm/fleet.js';
import type { ModelGroupPlan } from '../litellm/groups.js';
import { importModels } from '../litellm/import.js';
import { logNotes } from '../litellm/log-notes.js';
import { type LogReading, readLog } from '../litellm/logs.js';
import type { SpendRow } from '../litellm/spend-row.js';
import { versionOf } from '../litellm/version.js';
import type { ScenarioText } from './load.js';

/** Of a Redis in the same data centre. */
const REDIS_RTT_S = 0.001;

/** Reads the log of a probe, which is in no file. */
export function readProbeLog(log: string, onRow: (row: SpendRow) => void): Promise<LogReading> {
  async function* text() {
    yield log;
  }
  return readLog([{ file: 'the probe', text: text() }], {}, onRow);
}

/**
 * The scenario of a probe: the proxy's fleet and strategy, with the latencies and the load that the probe
 * itself measured, as `latsim import` makes it.
 * @param version of LiteLLM, as the proxy says it; null: it does not
 * @returns null where nothing can be chosen in it
 */
export async function probeScenario(
  config: ProxyConfig,
  plan: ModelGroupPlan,
  log: string,
  version: string | null,
): Promise<ScenarioText | null> {
  const collector = new Collector([plan], { aliases: config.aliases });
  const reading = await readProbeLog(log, (row) => collector.add(row));
  const fleet = fleetOf([plan], config, collector, false);
  const [made] = importModels(config, fleet.plans, fleet.logs, {
    fleetNotes: fleet.notes,
    workers: config.surroundings.processes?.count ?? 1,
    redisRtt_s: REDIS_RTT_S,
    asArrivals: false,
    version: versionOf(version === null ? {} : { litellm: version }),
    logNotes: logNotes(reading),
    from: 'what the proxy says of itself',
    editor: '',
  });
  return made === undefined ? null : { text: [...made.scenario.text].join('') };
}
