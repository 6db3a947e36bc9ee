import { count } from '../../text/figures.js';
import type { LogSummary } from '../import/report.js';
import { SCHEMA_VERSION, type Tool } from '../kit/json.js';
import { capital, list } from '../kit/words.js';
import { type BearingReport, bearingSentence, type EvidenceReport } from './evidence.js';
import { type NotRoutingReport, notRoutingText } from './not-routing.js';
import type { DiagnoseOutcome } from './outcome.js';
import type { TreatmentReport } from './remedies.js';

/** A mechanism at the value of its parameter that suits the observation best. */
export interface VariantReport {
  readonly mechanism: string;
  readonly parameter: string | null;
  readonly explanation: string;
  /** What would show it where traffic does not. */
  readonly lookAt: string;
  /** How it stands to log and map; null: they say nothing of it. */
  readonly bearing: BearingReport | null;
  /** The command that runs it. */
  readonly run: string;
}

/** Mechanisms that predict the same. */
export interface DiagnoseRow {
  readonly mechanisms: readonly string[];
  /** By mechanism; null where nothing is free. */
  readonly parameters: Readonly<Record<string, string | null>>;
  /** Mean share of requests by group. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Variance of a count, in parts of the multinomial's; 1: no over-dispersion. */
  readonly overdispersion: number;
  /** Probability of an observation that is no more likely than this one. */
  readonly p: number;
  /** Simulated runs in which the split was as far from what is usual, of so many. */
  readonly asFar: number;
  readonly runs: number;
  /** Likelihood of the observation, in parts of the best row's. */
  readonly likelihoodRatio: number;
  readonly leading: boolean;
  /** The observation is not too rare for an explanation, luck of the runs allowed for. */
  readonly plausible: boolean;
  readonly excluded: boolean;
  readonly variants: readonly VariantReport[];
}

export interface OtherStoreRow extends DiagnoseRow {
  /** The kinds of store that its mechanisms need. */
  readonly stores: readonly string[];
}

export interface ExperimentReport {
  readonly text: string;
  /** Requests that it takes, the warm-up included. */
  readonly requests: number;
  /** Overrides on top of a mechanism's own. */
  readonly set: readonly string[];
  /** Pairs of leading mechanisms that it tells apart, of so many. */
  readonly apart: number;
  readonly pairs: number;
  /** The lowest power over the pairs that it tells apart. */
  readonly power: number;
  /** Mechanisms that still predict alike, together. */
  readonly remaining: readonly (readonly string[])[];
}

/** The result of a diagnosis: the fields of `diagnose --json`, in their order. */
export interface DiagnoseReport extends TreatmentReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly tool: Tool;
  readonly scenario: { readonly name: string; readonly hash: string };
  readonly store: string;
  readonly modelGroup: string;
  readonly observed: Readonly<Record<string, number>>;
  readonly requests: number;
  /** Where they were counted; null: they were given. */
  readonly log: LogSummary | null;
  /** Requests of each simulated replication: fewer than observed where there are very many. */
  readonly simulated: number;
  readonly seed: number;
  readonly seeds: number;
  readonly decided: boolean;
  /** Null: interrupted before all mechanisms were tried. */
  readonly outcome: DiagnoseOutcome | null;
  readonly conclusion: string;
  /** What is no matter of routing; null: nothing that is known. */
  readonly notRouting: NotRoutingReport | null;
  /** What is known beside the split; null: nothing. */
  readonly evidence: EvidenceReport | null;
  /** The likeliest row first. */
  readonly rows: readonly DiagnoseRow[];
  readonly otherStore: readonly OtherStoreRow[];
  readonly impossible: readonly {
    readonly mechanism: string;
    readonly reason: string;
    /** The command that shows it; null where none does. */
    readonly command: string | null;
  }[];
  readonly experiment: ExperimentReport | null;
  /** Groups whose latencies nobody has measured. */
  readonly unmeasured: readonly string[];
  /** What tells the leading mechanisms apart where no traffic does. */
  readonly lookAt: readonly { readonly mechanism: string; readonly text: string }[];
  readonly partial: boolean;
}

export type DiagnoseFindings = Omit<
  DiagnoseReport,
  'schemaVersion' | 'decided' | 'conclusion' | 'lookAt' | 'outcome'
> & {
  /** What the mechanisms come to. */
  readonly outcome: Exclude<DiagnoseOutcome, 'not-routing'> | null;
  /** The name of the mechanism that is nothing wrong. */
  readonly right: string;
  /** That a strategy that reads no latencies does what it says, in words; absent: it does not. */
  readonly agreement?: string;
  /** Whether the strategy chooses by latencies. */
  readonly byLatencies: boolean;
  /** Whether random choice and right routing made the very same choices. */
  readonly blindThroughout: boolean;
  /** That the split changes within the log, in words; absent: it does not. */
  readonly change?: string;
  /** Whether somebody has looked at the map. */
  readonly mapSeen: boolean;
  /** How many times likelier the best must be to be alone in the lead. */
  readonly decisiveRatio: number;
};

