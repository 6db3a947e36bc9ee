import { tooFew } from '../../stats/interval.js';
import type { Advice } from '../../text/advice.js';
import { type CommandOption, commandLine, withOptions } from '../../text/shell.js';
import { again, MORE_PRECISE, optionsIn, type Where } from '../run/advice.js';
import { leastPrecise } from '../run/precision.js';
import { goesByLatencies } from '../run/tested.js';
import { isDifferent, isNegligible } from './conclusion.js';
import { type ComparedRun, type CompareReport, ONE_OF } from './report.js';

/** Enough for a first interval; and so many times more where an interval leaves it open. */
const ENOUGH = 20;
const TIMES_MORE = 4;

/** The command that shows the same comparison again. */
export function againCommand(
  { runs }: CompareReport,
  where: Pick<Where, 'scenario' | 'options' | 'again'>,
  variants: readonly CommandOption[],
): string {
  const { scenario, options } = again(where);
  const replication = runs[0]?.replication ?? null;
  const given: CommandOption[] = [...variants];
  if (replication !== null) given.push(['--replication', String(replication)]);
  return commandLine(['compare', scenario, ...withOptions(options, given).flat()]);
}

/**
 * What to try after a comparison: more replications where it is open, else one lost update, else every
 * order of the steps of a logger, or why a strategy chose as it did.
 * @param variants as commands name them, in the order of the runs
 */
export function compareAdvice(
  { runs, compared }: CompareReport,
  where: Pick<Where, 'scenario' | 'options' | 'again'>,
  variants: readonly CommandOption[],
): Advice[] {
  const { scenario, options } = where;
  const named = (at: number): CommandOption => variants[at] as CommandOption;
  const command = (name: string, given: readonly CommandOption[]) =>
    commandLine([name, scenario, ...withOptions(options, given).flat()]);
  const allowance = leastPrecise(runs)?.allowance ?? null;
  if (allowance !== null) {
    const given = withOptions(again(where).options, [...variants, ...optionsIn(allowance)]);
    return [{ says: MORE_PRECISE, command: commandLine(['compare', scenario, ...given.flat()]) }];
  }
  const seeds = runs[0]?.seeds ?? ENOUGH;
  if (runs.some((run) => isOpen(run, compared))) {
    const wanted = tooFew(seeds) ? ENOUGH : TIMES_MORE * seeds;
    const more: CommandOption = ['--replications', String(wanted)];
    return [
      {
        says: 'More replications narrow the intervals:',
        command: command('compare', [...variants, more]),
      },
    ];
  }
  const losing = runs.findIndex((run) => (run.samples.lost ?? 0) > 0 && goesByLatencies(run));
  if (losing >= 0) {
    return [
      {
        says: 'To see one lost update step by step:',
        command: command('trace', [named(losing)]),
      },
    ];
  }
  const [baseline] = runs;
  if (baseline !== undefined && runs.every(({ verdict }) => verdict === 'degraded')) {
    return [
      {
        says: `No ${ONE_OF[compared]} helps here. What else keeps the router from the fastest group:`,
        command: command('run', [named(0)]),
      },
    ];
  }
  const last = runs.length - 1;
  if (compared === 'strategies') {
    return [
      { says: `Where ${runs[last]?.variant} sends what:`, command: command('run', [named(last)]) },
    ];
  }
  return [
    {
      says: `To try ${runs[last]?.variant} in every order of its steps:`,
      command: commandLine(['explore', ...named(last)]),
    },
  ];
}

/** Whether it is open what it costs or saves, if anything. */
function isOpen(run: ComparedRun, compared: CompareReport['compared']): boolean {
  if (!isDifferent(run)) return false;
  const { lostPerRequest_s, latency_s } = run.difference;
  const { ci95 } = compared === 'loggers' ? lostPerRequest_s : latency_s;
  if (ci95 === null) return true;
  return ci95[0] <= 0 && ci95[1] >= 0 && !isNegligible(run);
}
