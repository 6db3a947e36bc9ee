import { LOGGERS } from '../../src/loggers/index.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { programSettings } from '../../src/studies/explore/settings.js';
import type { ExplorationJob, LossJob, SimulationInput } from '../../src/studies/job.js';
import { DEFAULT_SEARCH_OPTIONS } from '../../src/worlds/explore/options.js';
import { SMALL } from '../cli/latsim.js';

/** The small scenario under a shipped logger. */
export function inputOf(set: readonly string[] = [], logger = 'unlocked'): SimulationInput {
  const parsed = parseScenario(SMALL, { file: 'small.yaml', set: [`logger=${logger}`, ...set] });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return {
    scenario: parsed.scenario,
    numbers: new Map(),
    logger: { kind: 'shipped', name: logger },
    cuts_s: [],
    maxEvents: 1e8,
  };
}

const ANY = inputOf();

/** A job that is known by its name, for executors that carry nothing out. */
export function named(label: string, size = 1): LossJob {
  return { kind: 'loss', input: ANY, replication: 0, nth: 1, label, size };
}

/** An exploration of the smallest race with each shipped logger. */
export function explorations(): ExplorationJob[] {
  return LOGGERS.map(({ name }) => ({
    kind: 'exploration',
    logger: { kind: 'shipped', name },
    program: programSettings(),
    options: DEFAULT_SEARCH_OPTIONS,
    limits: { maxSeconds: Number.POSITIVE_INFINITY, maxMemory_MB: Number.POSITIVE_INFINITY },
    label: name,
    size: 1,
  }));
}
