import {
  bandWords,
  type Provider,
  type RequestPath,
} from '../../strategies/lowest-latency/recorded.js';
import { readRelease } from '../../strategies/lowest-latency/release.js';
import type { ProbedFleet } from '../../studies/probe/fleet.js';
import { readSplit, type SplitOutcome, type SplitReading } from '../../studies/probe/split.js';
import { withoutSecrets } from '../../text/addresses.js';
import type { Advice } from '../../text/advice.js';
import { commandLine } from '../../text/shell.js';
import type { DiagnoseOutcome } from '../diagnose/outcome.js';
import type { DiagnoseReport } from '../diagnose/report.js';
import { SCHEMA_VERSION, type Tool } from '../kit/json.js';
import { goesByLatencies } from '../run/tested.js';
import { type ProbeGroup, splitText } from './conclusion.js';

/** What a probe found: the fields of `probe --json`, in their order. */
export interface ProbeReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  /** Address of the proxy. */
  readonly proxy: string;
  readonly path: RequestPath;
  readonly model: string;
  /** Of LiteLLM, as the proxy says it; null: it does not. */
  readonly version: string | null;
  /** By latsim's name; null: nobody says it. */
  readonly strategy: string | null;
  readonly concurrency: number;
  /** Requests that were to be sent; those that were answered by a deployment. */
  readonly asked: number;
  readonly requests: number;
  readonly failed: readonly { readonly reason: string; readonly count: number }[];
  /** Answers from a cache; after a retry or a fallback; of another model group. */
  readonly cached: number;
  readonly again: number;
  readonly elsewhere: number;
  /** Whether all deployments are known, or only those that answered. */
  readonly wholeFleet: boolean;
  readonly groups: readonly ProbeGroup[];
  readonly deployments: readonly {
    /** Null: LiteLLM made it up, and it has not answered. */
    readonly id: string | null;
    readonly group: string;
    readonly requests: number;
    readonly p50_s: number | null;
  }[];
  readonly outcome: SplitOutcome['kind'];
  readonly conclusion: string;
  /** What is known of the release on this path; null: nothing that matters here. */
  readonly known: string | null;
  /** What diagnose makes of it; null: the fleet or the strategy is not known. */
  readonly diagnosis: {
    readonly outcome: DiagnoseOutcome | null;
    readonly decided: boolean;
    readonly conclusion: string;
    /** Mechanisms that explain it. */
    readonly leading: readonly string[];
  } | null;
  /** Why it ended before the last request; null: it did not. */
  readonly partial: string | null;
  readonly next: readonly Advice[];
}

/** What was asked, and what came out. */
export interface ProbeFound
  extends Pick<
    ProbeReport,
    | 'tool'
    | 'proxy'
    | 'path'
    | 'model'
    | 'version'
    | 'strategy'
    | 'concurrency'
    | 'asked'
    | 'failed'
    | 'cached'
    | 'again'
    | 'partial'
  > {
  readonly fleet: ProbedFleet;
  /** Who serves the groups. */
  readonly providers: readonly Provider[];
  readonly diagnosis: DiagnoseReport | null;
  /** Files that were given and written; null: none. */
  readonly files: { readonly config: string | null; readonly log: string | null };
}

/** Puts it together. @returns null where no request was answered by a deployment that is known */
export function probeReport(found: ProbeFound): ProbeReport | null {
  const { tool, proxy, path, model, version, strategy, concurrency, asked, failed } = found;
  const { cached, again, fleet, diagnosis, partial } = found;
  const requests = fleet.deployments.reduce((sum, one) => sum + one.requests, 0);
  if (requests === 0) return null;
  const read = readSplit(fleet.groups, fleet.deployments);
  const groups = groupsOf(fleet, read);
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    proxy,
    path,
    model,
    version,
    strategy,
    concurrency,
    asked,
    requests,
    failed,
    cached,
    again,
    elsewhere: fleet.elsewhere,
    wholeFleet: fleet.isWhole,
    groups,
    deployments: fleet.deployments.map(({ id, group, ...counts }) => ({
      id: id === '' ? null : withoutSecrets(id),
      group: groups[group]?.name ?? '',
      requests: counts.requests,
      p50_s: counts.p50_s,
    })),
    outcome: read.outcome.kind,
    conclusion: splitText(read, groups, requests, fleet.isWhole),
    known: knownOf(found),
    diagnosis: diagnosis && {
      outcome: diagnosis.outcome,
      decided: diagnosis.decided,
      conclusion: diagnosis.conclusion,
      leading: diagnosis.rows.filter((row) => row.leading).flatMap((row) => row.mechanisms),
    },
    partial,
    next: nextOf(found, read, groups),
  };
}

function groupsOf({ groups }: ProbedFleet, { shares }: SplitReading): ProbeGroup[] {
  return groups.map(({ name, p50_s }, g) => {
    const { part, requests, share, ci95, deployments } = shares[
      g
    ] as SplitReading['shares'][number];
    const counts = { deployments, deploymentShare: part, requests, share, ci95, p50_s };
    return { name: withoutSecrets(name), ...counts };
  });
}

function knownOf({ version, path, strategy, providers }: ProbeFound): string | null {
  const release = version === null ? null : readRelease(version);
  if (release === null || (strategy !== null && !goesByLatencies({ strategy }))) return null;
  return bandWords(release.release, path, providers.length === 0 ? undefined : providers);
}

/** What to do next: one command. */
function nextOf(
  found: ProbeFound,
  { outcome, enough }: SplitReading,
  groups: readonly ProbeGroup[],
) {
  const { proxy, model, path, asked, version, files, partial } = found;
  if (outcome.kind === 'no-choice') return [];
  const where = ['probe', proxy, '--model', model, ...(path === 'chat' ? [] : ['--path', path])];
  const config = files.config === null ? [] : ['--config', files.config];
  if (files.log !== null) {
    const release = version === null ? [] : ['--litellm-version', version];
    const from = files.config ?? 'config.yaml';
    const words = ['import', from, '--logs', files.log, '--model-group', model, ...release];
    return [{ says: 'Make a scenario of it:', command: commandLine(words) }];
  }
  const isOpen = outcome.kind === 'random' || outcome.kind === 'open' || outcome.kind === 'even';
  const isSettled = found.diagnosis?.decided === true || partial !== null;
  if (!isSettled && isOpen && enough !== null && enough > asked) {
    const more = [...where, ...config, '--requests', String(enough)];
    return [{ says: 'More requests tell more:', command: commandLine(more) }];
  }
  const observed = groups.map(({ name, requests }) => `${name}=${requests}`).join(',');
  return [
    {
      says: 'With a scenario of this proxy (latsim import), on its own traffic:',
      command: commandLine(['diagnose', 'mine.yaml', '--observed', observed]),
    },
  ];
}
