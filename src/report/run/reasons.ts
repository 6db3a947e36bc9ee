import { CAUSES, type Cause, describedCause } from '../../model/cause.js';
import type { RunReport } from './report.js';

/** Why slower groups were chosen, as far as it is known. */
interface Reason {
  /** null: it is not known what is lost. */
  readonly cause: Cause | null;
  readonly says: string;
  readonly choices: number;
}

type Explained = Pick<RunReport, 'causes' | 'unexplained' | 'samples'>;

/** The causes that there were, in the order in which they are looked for. */
export function reasonsOf({ causes, unexplained = 0, samples }: Explained): Reason[] {
  const known = CAUSES.filter((cause) => causes[cause] > 0).map((cause) => ({
    cause,
    says: says(cause, samples),
    choices: causes[cause],
  }));
  return unexplained === 0
    ? known
    : [
        ...known,
        {
          cause: null,
          says: 'not known: it is not known what is lost',
          choices: unexplained,
        },
      ];
}

/** A cause in a few words. What was never stored was not overwritten, and counts as lost, too. */
function says(cause: Cause, { neverStored = 0 }: RunReport['samples']): string {
  return cause === 'lost' && neverStored > 0
    ? 'lost: overwritten, or never stored'
    : describedCause(cause).label;
}
