import type { Command } from 'commander';
import { loadScenario } from '../files/load.js';
import { listShipped } from '../files/read.js';
import { LOGGERS } from '../loggers/index.js';
import { json } from '../report/kit/json.js';
import { kindsListed } from '../report/list/kinds.js';
import { type Inventory, textList } from '../report/list/text.js';
import { KINDS } from '../scenario/kinds.js';
import { PROFILES } from '../strategies/lowest-latency/profile.js';
import type { Invocation } from './invocation.js';
import { styleFor } from './terminal.js';

export function configure(command: Command, { io }: Invocation): void {
  command.option('--json', 'give the lists as JSON').action(() => {
    const { json: asJson, color } = command.optsWithGlobals<{ json?: true; color?: boolean }>();
    const all = inventory();
    io.stdout.write(asJson ? json(all) : textList(all, styleFor(io, io.stdout, color)));
  });
}

function inventory(): Inventory {
  const { policies, ...others } = kindsListed(KINDS);
  return {
    scenarios: listShipped().map(({ name }) => ({
      name,
      summary: loadScenario(name).scenario.title ?? '',
    })),
    loggers: LOGGERS.map(({ name, summary }) => ({ name, summary })),
    policies,
    profiles: PROFILES.map(({ name }) => ({ name, summary: PROFILE_SUMMARIES[name] ?? '' })),
    ...others,
  };
}

const PROFILE_SUMMARIES: Readonly<Record<string, string>> = {
  'v1.76.1': 'LiteLLM 1.76.1, as measured',
  'v1.82.3r': 'LiteLLM 1.82.3, as reported: streams are averaged over their own list',
  head2026r: 'LiteLLM of 2026, reconstructed: a full list drops its oldest sample',
};
