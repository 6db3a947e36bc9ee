import type { Logger } from '../strategies/lowest-latency/logger.js';
import type { CheckedStrategy } from '../strategies/own.js';

/** A part of the router as the user named it. Plain data that crosses threads, but for an object. */
export type PartChoice<Own> =
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
      readonly own: Own;
    };

export type LoggerChoice = PartChoice<Logger>;

export type StrategyChoice = PartChoice<CheckedStrategy>;

/** One as a user names it: by its name, or by the path of its file. */
export function shownName(choice: PartChoice<unknown>): string {
  return choice.kind === 'file' ? choice.shown : choice.name;
}

/** One as a command names it. The file of an object is not known: its name stands for it. */
export function namedInCommand(choice: PartChoice<unknown>): string {
  return choice.kind === 'given' ? `./${choice.name}.mjs` : shownName(choice);
}
