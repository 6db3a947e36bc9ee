import type { Command } from 'commander';
import { loggerFile } from '../files/places.js';
import { tool } from '../files/tool.js';
import { exploreFields, scheduleFields } from '../report/explore/json.js';
import { textExplore, textReplay } from '../report/explore/text.js';
import { json } from '../report/kit/json.js';
import { sequenceMermaid } from '../report/sequence/mermaid.js';
import { sequenceOfStory } from '../report/sequence/sequence.js';
import { svgSequence } from '../report/sequence/svg.js';
import { type ExploreFound, exploringOne } from '../studies/explore/explore.js';
import type { ViolationReport } from '../studies/explore/found.js';
import { replayCommand } from '../studies/explore/replay-command.js';
import type { ExplorationJob, ScheduleJob } from '../studies/job.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { type ExploreArguments, exploreOptions, FORMATS, jobOf } from './explore-options.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { INTERRUPTED, notice } from './notices.js';
import { Output } from './output.js';

type Explored = NonNullable<ExploreFound>;

export function configure(command: Command, { io, end }: Invocation): void {
  exploreOptions(command).action(() =>
    end(explore(io, command.optsWithGlobals<ExploreArguments>())),
  );
}

/** Tries a logger in every order of its steps, or runs one schedule of it. */
async function explore(io: Io, asked: ExploreArguments): Promise<number> {
  const given = formed(asked);
  if (given.all === true) {
    if (given.logger !== undefined) {
      throw usageError('--all explores every shipped logger', 'leave --logger out, or --all');
    }
    const { exploreAll } = await import('./explore-all.js');
    return exploreAll(io, given);
  }
  const job = jobOf(io.cwd, given);
  const output = new Output(io, given.output, loggerFile(job.logger));
  try {
    const found = await answered(io, exploringOne(job), given);
    if (found === null) {
      notice(io.stderr, 'interrupted before anything was explored');
      return EXIT.interrupted;
    }
    output.write(rendered(job, found, given, output));
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
  job: ExplorationJob | ScheduleJob,
  outcome: Explored,
  given: FormedArguments,
  output: Output,
): string {
  const { violation } = outcome.report;
  const replay =
    violation === null ? null : replayCommand(job.logger, violation.program, violation.schedule);
  if (given.format === 'json') {
    return json(
      outcome.kind === 'explored'
        ? exploreFields(tool(), outcome.report, replay)
        : scheduleFields(tool(), outcome.report, replay ?? ''),
    );
  }
  if (given.format !== 'text') return diagram(outcome, given.format);
  const style = output.style(given.color);
  const text =
    outcome.kind === 'explored'
      ? textExplore(outcome.report, job.limits, style)
      : textReplay(outcome.report, style);
  return replay === null ? text : `${text}\nreplay: ${style.command(replay)}\n`;
}

/** The diagram alone. @throws CommandError where there is nothing to draw */
function diagram({ kind, report }: Explored, format: 'mermaid' | 'svg'): string {
  const { violation } = report;
  const story = violation?.story ?? (kind === 'replayed' ? report.story : undefined);
  if (story === undefined) {
    throw usageError('there is no violation, so there is no diagram', 'ask for --format text');
  }
  const sequence = sequenceOfStory(story, titleOf(violation));
  return format === 'mermaid'
    ? sequenceMermaid(sequence)
    : svgSequence(sequence, 'latsim-schedule');
}

function titleOf(violation: ViolationReport | null): string {
  return violation === null ? 'No violation' : `${violation.kind}: ${violation.fault}`;
}

function exitCodeOf({ kind, report }: Explored, strict: boolean): number {
  if (kind === 'explored' && report.bound === 'interrupted') return EXIT.interrupted;
  if (report.violation !== null) return EXIT.notHeld;
  if (kind === 'explored' && report.kinds.length > 0) return EXIT.notHeld;
  const bounded = kind === 'explored' && report.bound !== null;
  return strict && bounded ? EXIT.inconclusive : EXIT.done;
}
