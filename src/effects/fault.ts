import type { Effect } from './effects.js';

/** A part of the router that users may write themselves. */
export type RouterPart = 'logger' | 'strategy';

/** Whose effects or calls they are. */
export interface Accused {
  readonly part: RouterPart;
  readonly name: string;
}

/** A logger or a strategy broke its contract, or asked a store for what that store cannot do. */
export class LoggerFault extends Error {
  override readonly name = 'LoggerFault';

  constructor(
    /** Its name. */
    readonly logger: string,
    readonly fault: string,
    readonly remedy: string,
    /** What it is. */
    readonly part: RouterPart = 'logger',
  ) {
    super(`${part} '${logger}': ${fault}`);
  }
}

/** What is stored is not what an effect is for. Whose effect it is, the store does not know. */
export class Misfit extends Error {
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** An effect on a key that holds something else. @param wanted what has to be stored there, if anything is */
export function misfit(does: string, key: string, wanted: 'list' | 'number'): Misfit {
  return new Misfit(
    `it ${does} '${key}', which holds no ${wanted}`,
    `give the ${wanted} a key of its own, which nothing else is written to`,
  );
}

/** A sum that is no number any more. */
export function beyondNumbers(key: string): Misfit {
  return new Misfit(`it increments '${key}' beyond all numbers`, 'add less');
}

/** What does not fit what is stored is the fault of whose effect it is; any other error is as it was. */
export function blamed(error: unknown, { part, name }: Accused): unknown {
  return error instanceof Misfit ? new LoggerFault(name, error.message, error.remedy, part) : error;
}

/** A logger or a strategy asks a store for what that store cannot do. */
export class Unsupported extends LoggerFault {
  constructor({ part, name }: Accused, store: string, op: Effect['op']) {
    super(
      name,
      `store '${store}' cannot do '${op}': it shares nothing between processes`,
      "use a store that can, 'remote' or 'tiered'",
      part,
    );
  }
}
