import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExperimentQuestion } from '../files/experiment-request.js';
import { usageError } from '../text/failure.js';
import {
  collect,
  duration,
  examples,
  GROUPS,
  grouped,
  loggersOption,
  moves,
  scenarioArgument,
  seedOption,
  setOption,
  strategyOption,
  threadsOption,
  verboseOption,
  whole,
} from './arguments.js';
import { type FormOptions, formOptions } from './form.js';

export const FORMATS = ['text', 'markdown', 'svg', 'json'] as const;

/** What `latsim live` is given. */
export interface LiveArguments
  extends Pick<ExperimentQuestion, 'set' | 'strategy' | 'seed' | 'threads'>,
    FormOptions {
  /** The address of a Redis: alone, or that of the proxy. */
  readonly redis?: string;
  /** Commands that start a proxy: several are measured one after the other. */
  readonly litellm?: readonly string[];
  readonly proxy?: string;
  readonly writeConfig?: string;
  readonly logger?: readonly string[];
  readonly processes?: number;
  /** By how much time is compressed, 1 or more. */
  readonly timeScale: number;
  /** How often each is measured. */
  readonly runs: number;
  /** Explore's counterexample, or these moves. */
  readonly forced?: true | readonly string[];
  /** How often the forced schedule is tried. */
  readonly tries?: number;
  readonly allowRemote?: true;
  readonly providerPort?: number;
  readonly port?: number;
  /** In seconds. */
  readonly startTimeout: number;
  readonly showMap?: true;
  readonly verbose?: true;
  readonly color?: boolean;
}

/** What a proxy is waited for, unless it is said. */
const DEFAULT_START_TIMEOUT_S = 120;
/** How often a forced schedule is tried, unless it is said. */
export const DEFAULT_TRIES = 100;
const LAST_PORT = 65535;
const MOST_RUNS = 100;
const MOST_TRIES = 100_000;
const MOST_PROCESSES = 64;
const MOST_TIME_SCALE = 1000;

/** Adds the options of `latsim live`. */
export function liveOptions(command: Command): Command {
  scenarioArgument(command);
  command
    .option('--redis <address>', 'carry it out on this Redis; beside a proxy: the one that it uses')
    .addOption(
      new Option(
        '--litellm <command>',
        'start LiteLLM’s proxy by this command; may be repeated: before and after',
      ).argParser(collect),
    )
    .option('--proxy <url>', 'use a proxy that runs, started with a file of --write-config')
    .option('--write-config <folder>', 'write config.yaml for a proxy there, and end');
  loggersOption(
    command,
    'on a Redis, use this logger: a shipped one, or ./file.mjs; may be repeated',
  );
  strategyOption(command);
  command.addOption(setOption());
  command.addOption(
    new Option('--processes <n>', 'operating-system processes; of a proxy, its workers').argParser(
      whole(1, MOST_PROCESSES),
    ),
  );
  command.addOption(
    new Option('--time-scale <x>', 'let time pass so many times as fast')
      .argParser(timeScale)
      .default(1),
  );
  command.addOption(
    new Option('--runs <n>', 'measure so often, each with its own random numbers')
      .argParser(whole(1, MOST_RUNS))
      .default(1),
  );
  formOptions(threadsOption(verboseOption(command)), FORMATS);
  grouped(command, 'One order on a Redis:', [
    new Option(
      '--forced [moves]',
      'carry out this order of effects, 1,2,1,2; without one, the counterexample of explore',
    ).argParser(moves),
    new Option('--tries <n>', `try it so often (default: ${DEFAULT_TRIES})`).argParser(
      whole(1, MOST_TRIES),
    ),
  ]);
  grouped(command, 'At a proxy:', [
    new Option('--show-map', 'also show the latency map that its Redis holds at the end'),
    new Option('--port <p>', 'where it is to listen (default: a free one)').argParser(port),
    new Option(
      '--provider-port <p>',
      'where the provider behind it listens (default: a free one)',
    ).argParser(port),
    new Option('--start-timeout <duration>', 'wait so long for it to start')
      .argParser(duration('120s'))
      .default(DEFAULT_START_TIMEOUT_S, `${DEFAULT_START_TIMEOUT_S}s`),
  ]);
  grouped(command, GROUPS.advanced, [
    seedOption(),
    new Option('--allow-remote', 'take a Redis that is not on this machine'),
  ]);
  return examples(command, [
    'latsim live 16x4 --redis redis://localhost -l unlocked -l atomic',
    'latsim live 16x4 --redis redis://localhost -l unlocked --forced',
    'latsim live 16x4 --litellm litellm --time-scale 5 --set requests=600',
  ]);
}

