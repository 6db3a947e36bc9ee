import type { ExplorationGround } from '../files/exploration-ground.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { STORE_NAMES } from '../model/stores/index.js';
import { type ExploreFields, exploreFields, type ScheduleFields } from '../report/explore/json.js';
import { type Profile, renamedProfile } from '../strategies/lowest-latency/profile.js';
import { exploringAsked } from '../studies/explore/explore.js';
import {
  EXPLORE_CHOICES,
  EXPLORE_RANGES,
  type ExploreQuestion,
  type SearchStrategy,
} from '../studies/explore/question.js';
import { usageError } from '../text/failure.js';
import { answered, requireSome, type WaitOptions } from './answered.js';
import {
  either,
  flag,
  type OptionCheck,
  oneOf,
  oneOrMore,
  requireOptions,
  text,
  whole,
} from './checks.js';
import { asked } from './error.js';
import { chosen, type LoggerGiven, logger } from './logger.js';
import { present, profileName, sourceOf, waitChecks } from './options.js';
import type { Store } from './stores.js';

export interface ExploreOptions
  extends Omit<ExploreQuestion, 'store' | 'profile' | 'schedule' | 'on'>,
    WaitOptions {
  readonly logger: LoggerGiven;
  /** The store, version, list size and retries of this one: name of a shipped one, path, or text. */
  readonly scenario?: string;
  /** Name of a kind of store; or a store, which counts as its kind. */
  readonly store?: string | Store;
  /** Version of LiteLLM, by name or as it is in `profiles`. */
  readonly profile?: string | Profile;
  /** What `search` was called at first. */
  readonly strategy?: SearchStrategy;
}

/** Runs one schedule alone. */
export interface ScheduleOptions extends ExploreOptions {
  /** Its moves: `1,2,1,2`, or a list. */
  readonly schedule: string | readonly string[];
}

/**
 * Tries a logger in every order of its steps, as `latsim explore` does: the program that the options
 * describe, two tasks in one process on a remote store but for what they say; without any, the small
 * matrix, in `programs`.
 * @returns what `latsim explore --json` prints
 * @throws LoggerFault where the logger breaks its contract or is not deterministic
 * @throws LatsimError where something else is wrong; the signal's reason where nothing was begun
 */
export function explore(options: ScheduleOptions): Promise<ScheduleFields>;
export function explore(options: ExploreOptions): Promise<ExploreFields>;
export function explore(
  options: ExploreOptions | ScheduleOptions,
): Promise<ExploreFields | ScheduleFields> {
  return asked(() => explored(options));
}

/** By name, or an object that has the name in this field. */
function named(check: OptionCheck, field: string): OptionCheck {
  return (value) => check(nameOf(value, field));
}

function nameOf(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Object(value)[field] : value;
}

const ranges = Object.fromEntries(
  Object.entries(EXPLORE_RANGES).map(([name, [from, to]]) => [name, whole(from, to)]),
) as Record<keyof typeof EXPLORE_RANGES, OptionCheck>;

const choices = Object.fromEntries(
  Object.entries(EXPLORE_CHOICES).map(([name, words]) => [name, oneOf(words)]),
) as Record<keyof typeof EXPLORE_CHOICES, OptionCheck>;

const CHECKS = {
  logger,
  scenario: text,
  ...ranges,
  ...choices,
  strategy: choices.search,
  ...waitChecks,
  store: named(oneOf(STORE_NAMES), 'kind'),
  profile: named(profileName, 'name'),
  select: flag,
  expiry: either(flag, ranges.expiry),
  leaseExpiry: either(flag, ranges.leaseExpiry),
  schedule: oneOrMore(text),
};

async function explored(
  options: ExploreOptions | ScheduleOptions,
): Promise<ExploreFields | ScheduleFields> {
  requireOptions('explore', options, CHECKS, ['logger']);
  const own = chosen(options.logger, options.threads);
  const [{ chooseLogger }, { tool }, { workingFolder }, { warnProgram }] = await Promise.all([
    import('../files/choices.js'),
    import('../files/tool.js'),
    import('../files/paths.js'),
    import('../files/warnings.js'),
  ]);
  const { scenario, store, profile, strategy, ...rest } = options;
  if (strategy !== undefined && rest.search !== undefined && strategy !== rest.search) {
    throw usageError(
      `search ${rest.search} and strategy ${strategy} contradict one another`,
      'give search alone: strategy is what it was called at first',
    );
  }
  const renamed = renamedProfile(profile);
  if (renamed !== undefined) warnProgram([{ file: 'profile', ...renamed }]);
  const here = workingFolder();
  const ground = scenario === undefined ? undefined : await groundOf(here, scenario, own);
  if (ground !== undefined) warnProgram(ground.warnings);
  const choice = ground?.logger ?? chooseLogger(own, here);
  const study = exploringAsked(choice, {
    ...rest,
    ...present({
      on: ground?.on,
      search: rest.search ?? strategy,
      store: nameOf(store, 'kind') as string | undefined,
      profile: nameOf(profile, 'name') as string | undefined,
      schedule: 'schedule' in options ? movesOf(options.schedule) : undefined,
    }),
  } as ExploreQuestion);
  const found = await answered(study, options);
  requireSome(found, options);
  return exploreFields({ tool: tool(), logger: choice, scenario: ground?.on.scenario }, found);
}

/** What the exploration takes from a scenario, which is read where one is named only. */
async function groundOf(
  here: string,
  scenario: string,
  own: string | LoggerChoice,
): Promise<ExplorationGround> {
  const { explorationGround } = await import('../files/exploration-ground.js');
  return explorationGround(here, sourceOf(scenario), own);
}

function movesOf(schedule: string | readonly string[]): readonly string[] {
  return typeof schedule === 'string' ? schedule.split(',').map((move) => move.trim()) : schedule;
}
