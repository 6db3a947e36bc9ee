import { findProfile, type Profile, renamedProfile } from '../strategies/lowest-latency/profile.js';
import { profileRemedy } from '../strategies/lowest-latency/profile-remedy.js';
import { type Problem, ScenarioError } from '../text/problems.js';
import type { Operation, RecordedSettings } from '../worlds/replay/recording.js';
import { Malformed, operationOf, settingsOf } from './recording-line.js';

/** What the first line of a recording says. */
export interface RecordingHeader {
  /** The version of LiteLLM that was recorded. */
  readonly variant: string;
  /** The one by whose rules it is replayed. */
  readonly profile: Profile;
  readonly settings: RecordedSettings;
  /** What is worth knowing beside the replay. */
  readonly warnings: readonly Problem[];
}

/** Is given the operations, in order, each with its line from 1. */
export type OperationSink = (operation: Operation, line: number) => void;

/** A file with more problems is not read on. */
const maxProblems = 20;

/** No line of a recording is longer than this. */
export const maxLineBytes = 64_000_000;

/**
 * Reads a recording (docs/reference/replay.md) from its lines, piece by piece, so that a long one
 * need not be held in memory. After the first problem the rest is only checked.
 */
export class RecordingReader {
  private readonly problems: Problem[] = [];
  private positions: ReadonlyMap<string, number> | undefined;
  private sink: OperationSink | undefined;
  private line = 0;
  private latest_s = Number.NEGATIVE_INFINITY;
  /** Whether reading on is of no use. */
  stopped = false;

  /**
   * @param profile - the profile to replay by; undefined: the one that was recorded
   * @param begin - is told the first line, and gives who takes the operations
   */
  constructor(
    private readonly file: string,
    private readonly profile: string | undefined,
    private readonly begin: (header: RecordingHeader) => OperationSink,
  ) {}

  /** Takes whole lines; only the very last may lack its end. */
  take(text: string): void {
    let start = this.line === 0 && text.startsWith('\ufeff') ? 1 : 0;
    while (start < text.length && !this.stopped) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline;
      this.line++;
      this.read(text.slice(start, end));
      start = end + 1;
    }
  }

  /** The lines cannot be read on. */
  fail(message: string, remedy: string): void {
    const place = this.line === 0 ? {} : { line: this.line + 1, column: 1 };
    this.problems.push({ file: this.file, ...place, message, remedy });
    this.stopped = true;
  }

  /** @throws ScenarioError with all that is wrong. */
  end(): void {
    if (this.problems.length === 0 && this.positions === undefined) {
      this.fail('there is nothing in this file', REMEDY);
    }
    if (this.problems.length > 0) throw new ScenarioError(this.problems);
  }

  private read(line: string): void {
    try {
      const value = parsed(line);
      if (value === undefined) return;
      if (this.positions === undefined) {
        this.open(value);
        return;
      }
      const operation = operationOf(value, this.positions);
      if (operation.t_s < this.latest_s) {
        const message = `time runs backwards, from ${this.latest_s} to ${operation.t_s}`;
        throw new Malformed(message, 'write the operations in the order of their times', 't');
      }
      this.latest_s = operation.t_s;
      this.sink?.(operation, this.line);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.report(line, error);
    }
  }

  private open(value: object): void {
    const { variant, settings } = settingsOf(value);
    this.positions = new Map(settings.deployments.map(({ id }, position) => [id, position]));
    const name = this.profile ?? variant;
    const profile = findProfile(name);
    if (profile === undefined) {
      const remedy = `${profileRemedy(name)} (--profile replays under another version)`;
      const called = versionShown(name);
      const message =
        called === undefined ? 'there is no such profile' : `no profile is called "${called}"`;
      throw new Malformed(message, remedy, 'variant');
    }
    const warnings = [renamedProfile(name), withoutEffect(settings, profile)].flatMap((warning) =>
      warning === undefined ? [] : [{ file: this.file, ...warning }],
    );
    const recorded = versionShown(variant) ?? 'another version';
    this.sink = this.begin({ variant: recorded, profile, settings, warnings });
  }

  private report(line: string, { message, remedy, field }: Malformed): void {
    const at = field === undefined ? -1 : line.indexOf(`"${field}"`);
    this.problems.push({
      file: this.file,
      line: this.line,
      column: Math.max(0, at) + 1,
      message,
      remedy: remedy ?? REMEDY,
    });
    this.sink = undefined;
    // Without settings no line can be judged.
    if (this.positions === undefined || this.problems.length === maxProblems) this.stopped = true;
  }
}

/** A version as it may be shown: a profile, or a text that looks like a release. */
function versionShown(name: string): string | undefined {
  const known = findProfile(name) !== undefined || /^v?\d{1,4}(?:\.\d{1,4}){1,3}$/.test(name);
  return known ? name : undefined;
}

/** What settings say that a profile does not know. */
function withoutEffect(
  { ttftPercentile }: RecordedSettings,
  { name, ttftPercentile: known }: Profile,
) {
  if (ttftPercentile === undefined || known) return undefined;
  return {
    message: `ttft_percentile has no effect: ${name} does not know it`,
    remedy: 'where it was recorded under another version, averages of streams differ',
  };
}

const REMEDY = 'docs/reference/replay.md says what a recording looks like';

/** The object of a line; undefined for a blank one. */
function parsed(line: string): object | undefined {
  // An error of the parser takes a thousand times as long.
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Malformed('this line is not JSON', 'write one JSON object per line, without NaN');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Malformed('this line is not a JSON object');
}
