import type { checked } from '../../src/loggers/contract.js';
import { LOGGER_NAMES, type loggerNamed } from '../../src/loggers/index.js';
import type { Experiment } from '../../src/model/experiment.js';
import type { compile } from '../../src/scenario/compile.js';
import type { parseScenario } from '../../src/scenario/parse.js';
import type { Observer } from '../../src/worlds/simulate/journal.js';
import type { simulate } from '../../src/worlds/simulate/simulation.js';
import { Draw } from '../fuzz/draw.js';
import { loggerText, ownLogger } from '../fuzz/programs.js';
import { scenario, written } from '../fuzz/scenarios.js';

/*
 * Hashes are of events, choices and stored values: a change that spoils causes or provenance leaves
 * them as they are. So a change that is to give the same results is compared with the build before
 * it in all that comes out, and in what every copy of the data derives from at each step.
 */

/** What of a build is compared. */
export interface Build {
  readonly parseScenario: typeof parseScenario;
  readonly compile: typeof compile;
  readonly checked: typeof checked;
  readonly loggerNamed: typeof loggerNamed;
  readonly simulate: typeof simulate;
}

/** A scenario as text, and the logger that it is simulated with. */
export interface Drawn {
  readonly scenario: string;
  /** The name of a shipped one, or the text of an object. */
  readonly logger: string;
}

/** The case of a number: every second one of the strategy that keeps most. */
export function drawn(seed: number, number: number): Drawn {
  const draw = new Draw(seed, number);
  const isWanted = (made: ReturnType<typeof scenario>) =>
    number % 2 === 0 || !/"strategy":"(?!lowest-latency)/.test(JSON.stringify(made));
  let made = scenario(draw);
  while (!isWanted(made)) made = scenario(draw);
  const logger = draw.chance(0.2) ? loggerText(draw, draw.chance(0.1)) : draw.of(LOGGER_NAMES);
  return { scenario: written(draw, { ...made, expect: undefined }), logger };
}

/** In files that a drawn scenario may name. */
const NUMBERS = new Map([
  ['durations.txt', [0.5, 0.25, 1.5, 2]],
  ['values.txt', [0.5, 0.25, 1.5, 2]],
  ['arrivals.txt', [0, 1, 1, 2.5, 4, 9]],
]);

const MOST_OBSERVED = 150;
const MOST_UNOBSERVED = 2000;

export interface WholeOptions {
  /** Whether hashes are compared, too. */
  readonly hashes?: boolean;
  /** Changes what is simulated: to see whether it is found out. */
  readonly plant?: (experiment: Experiment) => Experiment;
}

/** All that comes out of a case, line by line: its results, its events, and what is held at each. */
export function wholeResult(build: Build, of: Drawn, options: WholeOptions = {}): string[] {
  const lines: string[] = [];
  try {
    const experiment = made(build, of);
    if (typeof experiment === 'string') return [experiment];
    const { hashes = true, plant = (same) => same } = options;
    const run = (requests: number, observer?: Observer) => {
      const requestLimit = Math.min(experiment.requestLimit ?? requests, requests);
      const limited = plant({ ...experiment, requestLimit, replications: 1 });
      const shown = (key: string, value: unknown) =>
        !hashes && key.endsWith('Hash') ? undefined : value;
      const results = build.simulate(limited, observer && { observer });
      lines.push(...results.map((result) => JSON.stringify(result, shown)));
    };
    run(MOST_UNOBSERVED);
    const copies = [
      ...(experiment.store.shared ? ['shared' as const] : []),
      ...Array.from({ length: experiment.processes.count }, (_, process) => process),
    ];
    run(MOST_OBSERVED, (event, look) => {
      const held = look && copies.map((copy) => look(copy, event.t));
      lines.push(JSON.stringify([event, held]));
    });
  } catch (error) {
    lines.push(String(error));
  }
  return lines;
}

/** What is simulated; or why nothing is. */
function made(build: Build, { scenario, logger }: Drawn): Experiment | string {
  const parsed = build.parseScenario(scenario, { file: 's.yaml' });
  if (!parsed.ok) return `refused: ${parsed.problems.map(({ message }) => message).join('; ')}`;
  const isShipped = LOGGER_NAMES.includes(logger);
  return build.compile(parsed.scenario, {
    numbers: NUMBERS,
    logger: isShipped ? build.loggerNamed(logger) : build.checked(ownLogger(logger)),
  });
}

/** The first line in which two results differ, as each has it; undefined: none. */
export function difference(
  one: readonly string[],
  other: readonly string[],
): readonly [string, string] | undefined {
  for (let i = 0; i < Math.max(one.length, other.length); i++) {
    if (one[i] !== other[i]) return [one[i] ?? '(nothing)', other[i] ?? '(nothing)'];
  }
  return undefined;
}
