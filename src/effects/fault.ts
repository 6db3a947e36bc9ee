import type { Effect } from './effects.js';

/** A logger or a strategy broke its contract, or asked a store for what that store cannot do. */
export class LoggerFault extends Error {
  override readonly name = 'LoggerFault';

  constructor(
    readonly logger: string,
    readonly fault: string,
    readonly remedy: string,
  ) {
    super(`logger '${logger}': ${fault}`);
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

/** A logger asks a store for what that store cannot do. */
export class Unsupported extends LoggerFault {
  constructor(logger: string, store: string, op: Effect['op']) {
    super(
      logger,
      `store '${store}' cannot do '${op}': it shares nothing between processes`,
      "use a store that can, 'remote' or 'tiered'",
    );
  }
}
