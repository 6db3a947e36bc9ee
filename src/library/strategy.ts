import type { StrategyChoice } from '../loggers/choice.js';
import { checkedStrategy, type OwnStrategy, strategyShapeFault } from '../strategies/own.js';
import type { OptionCheck } from './checks.js';
import { allChoices, choiceOf } from './choice.js';

/** A strategy by the name of one that comes with latsim, by the path of a file, or as an object. */
export type StrategyGiven = string | OwnStrategy;

export const strategy: OptionCheck = (value) => {
  if (typeof value === 'string') return undefined;
  const { name } = Object(value) as Partial<OwnStrategy>;
  const fault = strategyShapeFault(value, 'it');
  if (fault === undefined && typeof name === 'string' && name !== '') return undefined;
  return `give a name, a path, or a strategy: ${fault ?? 'it has no name'}`;
};

/**
 * What it takes to choose a strategy: its name or path, or the choice itself.
 * @throws CommandError for an object that would have to cross threads
 */
export function chosenStrategy(
  given: StrategyGiven,
  threads: number | undefined,
): string | StrategyChoice {
  return choiceOf('strategy', given, threads, (own) => {
    const { name = '', summary = '' } = own;
    return checkedStrategy(own, { name, summary });
  });
}

/** The same of several; of one object, always the same choice. */
export function allStrategies(
  given: readonly StrategyGiven[],
  threads: number | undefined,
): (string | StrategyChoice)[] {
  return allChoices('strategy', given, (one) => chosenStrategy(one, threads));
}
