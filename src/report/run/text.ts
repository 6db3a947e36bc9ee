import type { KnownOverTime } from '../../measure/known.js';
import { marginAt, VERDICT_NAMES } from '../../measure/verdict.js';
import { fixed, percent, replicationsText, secondsAlike } from '../../text/figures.js';
import { nextStep, nextText } from '../kit/next.js';
import { sourceText } from '../kit/source.js';
import type { Style } from '../kit/style.js';
import { labelled, paragraph } from '../kit/words.js';
import { knownInText } from '../known/text.js';
import { advice } from './advice.js';
import { answerText, interruption, nothingToJudge } from './answer.js';
import { causesInFull, causesText } from './causes.js';
import { extraLatency, figures } from './figures.js';
import { briefHeading, fullHeading, type Heading } from './heading.js';
import { expectationsInFull, openText } from './judged.js';
import { LEVEL } from './level.js';
import { precisionText } from './precision-text.js';
import type { RunReport } from './report.js';
import { samplesInFull } from './samples.js';
import { deploymentsText, sharesInFull, sharesText } from './shares.js';
import { testedIn } from './tested.js';
import { unevenness } from './unevenness.js';
import { warningsText } from './warnings.js';

/** What a text has beside its answer. */
export interface RunDetails {
  /** A table per deployment, and how uneven each replication was. */
  readonly byDeployment?: boolean;
  /** How it was set up, what it assumes, and every figure. */
  readonly verbose?: boolean;
  /** What the router knows, of which `verbose` has a picture. */
  readonly known?: readonly KnownOverTime[];
}

/** The report of a run as text, 80 columns wide: the answer, what supports it, why, and what is next. */
export function textRun(
  report: RunReport,
  heading: Heading,
  details: RunDetails,
  style: Style,
): string {
  const sections = [briefHeading(report.scenario.name, testedIn(report), heading, style)];
  if (report.partial) sections.push(style.unsure(interruption(report)));
  sections.push(
    [answerText(report, style), ...precisionText([report], style)].join('\n'),
    ...warningsText(report.assumes, style),
  );
  if (nothingToJudge(report) === undefined) {
    sections.push(...(details.verbose ? inFull : inShort)(report, details, style));
    const next = advice(report, heading.where);
    sections.push(...(details.verbose ? [nextText(next, style)] : nextStep(next, style)));
  } else if (report.replications.length > 0) {
    if (details.verbose) sections.push(samplesInFull(report, style));
    sections.push(...expectationsInFull(report, style));
  }
  if (details.verbose) {
    sections.push(fullHeading(heading, style));
    sections.push(`${hashes(report, style)}\n${source(report, true, style)}`);
  } else {
    sections.push(source(report, false, style));
  }
  return `${sections.join('\n\n')}\n`;
}

function inShort(report: RunReport, { byDeployment = false }: RunDetails, style: Style): string[] {
  return [
    ...sharesText(report, style),
    ...(byDeployment ? [deploymentsText(report, style)] : []),
    ...unevennessText(report, byDeployment),
    ...causesText(report, style),
    [labelled(figures(report), style.strong), ...openText(report, style)].join('\n'),
  ];
}

function inFull(report: RunReport, details: RunDetails, style: Style): string[] {
  const { byDeployment = false, known = [] } = details;
  return [
    ...sharesInFull(report, style),
    ...(byDeployment ? [deploymentsText(report, style)] : []),
    ...unevennessText(report, byDeployment),
    ...knownInText({ ...report, known }, style),
    ...causesInFull(report, style),
    samplesInFull(report, style),
    latencyInFull(report, style),
    verdictsInFull(report, style),
    ...expectationsInFull(report, style),
  ];
}

function unevennessText(report: RunReport, all: boolean): string[] {
  const texts = unevenness(report, all);
  return texts.length === 0 ? [] : [texts.map((text) => paragraph(text, 2)).join('\n')];
}

function latencyInFull(report: RunReport, style: Style): string {
  const { mean_s, p50_s, p95_s, p99_s } = report.latency;
  const [mean, p50, p95, p99] = secondsAlike([mean_s, p50_s, p95_s, p99_s]);
  const at = report.latency.lostPerRequestCi95 === null ? '' : ` (${LEVEL} CI)`;
  return [
    style.strong('What callers wait'),
    `  mean ${mean}, P50 ${p50}, P95 ${p95}, P99 ${p99}`,
    paragraph(`extra latency: ${extraLatency(report)}${at}`, 2),
  ].join('\n');
}

/** By model group, what the verdict goes by. */
function verdictsInFull({ verdicts, groups, margin }: RunReport, style: Style): string {
  const lines = verdicts.map(({ modelGroup, fastest, verdict }) => {
    const group = groups.find((one) => one.modelGroup === modelGroup && one.name === fastest);
    const of = verdicts.length > 1 ? `${modelGroup}: ` : '';
    const { share = 0, deploymentShare = 0 } = group ?? {};
    const reach = fixed(marginAt(deploymentShare, margin) * 100, 1);
    return paragraph(
      `${of}${VERDICT_NAMES[verdict]}; ${fastest}, the fastest, gets ${percent(share)}, random choice would give it ${percent(deploymentShare)}, and ${reach} points on either side count as the same`,
      2,
    );
  });
  return [style.strong('Verdict'), ...lines].join('\n');
}

function hashes({ traceHash, decisionsHash }: RunReport, style: Style): string {
  return style.faint(`trace ${traceHash}  decisions ${decisionsHash}`);
}

/** The last line; of a comparison, too. */
export function source(report: RunReport, verbose: boolean, style: Style): string {
  const { replication, replications } = report;
  const runs =
    replication === null ? replicationsText(replications.length) : `replication ${replication}`;
  return sourceText({ ...report, runs }, verbose, style);
}
