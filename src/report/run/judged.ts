import type { Decision, Judgement } from '../../expectation/judgement.js';
import { DEFAULT_CONFIDENCE } from '../../expectation/spending.js';
import { formOf } from '../../expectation/unit.js';
import { VERDICT_NAMES, type Verdict } from '../../measure/verdict.js';
import { levelText } from '../../text/figures.js';
import type { Style } from '../kit/style.js';
import { fold, paragraph, WIDTH } from '../kit/words.js';
import { findingText, needsExploration } from './expectations.js';
import { LEVEL } from './level.js';
import type { RunReport } from './report.js';

/** How many hold, in a line; empty without expectations. */
export function tallyText({ expectations }: RunReport): string {
  const explored = expectations.filter(needsExploration).length;
  const judged = expectations.filter((one) => !needsExploration(one));
  const of = (decision: Decision) => judged.filter((one) => one.decision === decision).length;
  const parts: [number, string, string][] = [
    [of('fail'), 'does not hold', 'do not hold'],
    [of('inconclusive'), 'is undecided', 'are undecided'],
    [of('pass'), 'holds', 'hold'],
    [explored, 'is left to latsim gate', 'are left to latsim gate'],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, one, more]) => `${number} ${number === 1 ? one : more}`)
    .join(', ');
}

/** Those that fail or are undecided, and what says otherwise than the run; nothing where there is none. */
export function openText(report: RunReport, style: Style): string[] {
  const open = report.expectations.filter(
    (one) => one.decision !== 'pass' && !needsExploration(one),
  );
  const lines = [
    ...open.map((one) => oneText(one, report.partial, style)),
    ...otherVerdictsText(report, style),
  ];
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** One by one: what is expected, whether it holds, and what was found. */
export function expectationsInFull(report: RunReport, style: Style): string[] {
  if (report.expectations.length === 0) return [];
  return [
    [
      style.strong('Expectations'),
      ...report.expectations.map((one) => oneText(one, report.partial, style)),
      style.faint(`  judged together at ${levelText(DEFAULT_CONFIDENCE)}`),
      ...otherVerdictsText(report, style),
    ].join('\n'),
  ];
}

function oneText(one: Judgement, partial: boolean, style: Style): string {
  const found = foundText(one, partial);
  const indent = ' '.repeat(DECISION_WIDTH + 4);
  const [first = '', ...rest] = fold(one.expectation, WIDTH - indent.length);
  return [
    `  ${decisionText(one, style)}  ${first}`,
    ...rest.map((line) => `${indent}${line}`),
    ...fold(found, WIDTH - indent.length - 2).map((line) => `${indent}  ${style.faint(line)}`),
  ].join('\n');
}

/** What was found; and where an interrupted run leaves it open, that it was interrupted. */
export function foundText(one: Judgement, partial: boolean): string {
  const cut = partial && one.decision === 'inconclusive' && !needsExploration(one);
  return cut ? `${findingText(one)}, of a run that was interrupted` : findingText(one);
}

function otherVerdictsText(report: RunReport, style: Style): string[] {
  return otherVerdicts(report).map((text) => style.unsure(paragraph(text, 2)));
}

/** Why an expectation says another verdict than the run: a sentence for each that differs. */
export function otherVerdicts({ verdict, verdicts, expectations }: RunReport): string[] {
  const sentences = expectations.flatMap(({ unit, estimate, level, parts }) => {
    const [only] = parts;
    const own =
      parts.length < verdicts.length
        ? verdicts.find(({ modelGroup }) => modelGroup === only?.modelGroup)
        : undefined;
    const shown = own?.verdict ?? verdict;
    if (formOf(unit).of !== 'verdicts' || level === null || estimate === shown) return [];
    const of = own === undefined ? '' : ` of ${own.modelGroup}`;
    const [here, there] = [VERDICT_NAMES[shown], VERDICT_NAMES[estimate as Verdict]];
    return `The verdict${of} is ${here} at ${LEVEL}, but expectations are judged at ${levelText(level)}: there it is ${there}.`;
  });
  return [...new Set(sentences)];
}

const DECISION_WIDTH = 'does not hold'.length;
const DECISION: Readonly<Record<Decision, (style: Style) => string>> = {
  pass: (style) => style.good('holds'.padEnd(DECISION_WIDTH)),
  fail: (style) => style.bad('does not hold'),
  inconclusive: (style) => style.unsure('undecided'.padEnd(DECISION_WIDTH)),
};

/** Whether it holds; a run does not explore. */
function decisionText(judgement: Judgement, style: Style): string {
  return needsExploration(judgement)
    ? style.faint('not explored'.padEnd(DECISION_WIDTH))
    : DECISION[judgement.decision](style);
}
