import { closeSync, openSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { pathIn } from '../files/paths.js';
import { writeFully } from '../jobs/write-fully.js';
import { githubAnnotations, githubSummary } from '../report/gate/github.js';
import { jsonGate } from '../report/gate/json.js';
import { markdownGate } from '../report/gate/markdown.js';
import type { GateReport } from '../report/gate/report.js';
import { textGate } from '../report/gate/text.js';
import type { Style } from '../report/kit/style.js';
import { usageError } from '../text/failure.js';
import { suggest } from '../text/problems.js';
import type { Io } from './io.js';
import { Output } from './output.js';
import { styleFor } from './terminal.js';

type Report = (report: GateReport, style: Style) => string;

/** How each comes by its text. The library that writes XML is loaded only where it is needed. */
const REPORTERS = {
  text: async () => textGate,
  json: async () => jsonGate,
  markdown: async () => markdownGate,
  junit: async () => (await import('../report/gate/junit.js')).junitGate,
  github: async () => githubAnnotations,
} as const satisfies Record<string, () => Promise<Report>>;

export const REPORTER_NAMES = Object.keys(REPORTERS) as readonly ReporterName[];
type ReporterName = keyof typeof REPORTERS;

/** A reporter as the user named it. */
export interface ReporterChoice {
  readonly name: ReporterName;
  /** undefined: standard output. */
  readonly file: string | undefined;
}

/** Reads `NAME` or `NAME=FILE`, after those that came before. */
export function reporter(
  given: string,
  before: readonly ReporterChoice[] = [],
): readonly ReporterChoice[] {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(given) ?? [];
  const known = REPORTER_NAMES.find((one) => one === name);
  if (known === undefined) {
    const hint = suggest(name, REPORTER_NAMES);
    throw new InvalidArgumentError(hint.charAt(0).toUpperCase() + hint.slice(1));
  }
  if (file === '') throw new InvalidArgumentError(`Write a file after ${name}=.`);
  return [...before, { name: known, file }];
}

interface OpenReporter {
  readonly name: ReporterName;
  readonly output: Pick<Output, 'write' | 'discard' | 'style'>;
}

/**
 * The reporters of a gate, with all that they write to: made before the work starts, so that a file
 * which cannot be written is told then.
 *
 * Text goes to standard output if nothing else does. `github` is added where GITHUB_ACTIONS is set;
 * its annotations may follow text, and go to stderr where standard output belongs to another.
 */
export class Reporters {
  private readonly open: readonly OpenReporter[];
  private readonly summary: number | undefined;

  /**
   * @param color --color or --no-color
   * @throws CommandError where a file cannot be written, or two want standard output
   */
  constructor(
    io: Io,
    asked: readonly ReporterChoice[],
    private readonly color: boolean | undefined,
  ) {
    const choices = completed(asked, io.env);
    refuseTwoOnStdout(choices);
    const onStdout = choices.find(({ name, file }) => file === undefined && name !== 'github');
    const open: OpenReporter[] = [];
    try {
      for (const { name, file } of choices) {
        const aside = name === 'github' && file === undefined && onStdout?.name !== 'text';
        const output = aside && onStdout !== undefined ? onStderr(io) : new Output(io, file);
        open.push({ name, output });
      }
      this.summary = choices.some(({ name }) => name === 'github') ? openSummary(io) : undefined;
    } catch (error) {
      for (const { output } of open) output.discard();
      throw error;
    }
    this.open = open;
  }

  /** Writes all reports. */
  async write(report: GateReport): Promise<void> {
    for (const { name, output } of this.open) {
      const text: Report = await REPORTERS[name]();
      output.write(text(report, output.style(this.color)));
    }
    if (this.summary !== undefined) writeFully(this.summary, githubSummary(report));
  }

  /** Leaves nothing behind of what was not written. */
  close(): void {
    for (const { output } of this.open) output.discard();
    if (this.summary !== undefined) closeSync(this.summary);
  }
}

function onStderr(io: Io): OpenReporter['output'] {
  return {
    style: (flag) => styleFor(io, io.stderr, flag),
    write: (text) => io.stderr.write(text),
    discard: () => undefined,
  };
}

/** Text where nothing would be on standard output, and github where its runner is. */
function completed(asked: readonly ReporterChoice[], env: Io['env']) {
  const choices = [...asked];
  if (!choices.some(({ file }) => file === undefined)) {
    choices.unshift({ name: 'text', file: undefined });
  }
  const onRunner = !['', 'false'].includes(env.GITHUB_ACTIONS ?? '');
  if (onRunner && !choices.some(({ name }) => name === 'github')) {
    choices.push({ name: 'github', file: undefined });
  }
  // Annotations come after the report that they belong to.
  return choices.sort((a, b) => Number(a.name === 'github') - Number(b.name === 'github'));
}

function refuseTwoOnStdout(choices: readonly ReporterChoice[]): void {
  const onStdout = choices.filter(({ name, file }) => file === undefined && name !== 'github');
  if (onStdout.length > 1) {
    const names = onStdout.map(({ name }) => name);
    throw usageError(
      `${names.join(' and ')} would both go to standard output`,
      `give all but one a file: --reporter ${names[1]}=FILE`,
    );
  }
}

/** The file that GitHub Actions shows on the page of the run: steps append to it. */
function openSummary({ env, cwd }: Io): number | undefined {
  const path = env.GITHUB_STEP_SUMMARY;
  if (path === undefined || path === '') return undefined;
  try {
    return openSync(pathIn(cwd, path), 'a');
  } catch (error) {
    const { message } = error as Error;
    throw usageError(`GITHUB_STEP_SUMMARY cannot be written: ${message}`, 'name another file');
  }
}
