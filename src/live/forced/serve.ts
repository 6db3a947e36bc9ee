import { loadUserLogger } from '../../jobs/user-module.js';
import type { LoggerChoice } from '../../loggers/choice.js';
import { loggerNamed } from '../../loggers/index.js';
import type { Logger } from '../../strategies/lowest-latency/logger.js';
import { failureOf } from '../../text/failure.js';
import { RedisConnection } from '../redis/client.js';
import { LiveKeys } from '../redis/keys.js';
import type { GatedProcess } from './gated.js';
import type { GateAnswer, GateOrder } from './messages.js';
import { ForcedSetting } from './setting.js';

/** The logger that was chosen. @throws CommandError for a file that cannot be loaded */
export async function loggerChosen(choice: LoggerChoice): Promise<Logger> {
  switch (choice.kind) {
    case 'shipped':
      return loggerNamed(choice.name);
    case 'file':
      return loadUserLogger(choice);
    case 'given':
      return choice.own;
  }
}

/** Does what it is told, until nobody tells it any more. @param self the process that it is */
export function servingOrders(self: NodeJS.Process): void {
  const gate = new Gate();
  self.on('message', (order: GateOrder) => {
    void gate.carryOut(order).then((answer) => self.send?.(answer));
  });
  self.on('disconnect', () => self.exit());
  // Who has started it hears them, and ends it.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) self.on(signal, () => undefined);
}

class Gate {
  private setting: ForcedSetting | undefined;
  private number = 0;
  private process: GatedProcess | undefined;

  async carryOut(order: GateOrder): Promise<GateAnswer> {
    try {
      return (await this.done(order)) ?? { done: true };
    } catch (error) {
      return { failed: failureOf(error) };
    }
  }

  private async done(order: GateOrder): Promise<GateAnswer | undefined> {
    switch (order.do) {
      case 'set up': {
        const { address, logger, program, process } = order.setup;
        const connection = await RedisConnection.open(address);
        this.setting = new ForcedSetting(program, await loggerChosen(logger), connection);
        this.number = process;
        return;
      }
      case 'try':
        this.process = await this.setting?.process(this.number, new LiveKeys(order.keysId));
        return;
      case 'expire':
        this.begun.expire(order.key);
        return;
      default:
        return { news: await this.begun[order.do](order.task) };
    }
  }

  private get begun(): GatedProcess {
    if (this.process === undefined) throw new RangeError('no try has begun');
    return this.process;
  }
}