/** What is measured, of that which options may name. */
export type LiveSubject = 'redis' | 'forced' | 'proxy' | 'write-config';

/** Which it is. @throws CommandError for options that do not go together, or none that says it */
export function subjectOf(options: LiveArguments): LiveSubject {
  const { redis, litellm, proxy, writeConfig, allowRemote } = options;
  const proxies = [
    ...(litellm === undefined ? [] : ['--litellm']),
    ...(proxy === undefined ? [] : ['--proxy']),
    ...(writeConfig === undefined ? [] : ['--write-config']),
  ];
  const [at, ...others] = proxies;
  if (others.length > 0) {
    throw usageError(`${proxies.join(' and ')} exclude one another`, 'give one of them');
  }
  if (at === undefined && redis === undefined) {
    throw usageError(
      'there is nothing to measure',
      'name a Redis: --redis redis://127.0.0.1; or a proxy: --litellm litellm, or --proxy http://127.0.0.1:4000',
    );
  }
  if (allowRemote !== undefined && redis === undefined) {
    throw usageError('--allow-remote is about --redis, which is not given', 'leave it out');
  }
  if (at !== undefined) {
    checkAtProxy(at, options);
    return writeConfig === undefined ? 'proxy' : 'write-config';
  }
  checkOnRedis(options);
  return options.forced === undefined ? 'redis' : 'forced';
}

/** Refuses what a proxy does not have. @param at the option that says that there is one */
function checkAtProxy(at: string, options: LiveArguments): void {
  const { redis, logger, forced, tries, showMap, port, providerPort, runs } = options;
  if (forced !== undefined || tries !== undefined) {
    throw usageError(
      `${forced === undefined ? '--tries' : '--forced'} is carried out on a Redis, and ${at} is a proxy`,
      'leave one of them out',
    );
  }
  if (logger !== undefined) {
    throw usageError(
      `--logger has no use with ${at}: a proxy records with its own`,
      'leave it out, or measure it on a Redis: --redis redis://127.0.0.1 alone',
    );
  }
  if (at === '--proxy') {
    refuse(port, '--port', 'the address of --proxy says it', 'with --litellm');
    if (providerPort === undefined) {
      throw usageError(
        '--proxy needs the port at which its provider is to listen',
        'add --provider-port, as it was given to --write-config',
      );
    }
    if (runs > 1) {
      throw usageError(
        '--runs needs a proxy that is started afresh for each: what this one learned would stay',
        'leave --runs out, or have it started: --litellm litellm',
      );
    }
  }
  if (at === '--write-config' && providerPort === undefined) {
    throw usageError(
      '--write-config needs the port at which the provider is to listen',
      'add --provider-port, such as --provider-port 4010',
    );
  }
  if (showMap === undefined) return;
  if (at === '--write-config')
    throw usageError('--show-map shows what was measured', 'leave it out');
  if (redis === undefined) {
    throw usageError(
      '--show-map shows what a Redis holds, and there is none',
      'add --redis, the Redis that the proxy uses',
    );
  }
}

function refuse(value: unknown, flag: string, why: string, where: string): void {
  if (value !== undefined) throw usageError(`${flag}: ${why}`, `leave it out, or use it ${where}`);
}

/** Refuses what only a proxy has. */
function checkOnRedis(options: LiveArguments): void {
  const { forced, tries, showMap, port, providerPort, runs, timeScale } = options;
  const ofProxy = [
    ...(showMap === undefined ? [] : ['--show-map']),
    ...(port === undefined ? [] : ['--port']),
    ...(providerPort === undefined ? [] : ['--provider-port']),
  ];
  const [first] = ofProxy;
  if (first !== undefined) {
    throw usageError(
      `${first} is about a proxy, and there is none`,
      'leave it out, or add --litellm or --proxy',
    );
  }
  if (tries !== undefined && forced === undefined) {
    throw usageError('--tries has no use without --forced', 'add --forced, or use --runs');
  }
  if (forced !== undefined && runs > 1) {
    throw usageError('--runs has no use with --forced', 'say how often with --tries');
  }
  if (forced !== undefined && timeScale !== 1) {
    throw usageError('--time-scale has no use with --forced: it has no clock', 'leave it out');
  }
}

function port(given: string): number {
  return whole(1, LAST_PORT)(given);
}

function timeScale(given: string): number {
  const value = /^\d+([.]\d+)?$/.test(given) ? Number(given) : Number.NaN;
  if (value >= 1 && value <= MOST_TIME_SCALE) return value;
  throw new InvalidArgumentError(`Write a number from 1 to ${MOST_TIME_SCALE}, such as 5.`);
}
