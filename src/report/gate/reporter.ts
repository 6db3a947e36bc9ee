import type { Style } from '../kit/style.js';
import type { Page } from '../page/document.js';
import type { ToldExperiment } from '../page/experiment-page.js';
import type { GateReport } from './report.js';

/** One way to report a gate, described once; reporters.ts lists them. */
export interface Reporter {
  readonly name: string;
  /** One line: what it gives, and for whom. */
  readonly says: string;
  /**
   * A promise where a library is loaded only for it; a page is yet to be written, with what it carries.
   * @param verbose whether people want the details of what passes, too
   * @param experiment the run that a page is about; only where one is asked for
   */
  report(
    gate: GateReport,
    style: Style,
    verbose: boolean,
    experiment?: ToldExperiment,
  ): string | Page | Promise<string>;
  /** Set where it gives a page. */
  readonly isPage?: true;
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
