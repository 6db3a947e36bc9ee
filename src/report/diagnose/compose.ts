import { saysOtherStrategy } from '../../litellm/configuration/misplaced.js';
import { change } from '../../scenario/change.js';
import type { LoadedScenario } from '../../scenario/loaded.js';
import { overridesOf } from '../../scenario/override.js';
import { totalOf } from '../../stats/dirichlet-multinomial.js';
import { type ChangeSet, changed } from '../../studies/diagnose/change-set.js';
import type { ProposedExperiment } from '../../studies/diagnose/comparison.js';
import type { Diagnosis } from '../../studies/diagnose/diagnosis.js';
import type { Evidence } from '../../studies/diagnose/evidence.js';
import { DECISIVE_RATIO, identical } from '../../studies/diagnose/explanations.js';
import type { JudgedRow } from '../../studies/diagnose/judgement.js';
import type { Mechanism } from '../../studies/diagnose/mechanism.js';
import type { Observed } from '../../studies/diagnose/observed.js';
import type { MeanEstimate, Outlook, Remedies, Treated } from '../../studies/diagnose/remedies.js';
import { RIGHT } from '../../studies/diagnose/right.js';
import type { Subject } from '../../studies/diagnose/subject.js';
import { type CommandOption, commandLine, withoutReplaced } from '../../text/shell.js';
import type { LogSummary } from '../import/report.js';
import type { Tool } from '../kit/json.js';
import { goesByLatencies } from '../run/tested.js';
import { agreement } from './agreement.js';
import { changeText } from './change.js';
import { evidenceReport } from './evidence.js';
import { notRoutingReport } from './not-routing.js';
import type { TreatmentReport } from './remedies.js';
import {
  type DiagnoseReport,
  type DiagnoseRow,
  diagnoseReport,
  type ExperimentReport,
} from './report.js';

/** What was asked, and what came out. */
export interface Diagnosed {
  readonly tool: Tool;
  readonly file: string;
  readonly set: readonly string[];
  readonly loaded: LoadedScenario;
  readonly subject: Subject;
  readonly observed: Observed;
  readonly luck: { readonly seed: number; readonly replications: number };
  /** Where the split was counted; null: it was given. */
  readonly log: LogSummary | null;
  /** What is known beside the split. */
  readonly evidence: Evidence;
  readonly result: Treated;
}

/** Where no mechanism could matter, none is tried. */
const NOTHING_TRIED: Diagnosis = {
  rows: [],
  otherStore: [],
  impossible: [],
  outcome: 'none',
  experiment: null,
  unmeasured: [],
  mapSeen: false,
  change: null,
  simulated: 0,
  partial: false,
};

/** The report of a diagnosis, with the command that runs each variant. */
export function reportOf(diagnosed: Diagnosed): DiagnoseReport {
  const { loaded, observed, luck } = diagnosed;
  const result = diagnosed.result.diagnosis ?? NOTHING_TRIED;
  const { scenario, hash } = loaded;
  const groups = observed.modelGroup.groups.map(({ name }) => name);
  const requests = totalOf(observed.counts);
  const row = (one: JudgedRow) => rowOf(one, groups, requests, diagnosed);
  const rows = result.rows.map(row);
  const change = result.change === null ? undefined : changeText(result.change, groups);
  const byLatencies = goesByLatencies(scenario.router);
  const agrees = byLatencies ? undefined : agreement(scenario.router.strategy, rows, groups, RIGHT);
  const misplaced = scenario.assumes.filter(saysOtherStrategy).map((line) => `${line}.`);
  return diagnoseReport({
    tool: diagnosed.tool,
    scenario: { name: scenario.name, hash },
    store: scenario.store.kind,
    modelGroup: observed.modelGroup.name,
    observed: Object.fromEntries(groups.map((name, g) => [name, observed.counts[g] ?? 0])),
    requests,
    log: diagnosed.log,
    simulated: result.simulated,
    seed: luck.seed,
    seeds: luck.replications,
    outcome: result.outcome,
    notRouting: notRoutingReport(diagnosed, groups),
    rows,
    otherStore: result.otherStore.map((one) => ({
      ...row(one),
      stores: [...new Set(one.members.flatMap(({ prediction }) => prediction.otherStore ?? []))],
    })),
    impossible: result.impossible.map(({ mechanism, reason, command }) => ({
      mechanism: mechanism.name,
      reason,
      command,
    })),
    experiment: result.experiment === null ? null : experimentOf(result.experiment, loaded),
    evidence: evidenceReport(diagnosed.evidence, groups, diagnosed.subject, change),
    unmeasured: result.unmeasured.map((g) => groups[g] as string),
    ...treatmentOf(diagnosed.result.remedies, groups, diagnosed),
    partial: result.partial,
    right: RIGHT,
    byLatencies,
    ...(agrees !== undefined && { agreement: [...misplaced, agrees].join(' ') }),
    blindThroughout: blindThroughout(result),
    mapSeen: result.mapSeen,
    ...(change !== undefined && { change }),
    decisiveRatio: DECISIVE_RATIO,
  });
}

