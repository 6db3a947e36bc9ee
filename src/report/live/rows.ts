import { count, fixed, percent } from '../../text/figures.js';
import { labelOf, signedFixed } from './answer.js';
import type { LiveMeasurement, LiveReport } from './report.js';

/** A column of a report on what was measured. */
interface LiveColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** A table of texts, for any form. */
export interface LiveTable {
  readonly columns: readonly LiveColumn[];
  readonly rows: readonly (readonly string[])[];
}

const left = (title: string): LiveColumn => ({ title, align: 'left' });
const right = (title: string): LiveColumn => ({ title, align: 'right' });

/** Each group, measured and predicted. */
export function sharesTable({ runs }: LiveReport): LiveTable {
  const several = runs.length > 1;
  const ofModelGroups = severalModelGroups(runs);
  return {
    columns: [
      ...(several ? [left(runs.every(({ at }) => at.kind === 'redis') ? 'logger' : 'proxy')] : []),
      left('group'),
      right('of fleet'),
      ...(several ? [] : [right('requests')]),
      right('measured'),
      right('predicted'),
      right('sd'),
      right('z'),
    ],
    rows: runs.flatMap((run) =>
      run.measured.map((group, g) => {
        const name = ofModelGroups ? `${group.modelGroup}: ${group.name}` : group.name;
        const predicted = run.predicted[g];
        const z = run.z[g] ?? null;
        return [
          ...(several ? [g === 0 ? labelOf(run, runs) : ''] : []),
          `${name}${group.fastest ? ' (fastest)' : ''}`,
          percent(group.deploymentShare),
          ...(several ? [] : [count(group.requests)]),
          percent(group.share),
          predicted === undefined ? '-' : percent(predicted.share),
          predicted === undefined ? '-' : fixed((run.sd[g] ?? 0) * 100, 1),
          z === null ? '-' : signedFixed(z),
        ];
      }),
    ),
  };
}

/** Each time that it was measured: the share of the fast group, of all requests and of their second half. */
export function repeatsTable({ runs }: LiveReport): LiveTable {
  const several = runs.length > 1;
  return {
    columns: [
      ...(several ? [left('')] : []),
      right('run'),
      right('requests'),
      right('failed'),
      ...fastGroups(runs[0]).flatMap((name) => [right(name), right('second half')]),
      right('used'),
    ],
    rows: runs.flatMap((run) => [
      ...run.repeats.map((one, i) => [
        ...(several ? [i === 0 ? labelOf(run, runs) : ''] : []),
        one.complete ? String(i + 1) : `${i + 1}, cut short`,
        count(one.requests),
        count(one.failed),
        ...fastOf(run).flatMap((g) => [shareOrDash(one.shares[g]), shareOrDash(one.secondHalf[g])]),
        `${one.deployments.filter(({ requests }) => requests > 0).length} of ${one.deployments.length}`,
      ]),
      ...(run.predicted.length === 0
        ? []
        : [
            [
              ...(several ? [''] : []),
              'predicted',
              '',
              '',
              ...fastOf(run).flatMap((g) => [
                shareOrDash(run.predicted[g]?.share),
                shareOrDash(run.predictedSecondHalf[g]),
              ]),
              '',
            ],
          ]),
    ]),
  };
}

/** Positions of the fast group of each model group, of the first few. */
function fastOf({ measured }: LiveMeasurement): number[] {
  return measured.flatMap(({ fastest }, g) => (fastest ? [g] : [])).slice(0, MOST_FAST);
}

/** More do not fit beside one another. */
const MOST_FAST = 2;

function fastGroups(run: LiveMeasurement | undefined): string[] {
  return run === undefined ? [] : fastOf(run).map((g) => run.measured[g]?.name ?? '');
}

function severalModelGroups(runs: readonly LiveMeasurement[]): boolean {
  return new Set(runs[0]?.measured.map(({ modelGroup }) => modelGroup)).size > 1;
}

function shareOrDash(share: number | null | undefined): string {
  return share === null || share === undefined ? '-' : percent(share);
}

/** What is known of the lost updates of each logger; nothing at a proxy. */
export function lossTable({ runs }: LiveReport): LiveTable | null {
  const known = runs.filter(({ updatesLost }) => updatesLost !== null);
  if (known.length === 0) return null;
  return {
    columns: [left('logger'), right('stored'), right('lost'), right('of stored')],
    rows: known.map((run) => [
      labelOf(run, runs),
      run.recorded === null ? '-' : count(run.recorded),
      count(run.updatesLost ?? 0),
      run.recorded === null || run.recorded === 0
        ? '-'
        : percent((run.updatesLost ?? 0) / run.recorded),
    ]),
  };
}
