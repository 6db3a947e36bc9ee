import type { Command } from 'commander';
import { chooseLogger } from '../files/choices.js';
import { type NamedPath, partFile } from '../files/places.js';
import { tool } from '../files/tool.js';
import type { LoggerChoice } from '../loggers/choice.js';
import { exploreFields } from '../report/explore/json.js';
import { markdownExplore } from '../report/explore/markdown.js';
import { traceOfFound } from '../report/explore/perfetto.js';
import { sequenceOfFound } from '../report/explore/sequence.js';
import { textSmallMatrix } from '../report/explore/small-matrix.js';
import { textExplore, textReplay } from '../report/explore/text.js';
import type { ExploreAsked } from '../report/explore/verdict.js';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { svgSequence } from '../report/sequence/svg.js';
import { choosingAsked } from '../studies/explore/choices.js';
import { type ExploreFound, exploringAsked } from '../studies/explore/explore.js';
import type { ExploreReport } from '../studies/explore/found.js';
import { limitsAsked, type ScenarioGround } from '../studies/explore/question.js';
import { exploreCommand } from '../studies/explore/replay-command.js';
import { deciding, isViolated } from '../studies/explore/small-matrix.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { examples, given, verboseOption } from './arguments.js';
import { type ExploreArguments, exploreOptions, FORMATS } from './explore-options.js';
import { type FormOptions, formOf, textInstead } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';

type Explored = NonNullable<ExploreFound>;

export function configure(command: Command, { io, end }: Invocation): void {
  examples(verboseOption(exploreOptions(command, io)), [
    'latsim explore 16x4',
    'latsim explore --logger ./mine.mjs',
    'latsim explore --logger locked --processes 2 --crash task',
  ]).action((scenario: string | undefined) =>
    end(explore(io, scenario, given<ExploreArguments>(command))),
  );
}

/**
 * Tries a logger in every order of its steps: in the program that is described, else in the small
 * matrix; or runs one schedule of it.
 */
async function explore(
  io: Io,
  scenario: string | undefined,
  asked: ExploreArguments,
): Promise<number> {
  const given = formed(asked);
  if (given.all === true) {
    if (scenario !== undefined) {
      throw usageError(
        `--all tries every store, and ${scenario} names one`,
        'leave --all out, or the scenario',
      );
    }
    const { exploreAll } = await import('./explore-all.js');
    return exploreAll(io, given);
  }
  const { logger, on, inputs } = await subjectOf(io, scenario, given);
  const output = new Output(io, given.output, inputs);
  try {
    const found = await answered(
      io,
      exploringAsked(logger, { ...given, ...(on !== undefined && { on }) }),
      given,
    );
    if (found === null) {
      notice(io.stderr, 'interrupted before anything was explored');
      return EXIT.interrupted;
    }
    const about = { logger, scenario: on?.scenario };
    await output.deliver(
      given.format === 'html'
        ? await page(io, about, scenario, found, given)
        : rendered(about, found, { ...given, format: given.format }, output),
    );
    const code = exitCodeOf(found, given.strict === true);
    if (code === EXIT.interrupted) notice(io.stderr, INTERRUPTED);
    return code;
  } finally {
    output.discard();
  }
}

/** What is explored, and what it takes from a scenario. */
interface ExploreSubject {
  readonly logger: LoggerChoice;
  readonly on: ScenarioGround | undefined;
  /** What is read for it. */
  readonly inputs: readonly NamedPath[];
}

async function subjectOf(
  io: Io,
  scenario: string | undefined,
  { logger: named }: ExploreArguments,
): Promise<ExploreSubject> {
  if (scenario !== undefined) {
    // Reading one takes much that an exploration does not.
    const { explorationGround } = await import('../files/exploration-ground.js');
    const { warnings, ...subject } = explorationGround(io.cwd, scenario, named);
    warn(io.stderr, warnings);
    return subject;
  }
  if (named === undefined) {
    throw usageError(
      'there is nothing to explore',
      'name a scenario, whose logger is tried: 16x4; or a logger: --logger unlocked; or all of them: --all',
    );
  }
  const logger = chooseLogger(named, io.cwd);
  return { logger, on: undefined, inputs: partFile('logger', logger) };
}

/** With the form of the report, whichever option says it. */
function formed(asked: ExploreArguments): FormedArguments {
  const format = formOf(asked, asked.all === true ? ['text', 'markdown', 'json'] : FORMATS);
  const { json: _, ...given } = asked;
  return { ...given, format, ...(format === 'json' && { json: true }) };
}

export type FormedArguments = ExploreArguments & { readonly format: (typeof FORMATS)[number] };

type Drawn = FormedArguments & { readonly format: Exclude<FormedArguments['format'], 'html'> };

async function page(
  io: Io,
  about: Pick<ExploreAsked, 'logger' | 'scenario'>,
  scenario: string | undefined,
  found: Explored,
  given: FormedArguments,
): Promise<string> {
  const { pageOfExploration } = await import('./page-of.js');
  const asked = { tool: tool(), ...about, limits: limitsAsked(given), verbose: false };
  const again = exploreCommand(about.logger, scenario, found);
  const choices = await answered(io, choosingAsked(about.logger, found), given);
  return pageOfExploration({ found, asked, choices, again });
}

function rendered(
  about: Pick<ExploreAsked, 'logger' | 'scenario'>,
  found: Explored,
  given: Drawn,
  output: Output,
): string {
  if (given.format === 'json') return json(exploreFields({ tool: tool(), ...about }, found));
  const { format, verbose = false } = given;
  if (format === 'mermaid' || format === 'svg') return diagram(found, format, given);
  if (format === 'perfetto') return trace(found, given);
  const asked = { tool: tool(), ...about, limits: limitsAsked(given), verbose };
  if (format === 'markdown') return markdownExplore(found, asked);
  const style = output.style(given.color);
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
  const sequence = sequenceOfFound(found, tool());
  if (sequence === null) {
    throw usageError('there is no violation, so there is no diagram', textInstead(given));
  }
  return format === 'mermaid'
    ? sequenceMermaid(sequence)
    : svgSequence(sequence, 'latsim-schedule');
}

/** The trace of it. @throws CommandError where there is none to show */
function trace(found: Explored, given: FormOptions): string {
  const text = traceOfFound(found, tool());
  if (text === null) {
    throw usageError('there is no violation, so there is none to show', textInstead(given));
  }
  return text;
}

function exitCodeOf(found: Explored, strict: boolean): number {
  switch (found.kind) {
    case 'matrix': {
      const { programs, partial } = found.report;
      if (partial) return EXIT.interrupted;
      return codeOf(deciding(found.report).some(isViolated), strict && programs.some(isBounded));
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