function rowOf(
  row: JudgedRow,
  groups: readonly string[],
  requests: number,
  diagnosed: Diagnosed,
): DiagnoseRow {
  const { shares, precision } = row.head.distribution;
  const variants = row.members.map(({ prediction }) => prediction);
  return {
    mechanisms: variants.map(({ mechanism }) => mechanism.name),
    parameters: Object.fromEntries(
      variants.map(({ mechanism, parameter }) => [mechanism.name, parameter]),
    ),
    predicted: Object.fromEntries(groups.map((name, g) => [name, shares[g] ?? 0])),
    overdispersion:
      precision === Number.POSITIVE_INFINITY ? 1 : (requests + precision) / (1 + precision),
    p: row.p,
    asFar: row.asFar,
    runs: row.replications,
    likelihoodRatio: row.likelihoodRatio,
    leading: row.leading,
    plausible: row.plausible,
    excluded: row.excluded,
    variants: variants.map(({ mechanism, parameter, settings, bearing = null }) => ({
      mechanism: mechanism.name,
      parameter,
      explanation: mechanism.explanation,
      lookAt: mechanism.lookAt,
      bearing,
      run: runCommand(diagnosed, settings),
    })),
  };
}

/** The command that runs a variant as it was simulated here. */
function runCommand({ file, set, luck, loaded }: Diagnosed, settings: ChangeSet): string {
  const override = (one: string): CommandOption => ['--set', one];
  const options = withoutReplaced([
    ...[...set, ...overridesOf(settings, loaded)].map(override),
    ['--seed', String(luck.seed)],
    ['--replications', String(luck.replications)],
  ]);
  return commandLine(['run', file, ...options.flat()]);
}

/** What can be done, with the command that runs each change. */
function treatmentOf(
  remedies: Remedies | null,
  groups: readonly string[],
  diagnosed: Diagnosed,
): TreatmentReport {
  if (remedies === null) return { asItIs: null, remedies: [] };
  const { asItIs, tried, replications, fastest } = remedies;
  const outlook = ({ shares, latency_s }: Outlook) => ({
    shares: Object.fromEntries(groups.map((name, g) => [name, shares[g] as MeanEstimate])),
    latency: latency_s,
  });
  return {
    asItIs: {
      mechanism: asItIs.mechanism.name,
      ...outlook(asItIs),
      fastest: groups[fastest] ?? '',
      replications,
    },
    remedies: tried.map(({ mechanism, remedy: { does, line }, settings, ...one }) => ({
      mechanism: mechanism.name,
      does,
      line,
      run: runCommand(diagnosed, settings),
      ...outlook({ settings, ...one }),
    })),
  };
}

function experimentOf(
  experiment: ProposedExperiment,
  form: Pick<LoadedScenario, 'listed'>,
): ExperimentReport {
  const { proposal, requests, apart, pairs, power, remaining } = experiment;
  const { text, changes } = proposal;
  const counted = change(['requests'], proposal.requests);
  const set = overridesOf(changed(changes, [counted]), form);
  return {
    text,
    requests,
    set,
    apart,
    pairs,
    power,
    remaining: remaining.map((mechanisms) => mechanisms.map(({ name }) => name)),
  };
}

/** Whether right routing chose as blind choice does, request by request. */
function blindThroughout({ rows }: Diagnosis): boolean {
  const members = rows.flatMap((row) => row.members);
  const inRole = (role: Mechanism['role']) =>
    members.find((one) => one.prediction.mechanism.role === role);
  const [right, blind] = [inRole('right'), inRole('blind')];
  return right !== undefined && blind !== undefined && identical(right, blind);
}
