import type { ConfiguredModel, ProxyConfig } from '../../litellm/config.js';
import { litellmName } from '../../litellm/configuration/router.js';
import type { Draft } from '../../litellm/draft.js';
import { type Imported, statedKinds } from '../../litellm/import.js';
import { lineOf } from '../../litellm/names.js';
import { arrivalsText, loadWords } from '../../litellm/write-scenario.js';
import { commandLine } from '../../text/shell.js';
import type { ImportedScenario, ImportReport } from './report.js';

/**
 * What an import made.
 * @param file the configuration, as the user named it
 * @param asked the model groups that were asked for
 * @param pathOf where a file of this name is, as the user would name it; null: on standard output
 */
export function importReport(
  file: string,
  config: ProxyConfig,
  asked: readonly ConfiguredModel[],
  imported: readonly Imported[],
  pathOf: ((name: string) => string) | null,
  log: ImportReport['log'],
): ImportReport {
  const scenarios = imported.map(({ draft, scenario, arrivals }) => ({
    ...runsOf(draft, pathOf?.(scenario.name) ?? null),
    modelGroup: draft.modelName,
    file: pathOf?.(scenario.name) ?? 'stdout',
    arrivalsFile: (arrivals && pathOf?.(arrivals.name)) ?? null,
    groups: draft.groups.map(({ name, deployments, latency }) => ({
      name,
      deployments,
      latency:
        latency === null
          ? null
          : {
              law: latency.fitted.distribution,
              count: latency.count,
              p50_s: latency.p50,
              p95_s: latency.p95,
              distance: latency.distance,
            },
    })),
    arrivals:
      draft.arrivals === null
        ? null
        : { law: loadWords(draft), seen: arrivalsText(draft.arrivals) },
    seen: draft.seen,
    assumes: draft.assumes,
  }));
  const { misplaced, odd, ignored, unknown } = config;
  const failures = imported.flatMap(({ draft }) => draft.failures ?? []);
  const routed = new Set(imported.map(({ draft }) => draft.modelName));
  const names = asked.map(({ shown }) => lineOf(shown));
  return {
    config: file,
    routing: routingOf(config, imported),
    misplaced,
    odd,
    notModelled: [...config.notModelled, ...failures],
    log,
    scenarios,
    notRouted: names.filter((name) => !routed.has(name)),
    ignored,
    unknown,
  };
}

/** What the proxy routes by, as far as it is imported. */
function routingOf(config: ProxyConfig, imported: readonly Imported[]): ImportReport['routing'] {
  const [first] = imported;
  const { strategy } = config.router;
  return {
    strategy: litellmName(strategy),
    own: imported
      .filter(({ draft }) => draft.router.strategy !== strategy)
      .map(({ draft }) => ({
        modelGroup: draft.modelName,
        strategy: litellmName(draft.router.strategy),
      })),
    litellm: first?.draft.version.release ?? null,
    processes: first?.draft.processes ?? null,
    redis: config.redis,
  };
}

/** How it is run. @param file its path; null where it is no file */
function runsOf(
  { samples }: Draft,
  file: string | null,
): Pick<ImportedScenario, 'run' | 'toState' | 'tries'> {
  const unknown = samples?.recording.unknown ?? [];
  const toState = unknown.map(({ name }) => name);
  if (file === null) return { run: null, toState, tries: [] };
  if (unknown.length === 0) return { run: commandLine(['run', file]), toState, tries: [] };
  const command = (as: 'recorded' | 'notRecorded') =>
    commandLine(['run', file, ...statedKinds(unknown, as).flatMap((one) => ['--set', one])]);
  const tries = [
    { says: 'As if it was recorded:', command: command('recorded') },
    { says: 'As if it was not:', command: command('notRecorded') },
  ];
  return { run: null, toState, tries };
}
