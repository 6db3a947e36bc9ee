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
