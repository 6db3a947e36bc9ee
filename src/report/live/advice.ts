import type { Advice } from '../../text/advice.js';
import { agreeing, type LiveReport } from './report.js';

/** With what to go on. */
export function advice(report: LiveReport): Advice[] {
  const { command, runs, partial, timeScale } = report;
  const agree = agreeing(report);
  const repeats = Math.max(0, ...runs.map((run) => run.repeats.length));
  if (partial !== null || agree === null) return [{ says: 'let it run to its end:', command }];
  if (agree) {
    return [
      {
        says: 'the proof section of a pull request:',
        command: `${withoutForm(command)} --output proof.md`,
      },
    ];
  }
  const [busy] = runs.flatMap(({ notes }) =>
    notes.flatMap((note) => TOO_BUSY.exec(note)?.[1] ?? []),
  );
  if (timeScale >= 2 && busy !== undefined) {
    const slower = Math.max(1, Math.floor(timeScale / 2));
    return [
      {
        says: `give the ${busy} more time:`,
        command: command.replace(/ --time-scale[ =]\S+/, ` --time-scale ${slower}`),
      },
    ];
  }
  if (repeats < 3) {
    return [
      {
        says: 'see whether that is chance, with other random numbers:',
        command: `${command.replace(/ --runs[ =]\d+/, '')} --runs 3`,
      },
    ];
  }
  return [
    {
      says: 'see which deployments got what, and what was assumed:',
      command: `${command} --verbose`,
    },
  ];
}

/** A note of what did not keep up. */
const TOO_BUSY = /^the (proxy|machine) was too busy/;

/** Without the options that say another form, or another place. */
function withoutForm(command: string): string {
  return command
    .replace(/ --json\b/, '')
    .replace(/ (?:-f|--format)[ =]\S+/, '')
    .replace(/ (?:-o|--output)[ =]\S+/, '');
}
