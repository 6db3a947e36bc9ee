import type { LoggerChoice } from '../loggers/choice.js';
import { checked, loggerShapeFault } from '../loggers/contract.js';
import { LOGGERS } from '../loggers/index.js';
import type { Logger as EngineLogger } from '../strategies/lowest-latency/logger.js';
import type { OptionCheck } from './checks.js';
import { allChoices, choiceOf } from './choice.js';

/** A logger as users write one. */
export interface Logger extends Omit<EngineLogger, 'summary'> {
  /** One line for lists. */
  readonly summary?: string | undefined;
}

/** A logger by the name of a shipped one, by the path of a file, or as an object. */
export type LoggerGiven = string | Logger;

export const logger: OptionCheck = (value) => {
  if (typeof value === 'string') return undefined;
  const { name } = Object(value) as Partial<Logger>;
  const fault = loggerShapeFault(value, 'it');
  if (fault === undefined && typeof name === 'string' && name !== '') return undefined;
  return `give a name, a path, or a logger: ${fault ?? 'it has no name'}`;
};

/**
 * What it takes to choose a logger: its name or path, or the choice itself.
 * @throws CommandError for an object that would have to cross threads
 */
export function chosen(given: LoggerGiven, threads: number | undefined): string | LoggerChoice {
  const shipped = LOGGERS.find((one) => one === given);
  if (shipped !== undefined) return { kind: 'shipped', name: shipped.name };
  return choiceOf('logger', given, threads, inFull);
}

/** The same of several; of one object, always the same choice. */
export function allChosen(
  given: readonly LoggerGiven[],
  threads: number | undefined,
): (string | LoggerChoice)[] {
  return allChoices('logger', given, (one) => chosen(one, threads));
}

function inFull(own: Logger): EngineLogger {
  return checked({
    name: own.name,
    summary: own.summary ?? '',
    record: (event, context) => own.record(event, context),
    view: (context, minute) => own.view(context, minute),
  });
}
