import type { Logger } from '../strategies/lowest-latency/logger.js';

/** A logger as the user named it. Plain data that crosses threads, but for an object. */
export type LoggerChoice =
  | { readonly kind: 'shipped'; readonly name: string }
  | {
      readonly kind: 'file';
      /** Its file's base name, until the file itself says otherwise. */
      readonly name: string;
      /** As it can be named from where the command was given. */
      readonly shown: string;
      /** Absolute. */
      readonly path: string;
    }
  | {
      /** An object that a program gave, with its contract checked; it stays in its thread. */
      readonly kind: 'given';
      readonly name: string;
      readonly logger: Logger;
    };

/** A logger as a user names it: by its name, or by the path of its file. */
export function shownName(logger: LoggerChoice): string {
  return logger.kind === 'file' ? logger.shown : logger.name;
}

/** A logger as a command names it. The file of an object is not known: its name stands for it. */
export function namedInCommand(logger: LoggerChoice): string {
  return logger.kind === 'given' ? `./${logger.name}.mjs` : shownName(logger);
}
