import { type Command, Option } from 'commander';
import type { Outcome } from '../files/atomic-file.js';
import { type NamedPath, optional, refuseSamePlace } from '../files/places.js';
import { tool } from '../files/tool.js';
import { gateReport } from '../report/gate/compose.js';
import { type GateReport, tallyText, undecidedText } from '../report/gate/report.js';
import type { ToldExperiment } from '../report/page/experiment-page.js';
import type { GateFound } from '../studies/gate/looks.js';
import type { GatePlan } from '../studies/gate/plan.js';
import { EXIT, usageError } from '../text/failure.js';
import { GROUPS, grouped, verboseOption } from './arguments.js';
import { againstBaseline, type Baseline, baselineOf, readBaseline } from './baseline.js';
import { type FormOptions, formOf, formOptions, requireForm } from './form.js';
import type { Invocation } from './invocation.js';
import { complain, INTERRUPTED, notice } from './notices.js';
import { deliver, Output } from './output.js';
import { REPORTER_NAMES, type ReporterChoice, Reporters, reporter } from './reporters.js';

/** Forms of a gate's report. */
const FORMATS = ['text', 'markdown', 'html', 'json', 'junit'] as const;

/** Options of what judges: how to report, and what else decides about the exit code. */
export interface ConclusionOptions extends FormOptions {
  readonly reporter?: readonly ReporterChoice[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly baseline?: string;
  readonly saveBaseline?: string;
  readonly allowChanged?: true;
  readonly color?: boolean;
}

/** Adds them. @param more forms beside those of a gate */
export function conclusionOptions(command: Command, more: readonly string[] = []): Command {
  verboseOption(formOptions(command, [...FORMATS, ...more]))
    .option(
      '--reporter <name[=file]>',
      `several reports at once: ${REPORTER_NAMES.join(', ')}; may be repeated`,
      reporter,
    )
    .option('--strict', 'exit with 4 where something is undecided and nothing fails')
    .option('--baseline <file>', 'compare with the figures in this file')
    .option('--save-baseline <file>', 'write the figures to this file');
  return grouped(command, GROUPS.advanced, [
    new Option(
      '--allow-changed',
      'compare with a baseline of other scenarios or another format all the same',
    ),
  ]);
}

/**
 * Where a gate's results go: reports, the new baseline, the exit code. All files are read and opened
 * before the work starts.
 */
export class Conclusion {
  private readonly baseline: Baseline | undefined;
  private readonly reporters: Reporters;
  private readonly saved: Output | undefined;

  /**
   * @param inputs what the command reads beside a baseline: not to be written over
   * @param experimentOf carries out the run that a page is about; undefined: there is nothing to run
   * @throws ScenarioError or CommandError for a baseline that does not fit and files that cannot be
   * written
   */
  constructor(
    private readonly invocation: Invocation,
    private readonly plan: GatePlan,
    private readonly options: ConclusionOptions,
    inputs: readonly NamedPath[],
    private readonly experimentOf?: (report: GateReport) => Promise<ToldExperiment | undefined>,
  ) {
    const { baseline, saveBaseline, allowChanged = false, color, verbose } = options;
    const { io } = invocation;
    if (saveBaseline === '-') {
      throw usageError('--save-baseline needs a file: reports go to stdout', 'name one');
    }
    if (saveBaseline !== undefined) {
      requireForm('--save-baseline', saveBaseline, ['json', 'text']);
    }
    const read = [...inputs, ...optional('--baseline', baseline)];
    refuseSamePlace(io.cwd, outputsOf(options), read);
    this.baseline =
      baseline === undefined ? undefined : readBaseline(baseline, io.cwd, plan, allowChanged);
    this.reporters = new Reporters(io, reportersOf(options), color, verbose);
    try {
      this.saved = saveBaseline === undefined ? undefined : new Output(io, saveBaseline);
    } catch (error) {
      this.reporters.close();
      throw error;
    }
  }

  /** Writes all that is to be written. @returns the exit code */
  async conclude(found: GateFound): Promise<number> {
    const { plan } = this;
    const compared =
      this.baseline === undefined ? null : againstBaseline(this.baseline, plan, found);
    const report = gateReport(tool(), plan, found, compared);
    if (!found.partial) this.saved?.write(baselineOf(plan, found));
    await this.reporters.write(report, this.experimentOf);
    await deliver(this.invocation.io, this.isLeftOut(report) ? [] : this.outcomes);
    return this.exitCodeOf(report);
  }

  /** Leaves nothing behind of what was not written. */
  close(): void {
    this.reporters.close();
    this.saved?.discard();
  }

  private get outcomes(): readonly Outcome[] {
    return [...this.reporters.outcomes, ...(this.saved?.outcomes ?? [])];
  }

  /** All files or none: a baseline of less than all would be a wrong one. */
  private isLeftOut({ partial }: GateReport): boolean {
    return partial && this.saved !== undefined;
  }

  private exitCodeOf(report: GateReport): number {
    const { color, strict = false } = this.options;
    if (report.partial) {
      const unwritten = this.isLeftOut(report)
        ? '; the baseline was not written, nor any other file'
        : '';
      notice(this.invocation.io.stderr, `${INTERRUPTED}${unwritten}`);
      return EXIT.interrupted;
    }
    if (report.decision === 'fail') {
      complain(this.invocation, `the gate fails: ${tallyText(report)}`, color);
      return EXIT.notHeld;
    }
    if (report.decision === 'inconclusive') {
      const warning = strict ? '' : 'warning: ';
      complain(this.invocation, `${warning}the gate is undecided: ${undecidedText(report)}`, color);
      return strict ? EXIT.inconclusive : EXIT.done;
    }
    return EXIT.done;
  }
}

/**
 * The reporters that are asked for, the main one, by --format, --json or --output, among them.
 * Without a file it is the same as a reporter of that name.
 */
function reportersOf(options: ConclusionOptions): ReporterChoice[] {
  const { reporter = [], format, json, output } = options;
  const name = formOf(options, FORMATS);
  if (format === undefined && json === undefined && output === undefined) return [...reporter];
  const main = { name, file: output === '-' ? undefined : output, main: true };
  const others = reporter.filter((one) => one.name !== name || one.file !== main.file);
  return [...others, main];
}

function outputsOf({ reporter = [], saveBaseline, output }: ConclusionOptions): NamedPath[] {
  return [
    ...optional('--output', output === '-' ? undefined : output),
    ...reporter.flatMap(({ name, file }) => optional(`--reporter ${name}`, file)),
    ...optional('--save-baseline', saveBaseline),
  ];
}
