import { harmlessJson } from '../../text/harmless.js';
import { clipName } from '../kit/words.js';

/**
 * An event of the Chrome trace event format, which Perfetto and chrome://tracing show:
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export interface TraceEvent {
  readonly name: string;
  /**
   * What it is: `M` names a process or a thread; `b` and `e` begin and end an asynchronous slice, `X` is a
   * whole slice of a thread; `i` is an instant; `s` and `f` are the ends of an arrow; `C` counts.
   */
  readonly ph: 'M' | 'b' | 'e' | 'X' | 'i' | 's' | 'f' | 'C';
  readonly pid: number;
  readonly tid: number;
  /** In microseconds, as is `dur`; names are for all times. */
  readonly ts?: number;
  readonly dur?: number;
  readonly cat?: string;
  /** What belongs together: slices that lie in one another, both ends of an arrow. */
  readonly id?: number;
  /** An arrow ends in the slice around it, not in the next. */
  readonly bp?: 'e';
  /** Whether an instant is of a thread, or of all. */
  readonly s?: 't' | 'g';
  /** The colour of an instant, where it says more than the name. */
  readonly cname?: 'terrible';
  readonly args?: TraceArgs;
}

/** What there is to say of an event. */
export type TraceArgs = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The field of an event for that; none where there is nothing to say. */
export function told(args: TraceArgs): Pick<TraceEvent, 'args'> {
  return Object.keys(args).length === 0 ? {} : { args };
}

/** A process of a trace, which has rows of its own. */
export interface TraceProcess {
  readonly pid: number;
  readonly name: string;
}

/** A row of a trace. */
export interface TraceRow {
  readonly pid: number;
  readonly tid: number;
}

/** Virtual time as the format has it: in microseconds, to the nanosecond. */
export function microseconds(time_s: number): number {
  return Math.round(time_s * 1e9) / 1e3;
}

/** Names of any length are shortened to this. */
const NAME_WIDTH = 100;

/** A name as it is shown: one that somebody has given may have any length. */
export function shownName(name: string): string {
  return clipName(name, NAME_WIDTH);
}

/** Names processes and their rows when they are first used: most of a large fleet may never be. */
export class Rows {
  private readonly processes = new Set<number>();
  private readonly rows = new Map<string, TraceRow>();

  constructor(private readonly emit: (event: TraceEvent) => void) {}

  /**
   * A row of a process. Rows are shown in the order of their numbers, and so are processes.
   * @param number among the rows of the process
   */
  row(process: TraceProcess, number: number, name: string): TraceRow {
    const key = `${process.pid}/${number}`;
    const known = this.rows.get(key);
    if (known !== undefined) return known;
    const row = { ...this.whole(process), tid: this.rows.size + 1 };
    this.rows.set(key, row);
    this.name('thread', row, name, number);
    return row;
  }

  /** What is of a process, and of none of its rows. */
  whole({ pid, name }: TraceProcess): TraceRow {
    const row = { pid, tid: 0 };
    if (!this.processes.has(pid)) {
      this.processes.add(pid);
      this.name('process', row, name, pid);
    }
    return row;
  }

  private name(what: 'process' | 'thread', row: TraceRow, name: string, order: number): void {
    const ph = 'M';
    this.emit({ name: `${what}_name`, ph, ...row, args: { name: shownName(name) } });
    this.emit({ name: `${what}_sort_index`, ph, ...row, args: { sort_index: order } });
  }
}

/** The beginning of a trace, up to its first event. @param about where it comes from */
export function traceBegin(about: TraceArgs): string {
  const fields = JSON.stringify({ displayTimeUnit: 'ms', otherData: about });
  return harmlessJson(`${fields.slice(0, -1)},"traceEvents":[\n`);
}

/** An event as a line. */
export function traceLine(event: TraceEvent): string {
  return harmlessJson(JSON.stringify(event));
}

/** What stands between two events. */
export const TRACE_BETWEEN = ',\n';

/** The end of a trace, after its last event. */
export const TRACE_END = '\n]}\n';

/** A whole trace. @param heading where it comes from */
export function traceText(heading: TraceArgs, events: readonly TraceEvent[]): string {
  return traceBegin(heading) + events.map(traceLine).join(TRACE_BETWEEN) + TRACE_END;
}
