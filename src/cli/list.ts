import type { Command } from 'commander';
import { loadScenario } from '../files/load.js';
import { listShipped } from '../files/read.js';
import { LOGGERS } from '../loggers/index.js';
import { json } from '../report/kit/json.js';
import { kindsListed } from '../report/list/kinds.js';
import { type Inventory, textList } from '../report/list/text.js';
import { KINDS } from '../scenario/kinds.js';
import { PROFILES } from '../strategies/lowest-latency/profile.js';
import { examples } from './arguments.js';
import type { Invocation } from './invocation.js';
import { styleFor } from './terminal.js';

export function configure(command: Command, { io }: Invocation): void {
  command.option('--json', 'give the lists as JSON');
  examples(command, ['latsim list', 'latsim list --json']).action(() => {
    const { json: asJson, color } = command.optsWithGlobals<{ json?: true; color?: boolean }>();
    const all = inventory();
    io.stdout.write(asJson ? json(all) : textList(all, styleFor(io, io.stdout, color)));
  });
}

function inventory(): Inventory {
  const { strategies, ...others } = kindsListed(KINDS);
  return {
    scenarios: listShipped().map(({ name }) => ({
      name,
      summary: loadScenario(name).scenario.title ?? '',
    })),
    loggers: LOGGERS.map(({ name, summary }) => ({ name, summary })),
    strategies,
    profiles: PROFILES.map(({ name, summary }) => ({ name, summary })),
    ...others,
  };
}
