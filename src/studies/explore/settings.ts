import { kindNamed } from '../../kernel/kind.js';
import { STORES } from '../../model/stores/index.js';
import type { Logger } from '../../strategies/lowest-latency/logger.js';
import { profileNamed } from '../../strategies/lowest-latency/profile.js';
import { DEFAULT_PROGRAM, type Program } from '../../worlds/explore/program.js';

/** What the words of a program may be, the first by default. */
export const PROGRAM_CHOICES = {
  deployments: ['same', 'distinct'],
  samples: ['equal', 'distinct', 'powers'],
  crash: ['none', 'task', 'process'],
} as const;

/** Whether all tasks log for one deployment. */
export type TaskDeployments = (typeof PROGRAM_CHOICES)['deployments'][number];
/** Which values their samples have. */
export type SampleValues = (typeof PROGRAM_CHOICES)['samples'][number];
/** What may crash. */
export type CrashKind = (typeof PROGRAM_CHOICES)['crash'][number];

/** A program by names. Plain data: it crosses threads. */
export interface ProgramSettings
  extends Omit<Program, 'logger' | 'loggerOptions' | 'profile' | 'store'> {
  /** Name of a kind of store. */
  readonly store: string;
  readonly profile: string;
  readonly retries: number;
}

/** The settings of a program of the smallest race, with some changes. */
export function programSettings(changes: Partial<ProgramSettings> = {}): ProgramSettings {
  const { loggerOptions, profile, store, ...rest } = DEFAULT_PROGRAM;
  return {
    ...rest,
    store: store.kind,
    profile: profile.name,
    retries: loggerOptions.retries,
    ...changes,
  };
}

/** The program that settings name, with a logger. */
export function programOf(settings: ProgramSettings, logger: Logger): Program {
  const { store, profile, retries, ...rest } = settings;
  return {
    ...rest,
    logger,
    loggerOptions: { ...DEFAULT_PROGRAM.loggerOptions, retries },
    profile: profileNamed(profile),
    store: kindNamed(STORES, store).timeless,
  };
}
