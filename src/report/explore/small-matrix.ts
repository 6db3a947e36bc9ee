import {
  isViolated,
  leadingProgram,
  type MatrixReport,
} from '../../studies/explore/small-matrix.js';
import { count } from '../../text/figures.js';
import { nextStep } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { labelled } from '../kit/words.js';
import {
  adviceAfterMatrix,
  bounds,
  matrixVerdict,
  OVERVIEW_TITLES,
  overviewRows,
  programVerdict,
} from './matrix-verdict.js';
import { pageOf, programQuoted, summaryText, textViolation } from './text.js';
import type { ExploreAsked } from './verdict.js';

/** The report of the small matrix as text, 80 columns wide: the answer first. */
export function textSmallMatrix(report: MatrixReport, asked: ExploreAsked, style: Style): string {
  const leading = leadingProgram(report);
  const { violation } = leading;
  return pageOf([
    matrixVerdict(report, asked.limits, style),
    overview(report, style),
    ...(isViolated(leading) ? [] : [bounds(report, asked.limits, style)]),
    ...(violation === null ? [] : [textViolation(violation, asked.tool, style)]),
    ...(asked.verbose ? [details(report, style)] : []),
    ...nextStep(adviceAfterMatrix(report, asked), style),
    programQuoted(leading, asked, style),
  ]);
}

/** A row for each number of tasks and what they are for. */
function overview(report: MatrixReport, style: Style): string {
  const [tasks, ...rest] = OVERVIEW_TITLES;
  return table(
    [{ title: tasks, align: 'right' }, ...rest.map((title) => ({ title }))],
    overviewRows(report, style),
    style.faint,
  );
}

/** Every program, with its figures. */
function details(report: MatrixReport, style: Style): string {
  const right = { align: 'right' as const };
  const programs = table(
    [
      { title: 'tasks', ...right },
      { title: 'deployments' },
      { title: 'exception' },
      { title: 'processes', ...right },
      { title: 'orders', ...right },
      { title: 'states', ...right },
      { title: '' },
    ],
    report.programs.map((program) => [
      String(program.tasks),
      program.deployments,
      program.crash === 'task' ? 'at any step' : 'none',
      String(program.processes),
      program.schedules === null ? '-' : count(program.schedules),
      count(program.states),
      programVerdict(program, style),
    ]),
    style.faint,
  );
  const logger = labelled([['logger', summaryText(leadingProgram(report))]], style.faint);
  return `${style.strong('Details')}\n${logger}\n${programs}`;
}
