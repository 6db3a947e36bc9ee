import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { PartChoice } from '../../loggers/choice.js';
import { type Job, type JobResult, loggerOf, strategyOf } from '../../studies/job.js';
import { type Failure, inputError } from '../../text/failure.js';
import { printable } from '../../text/harmless.js';
import { moduleFileFault } from '../module-file.js';
import type { ThreadAnswer } from '../thread-task.js';
import { type SeriesNames, seriesNames } from './series.js';

/*
 * How jobs and answers go through a queue. They are plain data with Maps, typed arrays and numbers
 * that JSON does not have, so they are coded as threads pass them on, and in base64: a queue holds
 * texts. No code goes with them.
 */

/** A job on its way. */
export interface JobParcel {
  /** Of the latsim that asks. */
  readonly version: string;
  /** Who asks. */
  readonly asker: string;
  readonly job: string;
  /** What the job has of files of numbers. */
  readonly series: SeriesNames;
  /** SHA-256 of the user's own files that it runs, by their names. */
  readonly files: Readonly<Record<string, string>>;
}

/** Whether a job can be carried out on another machine: it holds nothing of this process. */
export function canTravel(job: Job): boolean {
  const kinds = [loggerOf(job).kind, strategyOf(job)?.kind];
  return !kinds.includes('given') && !('events' in job && job.events !== undefined);
}

/** Makes a job ready to be sent, without its series. @throws where a user's file cannot be read */
export function packJob(job: Job, version: string, asker: string): JobParcel {
  const files = filesOf(job).map(({ shown, path }) => [shown, hashOf(path)]);
  return {
    version,
    asker,
    job: packed(withSeries(job, NONE)),
    series: seriesNames(seriesOf(job)),
    files: Object.fromEntries(files),
  };
}

const NONE: ReadonlyMap<string, Float64Array> = new Map();

/** The numbers of files that a job has. */
export function seriesOf(job: Job): ReadonlyMap<string, Float64Array> {
  return 'input' in job ? job.input.numbers : NONE;
}

function withSeries(job: Job, numbers: ReadonlyMap<string, Float64Array>): Job {
  return 'input' in job ? ({ ...job, input: { ...job.input, numbers } } as Job) : job;
}

/**
 * Takes a job out of what came through a queue. Of a user's own files, those of this machine are run,
 * and only where they are the same to the byte.
 * @param here the working folder, which names of files are relative to
 * @param series those of the parcel
 * @throws CommandError for what is no job, or asks for what this machine does not have
 */
export function unpackJob(
  parcel: JobParcel,
  here: string,
  series: ReadonlyMap<string, Float64Array>,
): Job {
  const unseried = unpacked<Job>(parcel.job);
  if (unseried === undefined || typeof unseried.kind !== 'string' || !canTravel(unseried)) {
    throw inputError('a job cannot be read', 'start the worker with the same latsim and Node');
  }
  const job = withSeries(unseried, series);
  const found = new Map(
    filesOf(job).map(({ shown, name }) => {
      const path = resolve(here, shown);
      const what = `${printable(name)} (${printable(shown)})`;
      const fault = moduleFileFault(path, 'logger');
      if (fault !== undefined) {
        throw inputError(
          `a worker in ${here} does not have the file of ${what}`,
          'copy it there: a queue carries no code',
        );
      }
      if (hashOf(path) !== parcel.files[shown]) {
        throw inputError(
          `a worker in ${here} has another file for ${what}`,
          'copy the one that is meant there, to the byte: a queue carries no code',
        );
      }
      return [shown, path];
    }),
  );
  return withFilesAt(job, found);
}

/** Makes an answer ready to be sent. */
export function packAnswer(answer: ThreadAnswer): string {
  return packed(answer);
}

/** Takes an answer to a job out of what came through a queue; undefined: it is none. */
export function unpackAnswer(parcel: unknown, job: Job): ThreadAnswer | undefined {
  const answer = unpacked<{ failure?: Partial<Failure>; result?: Partial<JobResult> }>(parcel);
  const isFailure = typeof answer?.failure?.message === 'string';
  const isResult = answer?.result?.kind === job.kind;
  return isFailure || isResult ? (answer as ThreadAnswer) : undefined;
}

function packed(data: unknown): string {
  return serialize(data).toString('base64');
}

function unpacked<Data>(parcel: unknown): Data | undefined {
  try {
    const data: unknown = deserialize(Buffer.from(String(parcel), 'base64'));
    return typeof data === 'object' && data !== null ? (data as Data) : undefined;
  } catch {
    return undefined;
  }
}

type FileChoice = Extract<PartChoice<unknown>, { kind: 'file' }>;

function filesOf(job: Job): FileChoice[] {
  const choices = [loggerOf(job), strategyOf(job)] as const;
  return choices.flatMap((choice) => (choice?.kind === 'file' ? [choice] : []));
}

function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** The same job with its files where they are here. */
function withFilesAt(job: Job, paths: ReadonlyMap<string, string>): Job {
  const at = <Choice extends PartChoice<unknown>>(choice: Choice): Choice =>
    choice.kind === 'file' ? { ...choice, path: paths.get(choice.shown) ?? '' } : choice;
  if (!('input' in job)) return { ...job, logger: at(job.logger) };
  const { logger, strategy } = job.input;
  const input = {
    ...job.input,
    logger: at(logger),
    ...(strategy !== undefined && { strategy: at(strategy) }),
  };
  return { ...job, input } as Job;
}
