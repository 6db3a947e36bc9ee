import { Option } from 'commander';
import type { ShardNumber } from '../files/shards.js';
import { clip, list } from '../report/kit/words.js';
import { inputError } from '../text/failure.js';
import { printable } from '../text/harmless.js';
import type { Io } from './io.js';
import { shardNumber } from './shard.js';
import { MOST_SHARDS } from './shard-lines.js';

type Env = Io['env'];

/** Something that runs a command many times side by side, and tells each run which one it is. */
interface ShardSource {
  readonly name: string;
  /** The variable that has the number of the run: there where it does. */
  readonly variable: string;
  /**
   * Which shard this is, counted from 1, and of how many there are; undefined: it does not say how many.
   * @throws CommandError where its variables do not make one
   */
  read(env: Env): { readonly index: number; readonly of: number | undefined };
}

const SOURCES: readonly ShardSource[] = [
  {
    name: 'GitLab',
    variable: 'CI_NODE_INDEX',
    read: (env) => ({ index: numberIn(env, 'CI_NODE_INDEX'), of: numberIn(env, 'CI_NODE_TOTAL') }),
  },
  {
    name: 'Kubernetes',
    variable: 'JOB_COMPLETION_INDEX',
    read: (env) => ({ index: numberIn(env, 'JOB_COMPLETION_INDEX') + 1, of: undefined }),
  },
  { name: 'Slurm', variable: 'SLURM_ARRAY_TASK_ID', read: slurmShard },
];

/** Adds which part of the work is to be computed: `2/3`, or as the environment says. */
export function shardOption({ env }: Pick<Io, 'env'>, text: string): Option {
  return new Option(
    '--shard <i/n>',
    `${text} (auto: as GitLab, Kubernetes or Slurm say)`,
  ).argParser((given) => {
    const [isAuto, of] = /^auto(?:\/(\d{1,5}))?$/.exec(given) ?? [];
    if (isAuto === undefined) return shardNumber(given);
    return automaticShard(env, of === undefined ? undefined : Number(of));
  });
}

/**
 * The shard that the environment of a run names.
 * @param of how many there are, as the user says; undefined: the environment has to
 * @throws CommandError where it names none, or more than one
 */
export function automaticShard(env: Env, of?: number): ShardNumber {
  const there = SOURCES.filter(({ variable }) => isSet(env, variable));
  const [runner, other] = there;
  if (runner === undefined) {
    const variables = list(
      SOURCES.map(({ variable }) => variable),
      'nor',
    );
    throw inputError(
      `--shard auto: neither ${variables} is set, so nothing says which shard this is`,
      'run it as a job with parallel: in GitLab, as an indexed job in Kubernetes or as an array in Slurm, or say it: --shard 2/3',
    );
  }
  if (other !== undefined) {
    const variables = list(there.map(({ variable }) => variable));
    throw inputError(
      `--shard auto: ${variables} are set, and each may name another shard`,
      `unset all but one, or say which shard this is: --shard 2/3`,
    );
  }
  const { name, variable } = runner;
  const found = runner.read(env);
  if (found.of === undefined && of === undefined) {
    throw inputError(
      `--shard auto: ${name} does not tell how many shards there are`,
      'write how many, as in its completions: --shard auto/4',
    );
  }
  if (found.of !== undefined && of !== undefined && found.of !== of) {
    throw inputError(
      `--shard auto/${of}: ${name} runs ${found.of} of them`,
      'write --shard auto, or run as many as are written',
    );
  }
  const shard = { index: found.index, of: (found.of ?? of) as number };
  if (shard.of > MOST_SHARDS) {
    throw inputError(
      `--shard auto: there would be ${shard.of} shards, and ${MOST_SHARDS} are the most`,
      'run fewer',
    );
  }
  if (shard.index < 1 || shard.index > shard.of) {
    throw inputError(
      `--shard auto: ${variable} is ${shown(env, variable)}, which is not one of ${shard.of} shards`,
      'let it number all runs, and say as many as there are; or name the shard: --shard 2/3',
    );
  }
  return shard;
}

/**
 * Slurm numbers the tasks of an array from any number on, and perhaps by steps: `0-15:2`. A list of
 * numbers, as `1,3,7`, does not say which place one has in it.
 */
function slurmShard(env: Env): { readonly index: number; readonly of: number } {
  const id = numberIn(env, 'SLURM_ARRAY_TASK_ID');
  const min = numberIn(env, 'SLURM_ARRAY_TASK_MIN');
  const of = numberIn(env, 'SLURM_ARRAY_TASK_COUNT');
  const step = isSet(env, 'SLURM_ARRAY_TASK_STEP') ? numberIn(env, 'SLURM_ARRAY_TASK_STEP') : 1;
  const max = isSet(env, 'SLURM_ARRAY_TASK_MAX')
    ? numberIn(env, 'SLURM_ARRAY_TASK_MAX')
    : min + (of - 1) * step;
  const place = (id - min) / step;
  const isEven = step > 0 && Math.floor((max - min) / step) + 1 === of;
  if (!isEven || !Number.isInteger(place)) {
    throw inputError(
      '--shard auto: the numbers of the Slurm array do not follow one another evenly',
      'use an array from a first to a last number, such as --array=0-15, or say which shard this is: --shard 2/3',
    );
  }
  return { index: place + 1, of };
}

function isSet(env: Env, variable: string): boolean {
  return (env[variable] ?? '') !== '';
}

/** @throws CommandError where it is no whole number */
function numberIn(env: Env, variable: string): number {
  const text = env[variable] ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  const fault = text === '' ? 'not set' : `${shown(env, variable)}, which is not a whole number`;
  throw inputError(
    `--shard auto: ${variable} is ${fault}`,
    'set it as the runner would, or say which shard this is: --shard 2/3',
  );
}

/** Characters that are shown of what is in a variable. */
const MOST_SHOWN = 40;

function shown(env: Env, variable: string): string {
  return `'${clip(printable(env[variable] ?? ''), MOST_SHOWN)}'`;
}
