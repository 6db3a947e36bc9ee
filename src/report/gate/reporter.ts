import type { Style } from '../kit/style.js';
import type { GateReport } from './report.js';

/** One way to report a gate, described once; reporters.ts lists them. */
export interface Reporter {
  readonly name: string;
  /** One line: what it gives, and for whom. */
  readonly says: string;
  /**
   * A promise where a library is loaded only for it.
   * @param verbose whether people want the details of what passes, too
   */
  report(gate: GateReport, style: Style, verbose: boolean): string | Promise<string>;
  /** Set where it speaks to what runs the command, beside the report that people read. */
  readonly runner?: CiRunner;
}

/** A runner that reads what commands write, and shows a summary of its own. */
export interface CiRunner {
  /** The environment variable that says that it is there: then the reporter is added by itself. */
  readonly variable: string;
  /** The environment variable that names the file to which the summary is appended. */
  readonly summaryVariable: string;
  summary(gate: GateReport): string;
}
