import type { Command } from 'commander';
import { tool } from '../files/tool.js';
import { RecordingReader } from '../litellm/recording.js';
import type { OpenRecording } from '../litellm/recordings/kind.js';
import { jsonReplay } from '../report/replay/json.js';
import { type RecordingsReport, type ReplayedFile, total } from '../report/replay/report.js';
import { textReplayed } from '../report/replay/text.js';
import { PROFILE_NAMES } from '../strategies/lowest-latency/profile.js';
import type { Advice } from '../text/advice.js';
import { EXIT } from '../text/failure.js';
import { count } from '../text/figures.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import { commandLine } from '../text/shell.js';
import type { Replaying, Timed } from '../worlds/replay/compared.js';
import { examples, given, profile, profiles } from './arguments.js';
import { type Attendance, attended } from './attended.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import { inputOf } from './input.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { complain, INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { readRecording } from './recording-file.js';

const FORMATS = ['text', 'json'] as const;

interface ReplayOptions extends FormOptions {
  readonly profile?: string;
  readonly color?: boolean;
}

export function configure(command: Command, invocation: Invocation): void {
  command
    .argument('<file...>', "recorded operations as JSON Lines, plain or gzip'd; - is stdin")
    .option('--profile <name>', `replay as another version: ${profiles}`, profile(invocation.io));
  formOptions(command, FORMATS);
  examples(command, [
    'latsim replay recording.jsonl.gz',
    'latsim replay recording.jsonl.gz --profile v1.82.3',
    'latsim replay recording.jsonl.gz --output report.json',
  ]).action((files: string[]) =>
    invocation.end(replay(invocation, files, given<ReplayOptions>(command))),
  );
}

/** Replays recorded operations, and says where latsim does not agree. */
async function replay(
  invocation: Invocation,
  files: readonly string[],
  options: ReplayOptions,
): Promise<number> {
  const { io } = invocation;
  const form = formOf(options, FORMATS);
  const read = files.filter((path) => path !== '-').map((path) => ({ what: 'a recording', path }));
  const output = new Output(io, options.output, read);
  try {
    const report = await attended(io, (attendance) =>
      replayed(io, files, options.profile, attendance),
    );
    const style = output.style(options.color);
    await output.deliver(
      form === 'json'
        ? jsonReplay(tool(), report)
        : textReplayed(report, { tool: tool(), next: adviceOn(report, files, options) }, style),
    );
    return exitCodeOf(invocation, report, options);
  } finally {
    output.discard();
  }
}

/** Says what is to be known beside the report. */
function exitCodeOf(
  invocation: Invocation,
  report: RecordingsReport,
  options: ReplayOptions,
): number {
  const { io } = invocation;
  if (report.partial) {
    notice(io.stderr, INTERRUPTED);
    return EXIT.interrupted;
  }
  const mismatches = total(report, 'mismatches');
  if (mismatches === 0) return EXIT.done;
  complain(invocation, `${count(mismatches)} checks of the recordings differ`, options.color);
  return EXIT.notHeld;
}

/** What to go on with: all that differs, or what another release would have done. */
function adviceOn(
  report: RecordingsReport,
  files: readonly string[],
  { profile }: ReplayOptions,
): readonly Advice[] {
  if (report.partial || files.includes('-')) return [];
  const given = profile === undefined ? [] : ['--profile', profile];
  if (total(report, 'mismatches') > 0) {
    const command = commandLine(['replay', ...files, ...given, '--json']);
    return [{ says: 'All that differs, as JSON:', command }];
  }
  const replayed = report.files.map((file) => file.profile);
  const other = [...PROFILE_NAMES].reverse().find((name) => !replayed.includes(name));
  if (profile !== undefined || other === undefined) return [];
  const command = commandLine(['replay', ...files, '--profile', other]);
  return [{ says: `What the rules of ${other} would change:`, command }];
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
  private recording: OpenRecording | undefined;
  private replay: Replaying<Timed> | undefined;

  constructor(
    private readonly path: string,
    profile: string | undefined,
  ) {
    this.reader = new RecordingReader(path, profile, (recording) => {
      this.recording = recording;
      const replay = recording.replay();
      this.replay = replay;
      return (operation, line) => replay.take(operation, line);
    });
  }

  get ops(): number {
    return this.replay?.ops ?? 0;
  }

  get warnings(): readonly Problem[] {
    return (this.recording?.warnings ?? []).map((warning) => ({ file: this.path, ...warning }));
  }

  /** After the reader has ended. */
  result(): ReplayedFile {
    const { path: file, recording, replay } = this;
    if (recording === undefined || replay === undefined) {
      throw new Error('nothing has been read yet');
    }
    const { ops, mismatches, fields, details } = replay;
    const { variant, replayedAs: profile, kind } = recording;
    return { file, variant, profile, checks: kind.checks, ops, mismatches, fields, details };
  }
}
