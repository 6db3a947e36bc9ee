import { type LoggerChoice, shownName } from '../loggers/choice.js';
import { checked, loggerShapeFault } from '../loggers/contract.js';
import { LOGGERS } from '../loggers/index.js';
import type { Logger as EngineLogger } from '../strategies/lowest-latency/logger.js';
import { usageError } from '../text/failure.js';
import type { OptionCheck } from './checks.js';

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
  if (typeof given === 'string') return given;
  const shipped = LOGGERS.find((one) => one === given);
  if (shipped !== undefined) return { kind: 'shipped', name: shipped.name };
  if (threads !== undefined && threads > 1) {
    throw usageError(
      `logger '${given.name}' is an object, which cannot go to other threads`,
      'give the path of its file, or leave threads out',
    );
  }
  return { kind: 'given', name: given.name, logger: inFull(given) };
}

/** The same of several; of one object, always the same choice. */
export function allChosen(
  given: readonly LoggerGiven[],
  threads: number | undefined,
): (string | LoggerChoice)[] {
  const choices = new Map(given.map((one) => [one, chosen(one, threads)]));
  const names = [...choices.values()].map((one) =>
    typeof one === 'string' ? one : shownName(one),
  );
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw usageError(`two loggers are named '${twice}'`, 'give each a name of its own');
  }
  return [...choices.values()];
}

function inFull(own: Logger): EngineLogger {
  return checked({
    name: own.name,
    summary: own.summary ?? '',
    record: (event, context) => own.record(event, context),
    view: (context, minute) => own.view(context, minute),
  });
}
