import { kindNamed } from '../kernel/kind.js';
import { STORES } from '../model/stores/index.js';

/** What `latsim init` writes. Each works as it is: a test runs them. */

/** What may differ in a scenario to start from. */
export interface ScenarioStart {
  /** A shipped logger, or its path as the scenario names it. */
  readonly logger: string;
  /** Name of a kind of store. */
  readonly store: string;
  /** The lines by which an editor finds the schema. */
  readonly editor: string;
}

/** A scenario. @param path as it is run */
export function scenarioTemplate(path: string, start: ScenarioStart): string {
  return `# A scenario of latsim. It works as it is; then put your own figures in:
#   latsim run ${path}
#   latsim compare ${path}
# Of a LiteLLM proxy, latsim import makes one from its configuration and logs.
${start.editor}${body('Bursts on a slow and a fast group', start)}`;
}

/** A scenario that is checked against what it expects. @param path as it is run */
export function gateTemplate(path: string, start: ScenarioStart): string {
  return `# A scenario of latsim with what is expected of it, to be checked in CI:
#   latsim gate ${path}
# It ends with 0 where all holds, 1 where something does not, 2 for a mistake in
# this file. On GitHub it annotates the pull request by itself.
${start.editor}${body('The fast group keeps its lead under bursts', start)}
# Each is checked by an interval over the replications, so that noise alone does
# not fail the gate. Choose bounds by what you would act on.
expect:
  - share(fast) >= 60%
  - lost == 0 # no sample was overwritten
  # Every interleaving of two completions is tried:
  - explore: no violation with 2 tasks on ${kindNamed(STORES, start.store).timeless.kind}
`;
}

/** A kind of store, with a round trip where it takes one. */
function storeText(store: string): string {
  const travels = 'rtt' in kindNamed(STORES, store).parameters;
  return `{ kind: ${store}${travels ? ', rtt: 1ms, jitter: 10%' : ''} }`;
}

function body(title: string, { logger, store }: ScenarioStart): string {
  return `title: ${title}

# The classes of deployments that requests may go to, and the latency of each.
fleet:
  groups:
    - name: slow
      deployments: 16
      latency: { distribution: lognormal, p50: 1600ms, p95: 2200ms }
    - name: fast
      deployments: 4
      latency: { distribution: lognormal, p50: 500ms, p95: 800ms }

# 40 requests at once, every 15 s. Steadily: { kind: poisson, rate: 160/min }
load: { kind: bursts, size: 40, every: 15s }
duration: 5m

# When answers are recorded: together, every 5 s. At once: { kind: immediate }
dispatch: { kind: flushes, every: 5s }

# Where latencies are kept: in-process, remote (a Redis), tiered (memory over it) or snapshot.
store: ${storeText(store)}

# LiteLLM's latency-based routing; latencies are forgotten after ttl.
router: { strategy: lowest-latency, ttl: 5m, lowest_latency_buffer: 0.1 }

# How an answer's latency is recorded (latsim list), or a file: ./mine.mjs
logger: ${logger}

# The same seed, the same bytes; more replications, narrower intervals.
seed: 1
replications: 20
`;
}

/** A logger. @param name of its file, without the ending; @param path as it is named on the command line */
export function loggerTemplate(name: string, path: string): string {
  return `// A logger of latsim: how the router records an answer, and reads back what it
// chooses by. It works as it is; then make it yours:
//   latsim explore --logger ${path}
//   latsim compare 16x4 --logger unlocked --logger ${path}
import { acquire, read, release, write } from 'latsim';

/** @type {import('latsim').Logger} */
export default {
  name: ${JSON.stringify(name)},
  summary: 'a lock per model group around reading and writing',

  // Each yield is one operation on the store, between which other completions go on.
  // event has deployment, latency_s, completion_tokens, ...; context has key, ttl_s, ...
  *record(event, context) {
    yield acquire(context.key);
    try {
      // 'shared': what all processes see; 'local': this process's own memory.
      const map = (yield read(context.key, 'shared')) ?? context.emptyMap();
      context.add(map, event);
      yield write(context.key, map, context.ttl_s);
    } finally {
      // Also where an exception hits it: a lock that is left held stops all others.
      yield release(context.key);
    }
  },

  // The map that the router chooses by. Read the tier that record has written to.
  *view(context) {
    return yield read(context.key, 'shared');
  },
};
`;
}

/** A strategy. @param name of its file, without the ending; @param path as it is named on the command line */
export function strategyTemplate(name: string, path: string): string {
  return `// A strategy of latsim: how the router chooses a deployment. It works as it is;
// then make it yours:
//   latsim compare 16x4 --strategy lowest-latency --strategy ${path}
//   latsim run 16x4 --strategy ${path}
// Latencies go on being recorded beside it, by the scenario's logger.
import { increment, readMany } from 'latsim';

/** @type {import('latsim').Strategy} */
export default {
  name: ${JSON.stringify(name)},
  summary: 'the fewest requests under way, counted in the store',

  // Reads what a choice goes by. Each yield is one operation on the store, between
  // which other requests go on. What the logger has recorded: yield* latencies().
  *view({ key, deployments }) {
    return yield readMany(deployments.map(({ id }) => \`\${key}:\${id}\`));
  },

  // The position of a candidate, or -1 for none. situation also has inFlight (of this
  // process), stream, inputTokens, now_s, and random, from 0 to 1.
  choose({ view = [], candidates, random }) {
    const underWay = candidates.map((position) => view[position] ?? 0);
    const fewest = Math.min(...underWay);
    const best = candidates.filter((_, i) => underWay[i] === fewest);
    return best.length === 0 ? -1 : best[Math.floor(random * best.length)];
  },

  // Writes what the choice changes, before the request is sent; counts last 600 s.
  *chosen(position, { key, deployments }) {
    yield increment(\`\${key}:\${deployments[position].id}\`, 1, 600);
  },

  // The request has ended: ending has outcome and latency_s.
  *ended(position, { key, deployments }, ending) {
    yield increment(\`\${key}:\${deployments[position].id}\`, -1, 600);
  },

  // Further: started(position, moment), as the request is sent, may return REFUSED;
  // explain(choice) says why a slower group was chosen, by a cause of latsim, or null.
};
`;
}

/** A workflow of GitHub that checks a gate. @param path as it is run */
export function workflowTemplate(path: string): string {
  return `# Written by latsim init: checks a scenario against its expectations.
name: Routing
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci # latsim is to be among the devDependencies
      # --strict: what cannot be decided does not pass, either.
      - run: npx latsim gate ${path} --strict
`;
}
