import type { Command } from 'commander';
import { tool } from '../files/tool.js';
import { type RecordingHeader, RecordingReader } from '../litellm/recording.js';
import { jsonReplay } from '../report/replay/json.js';
import { type RecordingsReport, type ReplayedFile, total } from '../report/replay/report.js';
import { textReplayed } from '../report/replay/text.js';
import { EXIT } from '../text/failure.js';
import { count } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import { Replay } from '../worlds/replay/replay.js';
import { examples, given, profile, profiles } from './arguments.js';
import { type Attendance, attended } from './attended.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import { inputOf } from './input.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { complain, INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { readRecording } from './recording-file.js';
import { styleFor } from './terminal.js';

const FORMATS = ['text', 'json'] as const;

interface ReplayOptions extends FormOptions {
  readonly profile?: string;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  command
    .argument('<file...>', "recorded operations as JSON Lines, plain or gzip'd; - is stdin")
    .option('--profile <name>', `replay as another version: ${profiles}`, profile(io));
  formOptions(command, FORMATS);
  examples(command, [
    'latsim replay recording.jsonl.gz',
    'latsim replay recording.jsonl.gz --profile v1.82.3',
    'latsim replay recording.jsonl.gz --output report.json',
  ]).action((files: string[]) => end(replay(io, files, given<ReplayOptions>(command))));
}

/** Replays recorded operations, and says where latsim does not agree. */
async function replay(io: Io, files: readonly string[], options: ReplayOptions): Promise<number> {
  const form = formOf(options, FORMATS);
  const read = files.filter((path) => path !== '-').map((path) => ({ what: 'a recording', path }));
  const output = new Output(io, options.output, read);
  try {
    const report = await attended(io, (attendance) =>
      replayed(io, files, options.profile, attendance),
    );
    const style = output.style(options.color);
    await output.deliver(
      form === 'json' ? jsonReplay(tool(), report) : textReplayed(report, style),
    );
    return exitCodeOf(io, files, report, options);
  } finally {
    output.discard();
  }
}

/** Says what is to be known beside the report. */
function exitCodeOf(
  io: Io,
  files: readonly string[],
  report: RecordingsReport,
  options: ReplayOptions,
): number {
  if (report.partial) {
    notice(io.stderr, INTERRUPTED);
    return EXIT.interrupted;
  }
  const mismatches = total(report, 'mismatches');
  if (mismatches === 0) return EXIT.done;
  const profiled = options.profile === undefined ? [] : ['--profile', options.profile];
  complain(
    io.stderr,
    `${count(mismatches)} checks of the recordings differ`,
    commandLine(['replay', ...files, ...profiled]),
    styleFor(io, io.stderr, options.color),
  );
  return EXIT.notHeld;
}

/** @throws ScenarioError with the problems of all files */
async function replayed(
  io: Io,
  paths: readonly string[],
  profile: string | undefined,
  { signal, progress, pause, stopRequested }: Attendance,
): Promise<RecordingsReport> {
  const files: ReplayedFile[] = [];
  const problems: Problem[] = [];
  let ops = 0;
  for (const path of paths) {
    const one = new FileReplay(path, profile);
    const progressed = (): void => progress.updateCount(ops + one.ops, 'operations', path);
    // Short files are read without a pause, in which a signal could be noticed.
    await pause();
    if (stopRequested()) break;
    try {
      if (!(await readRecording(inputOf(io, path), one.reader, signal, progressed))) break;
      files.push(one.result());
      warn(io.stderr, one.warnings);
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
    ops += one.ops;
  }
  if (problems.length > 0) throw new ScenarioError(problems);
  return { files, partial: stopRequested() };
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

  get warnings(): readonly Problem[] {
    return this.header?.warnings ?? [];
  }

  /** After the reader has ended. */
  result(): ReplayedFile {
    const { header, replay } = this;
    if (header === undefined || replay === undefined) throw new Error('nothing has been read yet');
    const { ops, mismatches, fields, details } = replay;
    const { variant, profile } = header;
    return { file: this.path, variant, profile: profile.name, ops, mismatches, fields, details };
  }
}
