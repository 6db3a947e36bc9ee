import { type Problem, ScenarioError } from '../text/problems.js';
import type { Timed } from '../worlds/replay/compared.js';
import { type Fields, Malformed } from './recordings/fields.js';
import { RECORDING_KINDS } from './recordings/index.js';
import type { OpenRecording } from './recordings/kind.js';

/** Is given the operations, in order, each with its line from 1. */
export type OperationSink = (operation: Timed, line: number) => void;

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
  private recording: OpenRecording | undefined;
  private sink: OperationSink | undefined;
  private line = 0;
  private latest_s = Number.NEGATIVE_INFINITY;
  /** Whether reading on is of no use. */
  stopped = false;

  /**
   * @param profile - the profile to replay by; undefined: the one that was recorded
   * @param begin - is told what the first line says, and gives who takes the operations
   */
  constructor(
    private readonly file: string,
    private readonly profile: string | undefined,
    private readonly begin: (recording: OpenRecording) => OperationSink,
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
    if (this.problems.length === 0 && this.recording === undefined) {
      this.fail('there is nothing in this file', REMEDY);
    }
    if (this.problems.length > 0) throw new ScenarioError(this.problems);
  }

  private read(line: string): void {
    try {
      const value = parsed(line);
      if (value === undefined) return;
      if (this.recording === undefined) {
        this.open(value);
        return;
      }
      const operation = this.recording.read(value);
      if (operation.t_s < this.latest_s) {
        const message = `time runs backwards, from ${this.latest_s} to ${operation.t_s}`;
        throw new Malformed(
          message,
          'write the operations in the order of their times',
          this.recording.kind.timeField,
        );
      }
      this.latest_s = operation.t_s;
      this.sink?.(operation, this.line);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.report(line, error);
    }
  }

  private open(config: Fields): void {
    if (config.op !== 'config') {
      const remedy = 'a recording begins with a line {"op":"config", ...}';
      throw new Malformed('the first line is not a config line', remedy, 'op');
    }
    const kind = RECORDING_KINDS.find((each) => each.recognises(config)) ?? RECORDING_KINDS[0];
    this.recording = kind.open(config, this.profile);
    this.sink = this.begin(this.recording);
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
    if (this.recording === undefined || this.problems.length === maxProblems) this.stopped = true;
  }
}

const REMEDY = 'docs/reference/replay.md says what a recording looks like';

/** The object of a line; undefined for a blank one. */
function parsed(line: string): Fields | undefined {
  // An error of the parser takes a thousand times as long.
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Malformed('this line is not JSON', 'write one JSON object per line, without NaN');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new Malformed('this line is not a JSON object');
}
