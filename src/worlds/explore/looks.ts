import { LOGGERS } from '../../loggers/index.js';
import type { CompletionEvent } from '../../model/completion.js';
import type { Logger } from '../../strategies/lowest-latency/logger.js';
import type { Program } from './program.js';
import { runsInOrder, undisturbed } from './reference.js';
import { Runner } from './runner.js';

/** What of a completion a logger may look at. */
export type EventField = keyof CompletionEvent;

/**
 * What of the completions a logger looks at itself, where one task goes after the other, in the order
 * of its first look; not what `context.add` makes of them by the rules of the profile. Of a shipped
 * logger: nothing, as it goes by these rules.
 */
export function looksAt(program: Program): readonly EventField[] {
  if (program.strategy !== undefined || LOGGERS.includes(program.logger)) return [];
  const seen = new Set<EventField>();
  const logger = watched(program.logger, (field) => seen.add(field));
  runsInOrder(new Runner({ ...undisturbed(program), logger }).start());
  return [...seen];
}

/** A logger that is handed completions which tell what is looked at. */
function watched(logger: Logger, saw: (field: EventField) => void): Logger {
  const originals = new WeakMap<CompletionEvent, CompletionEvent>();
  return {
    name: logger.name,
    summary: logger.summary,
    record: (event, context) => {
      const told = telling(event, saw);
      originals.set(told, event);
      const add: typeof context.add = (map, given) =>
        context.add(map, originals.get(given) ?? given);
      return logger.record(told, { ...context, add });
    },
    view: (context, minute) => logger.view(context, minute),
  };
}

function telling(event: CompletionEvent, saw: (field: EventField) => void): CompletionEvent {
  const told = {};
  for (const field of Object.keys(event) as EventField[]) {
    const get = (): unknown => {
      saw(field);
      return event[field];
    };
    Object.defineProperty(told, field, { get, enumerable: true });
  }
  return told as CompletionEvent;
}
