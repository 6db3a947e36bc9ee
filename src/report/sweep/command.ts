import { type SweepAxis, valueAtPlace } from '../../studies/sweep/axis.js';
import type { SweepPlan } from '../../studies/sweep/plan.js';
import { type CommandOption, commandLine } from '../../text/shell.js';
import { marginArgument } from './figures.js';

/** The command that sweeps the same again. */
export function sweepCommand(plan: SweepPlan): string {
  const { scenario, fixed, axes, variants, measures, refine } = plan;
  const named = (part: 'logger' | 'strategy'): CommandOption[] =>
    [...new Set(variants.map((one) => one[part]))].flatMap((name): CommandOption[] =>
      name === null ? [] : [[`--${part}`, name]],
    );
  const options: CommandOption[] = [
    ...axes.map((axis): CommandOption => ['--vary', `${axis.path}=${valuesOf(axis)}`]),
    ...named('logger'),
    ...named('strategy'),
    ...measures.map(({ text }): CommandOption => ['--measure', text]),
    ...fixed.map(([flag, value]): CommandOption => [flag, value]),
    ...(refine === null
      ? []
      : ([
          ['--refine', predicateOf(plan, refine)],
          ['--rounds', String(refine.rounds)],
        ] as const)),
  ];
  return commandLine(['sweep', scenario.file, ...options.flat()]);
}

function valuesOf(axis: SweepAxis): string {
  const { values, range } = axis;
  if (range === null) return values.join(',');
  const { steps, scale } = range;
  const ends = [0, steps - 1].map((u) => valueAtPlace(axis, u)).join('..');
  return [ends, steps, ...(scale === 'log' ? [scale] : [])].join(':');
}

function predicateOf(plan: SweepPlan, { predicate }: NonNullable<SweepPlan['refine']>): string {
  if (predicate.by === 'verdict') return predicate.by;
  const to = plan.variants[predicate.to];
  const [name = ''] = [to?.logger, to?.strategy].flatMap((one) => one ?? []);
  return `${name} > ${marginArgument(plan.measures[0], predicate.margin)}`;
}
