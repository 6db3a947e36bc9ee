import { leadingRows, type RankedRows } from '../../studies/diagnose/judgement.js';
import { list } from '../kit/words.js';

/** What a diagnosis looks like after few replications, in one line. */
export function soFarText(soFar: RankedRows): string {
  const names = leadingRows(soFar).flatMap(({ members }) =>
    members.map(({ prediction }) => prediction.mechanism.name),
  );
  const found = names.length === 0 ? 'nothing that was tried explains it' : list(names, 'or');
  return `so far: ${found}; going on with more runs of what is left`;
}
