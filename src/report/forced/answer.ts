import type { Advice } from '../../text/advice.js';
import { spelled } from '../explore/numbers.js';
import { named } from '../explore/program.js';
import { capital } from '../kit/words.js';
import type { ForcedReport, ForcedRun } from './report.js';

/** `unlocked loses the update in 100 of 100 tries on Redis 7.0.15, in the order 1,2,1,2.` */
export function answerOf(run: ForcedRun, { version }: Pick<ForcedReport, 'version'>): string {
  const { lost, tries, expected, processes, lockPerProcess } = run;
  const redis = version === null ? 'a real Redis' : `Redis ${version}`;
  const where = processes > 1 ? `, in ${spelled(processes)} processes` : '';
  const what = `${named(run)} loses the update in ${lost} of ${tries} ${tries === 1 ? 'try' : 'tries'} on ${redis}${where}.`;
  const why =
    lost > 0 && lockPerProcess && processes > 1
      ? ' Its lock holds within one process, and excludes no other.'
      : '';
  const otherwise =
    lost > 0 === expected ? '' : ` Explore has it that ${expected ? 'it does' : 'it does not'}.`;
  return `${what}${why}${otherwise}`;
}

/** How far the order was followed. */
export function followedText({ gaveUpAt, why }: ForcedRun): string {
  return gaveUpAt === null ? 'followed' : `left at move ${gaveUpAt}: ${why}`;
}

const WHOSE: Readonly<Record<ForcedRun['movesOf'], string>> = {
  asked: 'as it was given',
  own: 'the counterexample of explore',
  unlocked: 'in which unlocked loses an update: explore finds none in which this one does',
  turns: 'by turns: explore finds none in which an update is lost',
};

/** `1,2,1,2 (the counterexample of explore)` */
export function orderText({ moves, movesOf }: ForcedRun): string {
  return `${moves} (${WHOSE[movesOf]})`;
}

/** What the order was, and whether it could be followed. */
export function saidOf(run: ForcedRun): string {
  const { gaveUpAt, why, stuck } = run;
  const order = `The order is ${orderText(run)}.`;
  const followed =
    gaveUpAt === null
      ? ' It was followed to its end.'
      : ` It cannot be followed: at move ${gaveUpAt} ${why}. From there the tasks ran to their ends.`;
  const left = stuck.length === 0 ? '' : ` ${capital(stuck.join(' and '))} did not come to an end.`;
  return `${order}${followed}${left}`;
}

/** What to go on with. */
export function adviceOn({ runs }: ForcedReport): Advice[] {
  const [first] = runs;
  return first === undefined ? [] : [{ says: 'Do it again:', command: first.command }];
}