/** Puts a diagnosis's report together. */
export function diagnoseReport(found: DiagnoseFindings): DiagnoseReport {
  const findings = withoutHarmless(found);
  const { tool, scenario, store, modelGroup, observed, requests, log, simulated } = findings;
  const { seed, seeds, outcome, rows, otherStore, impossible, experiment, partial } = findings;
  const { asItIs, remedies } = findings;
  const { unmeasured, notRouting, evidence } = findings;
  // What was interrupted has come to nothing yet.
  const whole = notRouting !== null && outcome !== null ? 'not-routing' : outcome;
  return {
    schemaVersion: SCHEMA_VERSION,
    tool,
    scenario,
    store,
    modelGroup,
    observed,
    requests,
    log,
    simulated,
    seed,
    seeds,
    decided: isDecided(findings),
    outcome: whole,
    conclusion: whole === 'not-routing' ? besideRouting(findings) : conclusion(findings),
    notRouting,
    evidence,
    rows,
    otherStore,
    impossible,
    experiment,
    unmeasured,
    lookAt: lookAt(findings),
    asItIs,
    remedies,
    partial,
  };
}

/**
 * Beside a time that is no matter of routing, routing as it should be is enough of an answer: what
 * would look the same need not be told apart.
 */
function withoutHarmless(findings: DiagnoseFindings): DiagnoseFindings {
  const { notRouting, rows, right, outcome } = findings;
  const isRight = rows.some(({ leading, mechanisms }) => leading && mechanisms.includes(right));
  if (notRouting === null || outcome === null || !isRight) return findings;
  return {
    ...findings,
    outcome: 'decided',
    notRouting: { ...notRouting, rest: 'decided' },
    experiment: null,
  };
}

function isDecided({ outcome, notRouting }: DiagnoseFindings): boolean {
  if (notRouting === null || outcome === null) return outcome === 'decided';
  return notRouting.sure && (notRouting.rest === null || outcome === 'decided');
}

/** The answer where not all is a matter of routing. */
function besideRouting(findings: DiagnoseFindings): string {
  const { notRouting } = findings;
  if (notRouting === null) return conclusion(findings);
  return notRoutingText(notRouting, notRouting.rest === null ? '' : conclusion(findings));
}

/** What no mechanism is of. */
const BEYOND =
  'failures with their retries, cooldowns and fallbacks, or a setting or deployment that the scenario does not have';

function conclusion(findings: DiagnoseFindings): string {
  const { outcome, rows, otherStore, store, blindThroughout, decisiveRatio } = findings;
  const leading = rows.filter((row) => row.leading);
  switch (outcome) {
    case null:
      return 'It was interrupted before all mechanisms were tried.';
    case 'decided':
      return findings.agreement ?? decided(leading, findings);
    case 'uninformative':
      return (
        'It cannot be decided: right routing and random choice predict the same split. ' +
        (!findings.byLatencies
          ? 'What the strategy goes by makes no difference to it.'
          : blindThroughout
            ? 'Every choice was made before the first answer came, and so was random under every mechanism.'
            : 'Hardly any choice could go by an answer.')
      );
    case 'same-prediction':
      return `It cannot be decided between ${names(leading)}: they predict the same split, and requests like these cannot tell them apart.${excludedRight(findings)}${whatTells(findings)}`;
    case 'several':
      return `It cannot be decided between ${names(leading)}: ${leading.length} predictions explain the split, and none is ${decisiveRatio} times less likely than the best.${excludedRight(findings)}${whatTells(findings)}`;
    case 'other-store':
      return `Nothing that is possible on the scenario's ${store} store explains the split. On a ${list(storesOf(otherStore), 'or')} store it could be ${names(
        otherStore.filter((row) => row.leading),
        'or',
      )}. If the store is as the scenario says, the cause is none of these: ${BEYOND}, or several proxies in one log.`;
    case 'no-latency':
      return `It cannot be decided: how long answers of ${list(findings.unmeasured)} take was never measured, and another latency would make for another explanation. Give it in the scenario, or a log that has such answers.`;
    case 'none':
      return findings.change !== undefined
        ? `None of these explains the split. ${findings.change} Look at what was changed or failed then: the configuration, the release, a deployment, the load. Diagnose what was before and what came after each in a log of its own.`
        : `None of these explains the split.${nearest(findings)} It may come from what is not among these: ${BEYOND}. Look at the failed requests in the log and at the settings of the router, then at the scenario's fleet, latencies, load and ttl.`;
  }
}

