import { setImmediate } from 'node:timers/promises';
import type { Command } from 'commander';
import { type RecordingHeader, RecordingReader } from '../litellm/recording.js';
import { jsonReplay } from '../report/replay/json.js';
import { type RecordingsReport, type ReplayedFile, total } from '../report/replay/report.js';
import { textReplayed } from '../report/replay/text.js';
import { EXIT } from '../text/failure.js';
import { count } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { Replay } from '../worlds/replay/replay.js';
import { profile, profiles } from './arguments.js';
import { complain } from './complain.js';
import { Interrupt } from './interrupt.js';
import { Progress } from './progress.js';
import { readRecording } from './recording-file.js';
import { styleFor } from './terminal.js';
import { tool } from './tool.js';

interface ReplayOptions {
  readonly profile?: string;
  readonly json?: true;
  readonly color?: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<file...>', "recorded operations as JSON Lines, plain or gzip'd; - is stdin")
    .option('--profile <name>', `replay as another version: ${profiles.join(', ')}`, profile)
    .option('--json', 'give the report as JSON')
    .action((files: string[]) => replay(files, command.optsWithGlobals<ReplayOptions>()));
}

/** Replays recorded operations, and says where latsim does not agree. */
async function replay(files: readonly string[], options: ReplayOptions): Promise<void> {
  const report = await replayed(files, options.profile);
  const text = options.json
    ? jsonReplay(tool(), report)
    : textReplayed(report, styleFor(process.stdout, options.color));
  process.stdout.write(text);
  if (report.partial) {
    process.exitCode = EXIT.interrupted;
    return;
  }
  const mismatches = total(report, 'mismatches');
  if (mismatches === 0) return;
  process.exitCode = EXIT.notHeld;
  const profiled = options.profile === undefined ? [] : ['--profile', options.profile];
  complain(
    `${count(mismatches)} checks of the recordings differ`,
    commandLine(['replay', ...files, ...profiled]),
  );
}

/** @throws ScenarioError with the problems of all files */
async function replayed(
  paths: readonly string[],
  profile: string | undefined,
): Promise<RecordingsReport> {
  const abort = new AbortController();
  const interrupt = new Interrupt(() => abort.abort());
  const progress = new Progress();
  const files: ReplayedFile[] = [];
  const problems: Problem[] = [];
  let ops = 0;
  try {
    for (const path of paths) {
      const one = new FileReplay(path, profile);
      const progressed = (): void => progress.updateCount(ops + one.ops, 'operations', path);
      // Short files are read without a pause, in which a signal could be noticed.
      await setImmediate();
      if (interrupt.requested) break;
      try {
        if (!(await readRecording(path, one.reader, abort.signal, progressed))) break;
        files.push(one.result());
      } catch (error) {
        if (!(error instanceof ScenarioError)) throw error;
        problems.push(...error.problems);
      }
      ops += one.ops;
    }
  } finally {
    progress.end();
    interrupt.dispose();
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return { files, partial: interrupt.requested };
}

/** One file on its way. */
class FileReplay {
  readonly reader: RecordingReader;
  private header: RecordingHeader | undefined;
  private replay: Replay | undefined;

  constructor(
    private readonly path: string,
    profile: string | undefined,
  ) {
    this.reader = new RecordingReader(path, profile, (header) => {
      this.header = header;
      const replay = new Replay(header.settings, header.profile);
      this.replay = replay;
      return (operation, line) => replay.take(operation, line);
    });
  }

  get ops(): number {
    return this.replay?.ops ?? 0;
  }

  /** After the reader has come to its end. */
  result(): ReplayedFile {
    const { header, replay } = this;
    if (header === undefined || replay === undefined) throw new Error('nothing has been read yet');
    const { ops, mismatches, fields, details } = replay;
    const { variant, profile } = header;
    return { file: this.path, variant, profile: profile.name, ops, mismatches, fields, details };
  }
}
