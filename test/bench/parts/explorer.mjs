/** Every order of the tasks' steps: how long, how large. */
import { printedBy } from '../kit/child.mjs';
import { figure, heading, note, progress, table, target } from '../kit/report.mjs';
import { median } from '../kit/statistics.mjs';

/** `rounds` in one process, of which the median counts: with one, it is cold. */
const RACES = [
  { logger: 'unlocked', tasks: 6, rounds: 9, within_s: 0.06 },
  { logger: 'unlocked', tasks: 12, rounds: 1, within_s: 5, below_MB: 200 },
  { logger: 'compare-and-set', tasks: 6, rounds: 3, within_s: 1.5 },
];
const TIMEOUT_S = 120;

export async function explorer() {
  heading('Exploring the race of some tasks, remote');
  const done = [];
  for (const race of RACES) {
    const { logger, tasks, rounds } = race;
    progress(`${logger}, ${tasks} tasks`);
    const answer = await printedBy('exploration.mjs', [logger, tasks, rounds], {
      timeout_s: TIMEOUT_S,
    });
    done.push({ ...race, what: `${logger}, ${tasks} tasks`, answer });
  }
  const there = done.filter(({ answer }) => answer?.exhaustive);
  table(
    ['', 'CPU s', 'peak MB', 'states', 'schedules'],
    there.map(({ what, answer }) => [
      what,
      figure(median(answer.costs_s)),
      figure(answer.peak_MB),
      answer.states,
      answer.schedules,
    ]),
  );
  for (const { what, answer, within_s, below_MB } of done) {
    if (!there.some((one) => one.what === what)) {
      note(
        answer === undefined ? `${what}: not done in ${TIMEOUT_S} s` : `${what}: not to its end`,
      );
      target(`${what}, CPU`, Number.POSITIVE_INFINITY, { atMost: within_s, unit: ' s' });
      continue;
    }
    target(`${what}, CPU`, median(answer.costs_s), { atMost: within_s, unit: ' s' });
    if (below_MB) target(`${what}, peak memory`, answer.peak_MB, { atMost: below_MB, unit: ' MB' });
  }
}
