import * as effects from '../effects/effects.js';
import type { RouterPart } from '../effects/fault.js';
import { LoggerFault } from '../effects/fault.js';
import { checked, loggerShapeFault } from '../loggers/contract.js';
import { LOGGERS as loggers } from '../loggers/index.js';
import { ABANDONED, REFUSED } from '../model/strategy.js';
import { CARRIED_OFFER } from '../report/page/own-part.js';
import {
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
} from '../strategies/lowest-latency/latency-map.js';
import type { Logger } from '../strategies/lowest-latency/logger.js';
import { PROFILES as profiles } from '../strategies/lowest-latency/profile.js';
import { checkedStrategy, type OwnStrategy, strategyShapeFault } from '../strategies/own.js';
import type { OwnCode } from './engine.js';
import { serve } from './serving.js';

/*
 * The worker of a page for a user's own logger or strategy, which stands after this in the same text: it
 * finds here what it imports, and is checked as on the command line.
 */

/** What a logger or a strategy may import of latsim. */
const latsim = {
  ...effects,
  LoggerFault,
  ABANDONED,
  REFUSED,
  DeploymentStats,
  LatencyMap,
  PLACEHOLDER,
  loggers,
  profiles,
};

/** Parts of the router, made of what a module exports. */
const OWN: Readonly<Record<RouterPart, (exported: unknown) => OwnCode>> = {
  logger(exported) {
    requireShape('logger', loggerShapeFault(exported));
    const given = exported as Logger;
    return {
      logger: checked({
        ...textsOf(given, 'logger'),
        record: (event, context) => given.record(event, context),
        view: (context, minute) => given.view(context, minute),
      }),
    };
  },
  strategy(exported) {
    requireShape('strategy', strategyShapeFault(exported));
    const given = exported as OwnStrategy;
    return { strategy: checkedStrategy(given, textsOf(given, 'strategy')) };
  },
};

const taken: Promise<OwnCode>[] = [];
const take = (part: RouterPart, load: () => Promise<unknown>): void => {
  const made = load().then((exported) => OWN[part](exported));
  // Who asks is told.
  made.catch(() => undefined);
  taken.push(made);
};
Object.assign(globalThis, { latsim, [CARRIED_OFFER]: take });
serve(async () => Object.assign({}, ...(await Promise.all(taken))));

function requireShape(part: RouterPart, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`it is not a ${part}: ${fault}`);
}

function textsOf({ name, summary }: { name?: unknown; summary?: unknown }, part: RouterPart) {
  const text = (value: unknown, instead: string) => (typeof value === 'string' ? value : instead);
  return { name: text(name, `own ${part}`), summary: text(summary, '') };
}
