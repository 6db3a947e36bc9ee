import { type LoggerChoice, namedInCommand } from '../../loggers/choice.js';
import { commandLine } from '../../text/shell.js';
import { DEFAULT_PROGRAM } from '../../worlds/explore/program.js';
import type { ProgramReport } from './found.js';

/** The command that runs one schedule of a program again, or explores all of them. */
export function replayCommand(
  logger: LoggerChoice,
  program: ProgramReport,
  schedule: string | null,
): string {
  const option = (flag: string, value: string | number, preset: string | number): string[] =>
    value === preset ? [] : [flag, String(value)];
  const preset = DEFAULT_PROGRAM;
  return commandLine([
    'explore',
    '--logger',
    namedInCommand(logger),
    '--tasks',
    String(program.tasks),
    ...option('--processes', program.processes, preset.processes),
    ...option('--store', program.store, preset.store.kind),
    ...option('--deployments', program.deployments, preset.deployments),
    ...option('--samples', program.sampleValues, preset.samples),
    ...option('--samples-per-task', program.samplesPerTask, preset.samplesPerTask),
    ...(program.select ? ['--select'] : []),
    ...option('--expiry', program.expiry, 0),
    ...option('--lease-expiry', program.leaseExpiry, 0),
    ...option('--crash', program.crash, preset.crash),
    ...option('--profile', program.profile, preset.profile.name),
    ...option('--retries', program.retries, preset.loggerOptions.retries),
    ...(schedule === null ? [] : ['--schedule', schedule]),
  ]);
}
