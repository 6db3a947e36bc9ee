import { InvalidArgumentError } from 'commander';
import { AppendedText, type Outcome } from '../files/atomic-file.js';
import { writtenPage } from '../files/page-code.js';
import { pathIn } from '../files/paths.js';
import type { GateReport } from '../report/gate/report.js';
import type { CiRunner, Reporter } from '../report/gate/reporter.js';
import { DEFAULT_REPORTER, REPORTERS } from '../report/gate/reporters.js';
import type { ToldExperiment } from '../report/page/experiment-page.js';
import { usageError } from '../text/failure.js';
import { harmless } from '../text/harmless.js';
import { suggest } from '../text/problems.js';
import { requireForm } from './form.js';
import type { Io } from './io.js';
import { Output } from './output.js';
import { styleFor } from './terminal.js';

export const REPORTER_NAMES = REPORTERS.map(({ name }) => name);

/** A reporter as the user named it. */
export interface ReporterChoice {
  readonly name: string;
  /** undefined: standard output. */
  readonly file: string | undefined;
  /** Whether it is written instead of what goes to standard output. */
  readonly main?: boolean;
}

/** Reads `NAME` or `NAME=FILE`, after those that came before. */
export function reporter(
  given: string,
  before: readonly ReporterChoice[] = [],
): readonly ReporterChoice[] {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(given) ?? [];
  if (!REPORTER_NAMES.includes(name)) {
    const hint = suggest(name, REPORTER_NAMES);
    throw new InvalidArgumentError(hint.charAt(0).toUpperCase() + hint.slice(1));
  }
  if (file === '') throw new InvalidArgumentError(`Write a file after ${name}=.`);
  if (file !== undefined)
    requireForm(`--reporter ${name}`, file, name === 'github' ? ['text'] : [name]);
  return [...before, { name, file: file === '-' ? undefined : file }];
}

/** A reporter, and the file that it is to write. */
interface ChosenReporter {
  readonly reporter: Reporter;
  readonly file: string | undefined;
}

interface OpenReporter {
  readonly reporter: Reporter;
  readonly output: Pick<Output, 'write' | 'outcomes' | 'direct' | 'discard' | 'style'>;
}

/** The file that a runner shows on the page of the run. */
interface OpenSummary {
  readonly runner: CiRunner;
  readonly file: AppendedText;
}

/**
 * The reporters of a gate, with all that they write to: made before the work starts, so that a file
 * which cannot be written is told then.
 *
 * Text goes to standard output if nothing else does. One that speaks to a runner is added where that
 * is; it may follow text, and goes to stderr where standard output belongs to another.
 */
export class Reporters {
  private readonly open: OpenReporter[] = [];
  private readonly summaries: OpenSummary[] = [];

  /**
   * @param color --color or --no-color
   * @param verbose whether people want the details
   * @throws CommandError where a file cannot be written, or two want standard output
   */
  constructor(
    io: Io,
    asked: readonly ReporterChoice[],
    private readonly color: boolean | undefined,
    private readonly verbose = false,
  ) {
    const chosen = completed(asked, io.env);
    const [main] = onStdout(chosen);
    refuseTwoOnStdout(chosen);
    const crowded = main !== undefined && main.reporter !== DEFAULT_REPORTER;
    try {
      for (const { reporter, file } of chosen) {
        const aside = crowded && reporter.runner !== undefined && file === undefined;
        this.open.push({ reporter, output: aside ? onStderr(io) : new Output(io, file) });
      }
      for (const runner of new Set(chosen.flatMap(({ reporter }) => reporter.runner ?? []))) {
        const file = openSummary(runner, io);
        if (file !== undefined) this.summaries.push({ runner, file });
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /**
   * Writes all reports; files are yet to be delivered. What is out at once comes last.
   * @param experimentOf carries out the run that a page is about; asked where there is a page
   */
  async write(
    report: GateReport,
    experimentOf?: (report: GateReport) => Promise<ToldExperiment | undefined>,
  ): Promise<void> {
    const written: { readonly output: OpenReporter['output']; readonly text: string }[] = [];
    const { color, verbose } = this;
    const isPage = this.open.some(({ reporter }) => reporter.isPage);
    const experiment = isPage ? await experimentOf?.(report) : undefined;
    for (const { reporter, output } of this.open) {
      const made = await reporter.report(report, output.style(color), verbose, experiment);
      written.push({ output, text: typeof made === 'string' ? made : writtenPage(made) });
    }
    for (const { runner, file } of this.summaries) file.write(harmless(runner.summary(report)));
    for (const { output, text } of written) if (!output.direct) output.write(text);
    for (const { output, text } of written) if (output.direct) output.write(text);
  }

  /** The files that are to be put in their places. */
  get outcomes(): readonly Outcome[] {
    const files = this.open.flatMap(({ output }) => output.outcomes);
    return [...files, ...this.summaries.map(({ file }) => file)];
  }

  /** Leaves nothing behind of what was not written. */
  close(): void {
    for (const { output } of this.open) output.discard();
    for (const { file } of this.summaries) file.discard();
  }
}

function onStderr(io: Io): OpenReporter['output'] {
  return {
    style: (flag) => styleFor(io, io.stderr, flag),
    write: (text) => io.stderr.write(text),
    outcomes: [],
    direct: true,
    discard: () => undefined,
  };
}

/** Text where nothing would be on standard output, and what speaks to a runner where that is. */
function completed(asked: readonly ReporterChoice[], env: Io['env']): ChosenReporter[] {
  const chosen = asked.map(({ name, file }) => ({
    reporter: REPORTERS.find((one) => one.name === name) as Reporter,
    file,
  }));
  if (!asked.some(({ file, main }) => file === undefined || main === true)) {
    chosen.unshift({ reporter: DEFAULT_REPORTER, file: undefined });
  }
  for (const reporter of REPORTERS) {
    const there = reporter.runner !== undefined && env[reporter.runner.variable];
    if (!there || there === 'false' || chosen.some((one) => one.reporter === reporter)) continue;
    chosen.push({ reporter, file: undefined });
  }
  // Annotations come after the report that they belong to.
  const speaking = ({ reporter }: ChosenReporter) => Number(reporter.runner !== undefined);
  return chosen.sort((a, b) => speaking(a) - speaking(b));
}

/** Those that people or programs read on standard output. */
function onStdout(chosen: readonly ChosenReporter[]): ChosenReporter[] {
  return chosen.filter(({ reporter, file }) => file === undefined && reporter.runner === undefined);
}

function refuseTwoOnStdout(chosen: readonly ChosenReporter[]): void {
  const names = onStdout(chosen).map(({ reporter }) => reporter.name);
  if (names.length > 1) {
    throw usageError(
      `${names.join(' and ')} would both go to standard output`,
      `give all but one a file: --reporter ${names[1]}=FILE`,
    );
  }
}

/** The file for a runner's summary, to which steps append; undefined where it names none. */
function openSummary({ summaryVariable }: CiRunner, { env, cwd }: Io): AppendedText | undefined {
  const path = env[summaryVariable];
  if (path === undefined || path === '') return undefined;
  return new AppendedText(summaryVariable, pathIn(cwd, path));
}
