import type { ExploreFound } from '../../studies/explore/explore.js';
import type { ExploreReport, ProgramReport, ReplayReport } from '../../studies/explore/found.js';
import {
  isViolated,
  leadingProgram,
  type MatrixReport,
} from '../../studies/explore/small-matrix.js';
import type { Advice } from '../../text/advice.js';
import { PLAIN } from '../kit/style.js';
import type { Sequence } from '../sequence/sequence.js';
import { adviceAfterMatrix, bounds, matrixVerdict } from './matrix-verdict.js';
import { sequenceOfReplay, sequenceOfViolation } from './sequence.js';
import { adviceAfter, type ExploreAsked, replayAdvice, replayVerdict, verdict } from './verdict.js';

/** What an exploration came to, for a page that lays out its lines itself. */
export interface ExploreFinding {
  /** The one that it is told of. */
  readonly program: ProgramReport;
  /** A sentence without its full stop. */
  readonly title: string;
  /** What was found, and what that is about. */
  readonly said: string;
  readonly story: Sequence | null;
  readonly next: readonly Advice[];
}

/** Puts together what is said of an exploration. */
export function exploreFinding(
  found: NonNullable<ExploreFound>,
  asked: ExploreAsked,
): ExploreFinding {
  const parts = partsOf(found, asked);
  return { ...parts, title: parts.story?.title ?? parts.said.replace(/[.:] .*$/s, '') };
}

function partsOf(
  found: NonNullable<ExploreFound>,
  asked: ExploreAsked,
): Omit<ExploreFinding, 'title'> {
  switch (found.kind) {
    case 'matrix':
      return ofMatrix(found.report, asked);
    case 'explored':
      return ofProgram(found.report, asked);
    case 'replayed':
      return ofSchedule(found.report, asked);
  }
}

function ofMatrix(report: MatrixReport, asked: ExploreAsked): Omit<ExploreFinding, 'title'> {
  const leading = leadingProgram(report);
  const { violation } = leading;
  const said = matrixVerdict(report, asked.limits, PLAIN);
  const open = isViolated(leading) ? '' : bounds(report, asked.limits, PLAIN);
  return {
    program: leading,
    said: unwrapped(`${said}\n${open}`),
    story: violation === null ? null : sequenceOfViolation(violation, asked.tool),
    next: adviceAfterMatrix(report, asked),
  };
}

function ofProgram(report: ExploreReport, asked: ExploreAsked): Omit<ExploreFinding, 'title'> {
  const { violation } = report;
  return {
    program: report,
    said: unwrapped(verdict(report, asked.limits, PLAIN)),
    story: violation === null ? null : sequenceOfViolation(violation, asked.tool),
    next: adviceAfter(report, asked),
  };
}

function ofSchedule(report: ReplayReport, asked: ExploreAsked): Omit<ExploreFinding, 'title'> {
  return {
    program: report.program,
    said: replayVerdict(report),
    story: sequenceOfReplay(report, asked.tool),
    next: replayAdvice(report, asked.logger),
  };
}

/** What was broken into lines for a page of text, as one. */
function unwrapped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
