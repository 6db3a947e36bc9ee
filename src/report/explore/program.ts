import type { ProgramReport } from '../../studies/explore/found.js';
import type { ViolationKind } from '../../worlds/explore/checks/check.js';
import { clipName } from '../kit/words.js';
import { spelled } from './numbers.js';
import { variationsText } from './scope.js';

/** Of a logger, in a sentence. */
export function named({ logger }: Pick<ProgramReport, 'logger'>): string {
  return clipName(logger, 40);
}

/** `two concurrent completions, remote store`. */
export function programPhrase(program: ProgramReport): string {
  const { tasks, processes, deployments, store } = program;
  const what = tasks === 1 ? 'one completion' : `${spelled(tasks)} concurrent completions`;
  const where = processes === 1 ? '' : ` in ${spelled(processes)} processes`;
  const of = deployments === 'same' || tasks === 1 ? '' : ' for distinct deployments';
  return [`${what}${of}${where}`, `${store} store`, ...variationsText(program)].join(', ');
}

/** What goes wrong, as the verb of a sentence about a logger. */
export const KIND_VERBS: Readonly<Record<ViolationKind, string>> = {
  deadlock: 'deadlocks',
  'lock-left-held': 'leaves a lock held',
  'endless-loop': 'can loop for ever',
  'lost-update': 'loses an update',
  'stale-view': 'does not show the router what is stored',
  abandoned: 'abandons samples',
  'not-serializable': 'leaves a state that no sequential order leaves',
};