/** So many that are excluded are named. */
const NAMED = 3;

/** Of what explains nothing: what would but for log or map, or which is the least far from it. */
function nearest({ rows, otherStore }: DiagnoseFindings): string {
  const left = [...rows, ...otherStore].filter(
    ({ excluded, plausible }) => !excluded && !plausible,
  );
  const [first] = left.sort((a, b) => b.p - a.p);
  const refuted = [...rows, ...otherStore]
    .filter(({ plausible }) => plausible)
    .flatMap(({ variants }) => variants)
    .flatMap(({ mechanism, bearing }) =>
      bearing?.kind === 'excluded' ? [`${mechanism} (${bearing.because})`] : [],
    );
  if (refuted.length > 0) {
    return ` What predicts it is excluded by what else is known: ${list(refuted.slice(0, NAMED))}.`;
  }
  if (first === undefined) {
    return ' Under each, one like it comes in less than 1 of 1,000 runs.';
  }
  return ` The nearest is ${first.mechanisms[0]}: ${count(first.asFar)} of ${count(first.runs)} runs came as far (p ${first.p.toFixed(3)}), too few for an explanation, too many to rule it out.`;
}

/** Where to look, besides an experiment. */
function whatTells({ byLatencies, mapSeen, experiment }: DiagnoseFindings): string {
  if (!byLatencies || mapSeen) return '';
  const look = 'the map that the router keeps (--map FILE, or --map absent)';
  return ` What tells: ${experiment === null ? '' : 'an experiment, or '}${look}.`;
}

/** That something is wrong, where that is sure. */
function excludedRight({ rows, right }: DiagnoseFindings): string {
  const row = rows.find(({ mechanisms }) => mechanisms.includes(right));
  return row?.excluded ? ` ${capital(right)} is ruled out.` : '';
}

function decided(
  leading: readonly DiagnoseRow[],
  { rows, right, decisiveRatio }: DiagnoseFindings,
): string {
  const [best] = leading as [DiagnoseRow];
  const row = leading.find(({ mechanisms }) => mechanisms.includes(right)) ?? best;
  const first = row.mechanisms.includes(right) ? right : (row.mechanisms[0] as string);
  const others = row.mechanisms.filter((name) => name !== first);
  const near = leading.filter((one) => one !== row).flatMap(({ mechanisms }) => mechanisms);
  const parameter = row.parameters[first];
  const subject = parameter == null ? first : `${first} (${parameter})`;
  // What would lead, were the other not shown to be at work.
  const besides = rows.filter(
    (one) => !one.leading && !one.excluded && one.likelihoodRatio * decisiveRatio > 1,
  );
  const same = [...others, ...besides.flatMap(({ mechanisms }) => mechanisms)];
  const alike = [
    same.length === 0 ? '' : ` ${capital(list(same))} would look the same here.`,
    near.length === 0
      ? ''
      : ` ${capital(list(near))} would look nearly the same, and do little harm here.`,
  ].join('');
  if (first === right || others.length > 0 || near.length > 0) {
    return `Explained by ${subject}: nothing is wrong that these requests could show.${alike}`;
  }
  const bearing = row.variants.find(({ mechanism }) => mechanism === first)?.bearing ?? null;
  if (bearing?.kind === 'fits') {
    return `Explained by ${subject}.${bearingSentence(bearing)}${alike}`;
  }
  return `Explained by ${subject}: nothing else that was tried would look the same.`;
}

function storesOf(rows: readonly OtherStoreRow[]): string[] {
  return [...new Set(rows.filter((row) => row.leading).flatMap((row) => row.stores))];
}

function names(rows: readonly DiagnoseRow[], word = 'and'): string {
  return list(
    rows.flatMap((row) => row.mechanisms),
    word,
  );
}

/** Of the mechanisms that no experiment tells apart: what else would. */
function lookAt({
  outcome,
  rows,
  otherStore,
  experiment,
}: DiagnoseFindings): DiagnoseReport['lookAt'] {
  if (outcome === null || outcome === 'decided' || outcome === 'none') return [];
  if (outcome === 'no-latency') return [];
  const leading = (outcome === 'other-store' ? otherStore : rows).filter((row) => row.leading);
  const variants = leading.flatMap((row) => row.variants);
  const alike = experiment === null ? undefined : new Set(experiment.remaining.flat());
  return variants
    .filter(({ mechanism }) => alike === undefined || alike.has(mechanism))
    .map(({ mechanism, lookAt: text }) => ({ mechanism, text }));
}
