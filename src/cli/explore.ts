import type { Command } from 'commander';
import { chooseLogger } from '../files/loggers.js';
import { loggerFile } from '../files/places.js';
import { tool } from '../files/tool.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { exploreFields } from '../report/explore/json.js';
import { textSmallMatrix } from '../report/explore/small-matrix.js';
import { textExplore, textReplay } from '../report/explore/text.js';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { sequenceOfStory } from '../report/sequence/sequence.js';
import { svgSequence } from '../report/sequence/svg.js';
import { type ExploreFound, exploringAsked } from '../studies/explore/explore.js';
import type { ExploreReport, ViolationReport } from '../studies/explore/found.js';
import { limitsAsked } from '../studies/explore/question.js';
import { inOneProcess, isViolated } from '../studies/explore/small-matrix.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { verboseOption } from './arguments.js';
import { type ExploreArguments, exploreOptions, FORMATS } from './explore-options.js';
import { type FormOptions, formOf, textInstead } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice } from './notices.js';
import { Output } from './output.js';

type Explored = NonNullable<ExploreFound>;

export function configure(command: Command, { io, end }: Invocation): void {
  verboseOption(exploreOptions(command, io)).action(() =>
    end(explore(io, command.optsWithGlobals<ExploreArguments>())),
  );
}

/**
 * Tries a logger in every order of its steps: in the program that is described, else in the small
 * matrix; or runs one schedule of it.
 */
async function explore(io: Io, asked: ExploreArguments): Promise<number> {
  const given = formed(asked);
  if (given.all === true) {
    const { exploreAll } = await import('./explore-all.js');
    return exploreAll(io, given);
  }
  if (given.logger === undefined) {
    throw usageError('no logger was given', 'name one: --logger unlocked, or all of them: --all');
  }
  const logger = chooseLogger(given.logger, io.cwd);
  const output = new Output(io, given.output, loggerFile(logger));
  try {
    const found = await answered(io, exploringAsked(logger, given), given);
    if (found === null) {
      notice(io.stderr, 'interrupted before anything was explored');
      return EXIT.interrupted;
    }
    await output.deliver(rendered(logger, found, given, output));
    const code = exitCodeOf(found, given.strict === true);
    if (code === EXIT.interrupted) notice(io.stderr, INTERRUPTED);
    return code;
  } finally {
    output.discard();
  }
}

/** With the form of the report, whichever option says it. */
function formed(asked: ExploreArguments): FormedArguments {
  const format = formOf(asked, asked.all === true ? ['text', 'json'] : FORMATS);
  const { json: _, ...given } = asked;
  return { ...given, format, ...(format === 'json' && { json: true }) };
}

type FormedArguments = ExploreArguments & Required<Pick<ExploreArguments, 'format'>>;

function rendered(
  logger: LoggerChoice,
  found: Explored,
  given: FormedArguments,
  output: Output,
): string {
  if (given.format === 'json') return json(exploreFields(tool(), logger, found));
  if (given.format !== 'text') return diagram(found, given.format, given);
  const style = output.style(given.color);
  const { verbose = false } = given;
  const asked = { tool: tool(), logger, limits: limitsAsked(given), verbose };
  switch (found.kind) {
    case 'matrix':
      return textSmallMatrix(found.report, asked, style);
    case 'explored':
      return textExplore(found.report, asked, style);
    case 'replayed':
      return textReplay(found.report, asked, style);
  }
}

/** The diagram alone. @throws CommandError where there is nothing to draw */
function diagram(found: Explored, format: 'mermaid' | 'svg', given: FormOptions): string {
  const violation = drawnOf(found);
  const story = violation?.story ?? (found.kind === 'replayed' ? found.report.story : undefined);
  if (story === undefined) {
    throw usageError('there is no violation, so there is no diagram', textInstead(given));
  }
  const sequence = sequenceOfStory(story, titleOf(violation));
  return format === 'mermaid'
    ? sequenceMermaid(sequence)
    : svgSequence(sequence, 'latsim-schedule');
}

/** The violation that is drawn: of the matrix the first, be it across processes. */
function drawnOf(found: Explored): ViolationReport | null {
  if (found.kind !== 'matrix') return found.report.violation;
  return found.report.programs.find(({ violation }) => violation !== null)?.violation ?? null;
}

function titleOf(violation: ViolationReport | null): string {
  return violation === null ? 'No violation' : `${violation.kind}: ${violation.fault}`;
}

function exitCodeOf(found: Explored, strict: boolean): number {
  switch (found.kind) {
    case 'matrix': {
      const { programs, partial } = found.report;
      if (partial) return EXIT.interrupted;
      return codeOf(
        inOneProcess(found.report).some(isViolated),
        strict && programs.some(isBounded),
      );
    }
    case 'explored': {
      const { report } = found;
      if (report.bound === 'interrupted') return EXIT.interrupted;
      return codeOf(isViolated(report) || report.violation !== null, strict && isBounded(report));
    }
    case 'replayed':
      return codeOf(found.report.violation !== null, false);
  }
}

function codeOf(violated: boolean, open: boolean): number {
  if (violated) return EXIT.notHeld;
  return open ? EXIT.inconclusive : EXIT.done;
}

function isBounded({ bound }: ExploreReport): boolean {
  return bound !== null;
}
