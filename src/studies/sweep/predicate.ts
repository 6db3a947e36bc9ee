import type { FigureUnit } from '../../expectation/unit.js';
import { usageError } from '../../text/failure.js';
import { parseDuration, parsePercent } from '../../text/units.js';
import type { SweepAxis } from './axis.js';
import type { RefinePredicate, SweepMeasure, SweepVariant } from './plan.js';

const FORM = "write --refine verdict, or --refine 'locked > 10%'";

/**
 * Reads `verdict`, or `locked > 10%`: the first measure differs by more than that from the one under
 * this logger or strategy.
 * @throws CommandError where it is neither, names nothing that is compared, or nothing can be refined
 */
export function readPredicate(
  text: string,
  variants: readonly SweepVariant[],
  [measure]: readonly SweepMeasure[],
  axes: readonly SweepAxis[],
): RefinePredicate {
  if (axes.every(({ range }) => range === null)) {
    const remedy = 'vary a range: path=from..to';
    throw usageError('--refine has nothing to refine: a list has no values in between', remedy);
  }
  if (text.trim() === 'verdict') return { by: 'verdict' };
  const [, name = '', margin = ''] = /^\s*(\S+)\s*>\s*(\S+)\s*$/.exec(text) ?? [];
  if (name === '') throw usageError(`--refine "${text}" is not a predicate`, FORM);
  const to = variants.findIndex(({ logger, strategy }) => logger === name || strategy === name);
  if (to === -1) {
    const remedy = `compare with it: --logger ${name}`;
    throw usageError(`--refine "${text}": ${name} is not among what is compared`, remedy);
  }
  if (variants.length < 2) {
    throw usageError(
      `--refine "${text}": there is nothing to compare ${name} with`,
      'name another logger or strategy as well',
    );
  }
  const unit = measure?.unit ?? 'share';
  const value = marginOf(margin, unit);
  if (value === undefined) {
    const message = `--refine "${text}": "${margin}" is not a difference of ${measure?.text}`;
    throw usageError(message, `write ${EXAMPLES[KIND_OF_MARGIN[unit]]}`);
  }
  return { by: 'difference', to, margin: value };
}

const KIND_OF_MARGIN = {
  share: 'points',
  difference: 'points',
  verdict: 'points',
  seconds: 'time',
  count: 'number',
  explore: 'number',
} as const satisfies Record<FigureUnit, string>;

const EXAMPLES = {
  points: 'points of share, such as 10%',
  time: 'a duration, such as 50ms',
  number: 'a number, such as 100',
} as const;

function marginOf(text: string, unit: FigureUnit): number | undefined {
  try {
    switch (KIND_OF_MARGIN[unit]) {
      case 'points':
        return parsePercent(text);
      case 'time':
        return parseDuration(text);
      case 'number':
        return /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
