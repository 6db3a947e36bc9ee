import type { Advice } from '../../text/advice.js';
import { fixed, replicationsText } from '../../text/figures.js';
import { escapedMarkdown, markdownTable } from '../kit/markdown.js';
import type { Style } from '../kit/style.js';
import { fold, WIDTH } from '../kit/words.js';

/** A mean, and its 95% interval; null: of too few replications. */
export interface EstimateReport {
  readonly mean: number;
  readonly ci95: readonly [low: number, high: number] | null;
}

export interface OutlookReport {
  /** The mechanism that is taken to be at work. */
  readonly mechanism: string;
  /** Fractions of the requests, by group. */
  readonly shares: Readonly<Record<string, EstimateReport>>;
  /** Of a request, in seconds. */
  readonly latency: EstimateReport;
}

export interface RemedyReport extends OutlookReport {
  /** `upgrade LiteLLM to 1.89.0 or later` */
  readonly does: string;
  /** The line of configuration, or the option, to change; null where it is none. */
  readonly line: string | null;
  /** The command that runs it. */
  readonly run: string;
}

/** What can be done, as simulated. */
export interface TreatmentReport {
  /** Where nothing is changed; null: no change was tried. */
  readonly asItIs:
    | (OutlookReport & {
        /** The group with the lowest mean latency. */
        readonly fastest: string;
        readonly replications: number;
      })
    | null;
  /** The lowest mean latency first. */
  readonly remedies: readonly RemedyReport[];
}

/** More are not shown, but in JSON. */
const SHOWN = 10;
const SHARE_WIDTH = 19;
const LATENCY_WIDTH = 22;
const CHANGE_WIDTH = WIDTH - SHARE_WIDTH - LATENCY_WIDTH - 4;

/** What to change, and what to expect of it: a line of figures each, and below it the line to change. */
export function remediesText(report: TreatmentReport, style: Style): string {
  const { asItIs } = report;
  if (asItIs === null) return '';
  const all = merged(report);
  const assumed = new Set(all.flatMap(({ mechanisms }) => mechanisms)).size > 1;
  const figures = (one: OutlookReport) =>
    shareText(one, asItIs.fastest).padStart(SHARE_WIDTH) + latencyText(one).padStart(LATENCY_WIDTH);
  const row = (name: string, behind: string, below: readonly string[]) => {
    const [first = '', ...others] = fold(name, CHANGE_WIDTH - 2);
    return [
      `  ${first.padEnd(CHANGE_WIDTH)}${behind}`,
      ...others.map((line) => `    ${line}`),
      ...below.flatMap((text) => fold(text, WIDTH - 8)).map((line) => `      ${style.faint(line)}`),
    ].join('\n');
  };
  const [share = '', ...rest] = fold(`${asItIs.fastest} %`, SHARE_WIDTH - 2);
  const title = `${share}${rest.length > 0 ? '…' : ''}`;
  return [
    `${style.strong('Change this, expect that')} ${style.faint(`(${replicationsText(asItIs.replications)}, with 95% intervals)`)}`,
    style.faint(
      `  ${''.padEnd(CHANGE_WIDTH)}${title.padStart(SHARE_WIDTH)}${'mean latency'.padStart(LATENCY_WIDTH)}`,
    ),
    row('as it is', figures(asItIs), []),
    ...all
      .slice(0, SHOWN)
      .map((one) =>
        row(one.does, figures(one), [
          ...(one.line === null ? [] : [one.line]),
          ...(assumed ? [`if it is ${one.mechanisms.join(' or ')}`] : []),
        ]),
      ),
    ...(all.length > SHOWN ? [`  ... and ${all.length - SHOWN} more, which --json has`] : []),
  ].join('\n');
}

/** The same as a table of Markdown. */
export function remediesMarkdown(report: TreatmentReport): string {
  const { asItIs } = report;
  if (asItIs === null) return '';
  const right = { align: 'right' as const };
  const figures = (one: OutlookReport) => [
    escapedMarkdown(shareText(one, asItIs.fastest)),
    escapedMarkdown(latencyText(one)),
  ];
  return markdownTable(
    [
      { title: 'Change this, expect that' },
      { title: 'line' },
      { title: 'if it is' },
      { title: `${escapedMarkdown(asItIs.fastest)} %`, ...right },
      { title: 'mean latency', ...right },
    ],
    [
      ['as it is', '', escapedMarkdown(asItIs.mechanism), ...figures(asItIs)],
      ...merged(report).map((one) => [
        escapedMarkdown(one.does),
        one.line === null ? '' : `\`${one.line.replaceAll('|', '\\|')}\``,
        escapedMarkdown(one.mechanisms.join(' or ')),
        ...figures(one),
      ]),
    ],
  );
}

/**
 * The command that runs the best change, if any is better than none: of the likeliest mechanism, where
 * several lead.
 */
export function remedyAdvice({ asItIs, remedies }: TreatmentReport): Advice[] {
  const best = remedies.find(({ mechanism }) => mechanism === asItIs?.mechanism);
  if (asItIs === null || best === undefined || best.latency.mean >= asItIs.latency.mean) return [];
  const others = remedies.some(({ mechanism }) => mechanism !== asItIs.mechanism);
  const condition = others ? `If it is ${asItIs.mechanism}, simulate` : 'Simulate';
  return [{ says: `${condition} the best change, ${best.does}:`, command: best.run }];
}

/** A change that comes to the same under several mechanisms is one. */
function merged({ remedies }: TreatmentReport) {
  const rows = new Map<string, RemedyReport & { readonly mechanisms: string[] }>();
  for (const one of remedies) {
    const { does, line, shares, latency } = one;
    const key = JSON.stringify([does, line, shares, latency]);
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { ...one, mechanisms: [one.mechanism] });
    else known.mechanisms.push(one.mechanism);
  }
  return [...rows.values()];
}

function shareText({ shares }: OutlookReport, group: string): string {
  const share = shares[group] ?? { mean: 0, ci95: null };
  return estimateText(share, (value) => fixed(value * 100, 1));
}

function latencyText({ latency }: OutlookReport): string {
  const digits = latency.mean < 10 ? 2 : 1;
  return estimateText(latency, (value) => fixed(value, digits), ' s');
}

function estimateText(
  { mean, ci95 }: EstimateReport,
  text: (value: number) => string,
  unit = '',
): string {
  return `${text(mean)}${unit}${ci95 === null ? '' : ` [${ci95.map(text).join(', ')}]`}`;
}
