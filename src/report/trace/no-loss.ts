import type { Unseen } from '../../studies/job.js';
import { count } from '../../text/figures.js';
import { capital } from '../kit/words.js';

/** A search that has found nothing, or not so often. */
export interface NotFound {
  readonly nth: number;
  /** Lost updates that were seen. */
  readonly seen: number;
  /** What else keeps samples from selects. */
  readonly unseen: Unseen;
}

/** Where fewer are lost than were asked for. */
export function onlySo(seen: number, nth: number): string {
  const are = seen === 1 ? 'update is' : 'updates are';
  return `only ${count(seen)} ${are} lost in this run, not ${count(nth)}`;
}

/** What there is to say then, line by line. */
export function noLossLines({ nth, seen, unseen }: NotFound): string[] {
  if (seen > 0) return [`${capital(onlySo(seen, nth))}.`];
  const { lost, abandoned, stale } = unseen;
  return [
    unseen.lostKnown === false
      ? 'It is not known whether an update is lost in this run: the logger keeps samples in a structure of its own. latsim explore tries it in every order.'
      : lost > 0
        ? `No sample is overwritten in this run; ${count(lost)} ${lost === 1 ? 'was' : 'were'} never stored, though the logger says that it has recorded ${lost === 1 ? 'it' : 'them'}.`
        : 'No update is lost in this run.',
    ...(abandoned > 0 ? [`And yet ${samples(abandoned)} abandoned by the logger.`] : []),
    ...(stale > 0
      ? [
          `And yet ${count(stale)} ${stale === 1 ? 'choice' : 'choices'} of slower groups went by an old copy: the samples are stored, and the select did not see them.`,
        ]
      : []),
  ];
}

function samples(number: number): string {
  return number === 1 ? '1 sample is' : `${count(number)} samples are`;
}
