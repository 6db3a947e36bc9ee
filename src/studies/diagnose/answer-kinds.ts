import { recordedOf } from '../../litellm/recorded.js';
import { rulesAt } from '../../strategies/lowest-latency/rules.js';
import type { LogEvidence } from './evidence.js';
import type { Subject } from './subject.js';

/** The answers of a log by what becomes of them in the release that runs. */
export interface AnswerKinds {
  /** All of them. */
  readonly answers: number;
  /** Samples that are numbers. */
  readonly counted: number;
  /** Of these, by group: whether any is. */
  readonly countedIn: readonly boolean[];
  readonly notRecorded: number;
  /** Stored as a timedelta, which is counted and not summed. */
  readonly notCounted: number;
  /** Of which it was not measured. */
  readonly unknown: number;
}

/** What the release makes of the answers of a log. */
export function answerKinds(log: LogEvidence, subject: Subject): AnswerKinds {
  const { release } = subject.litellm;
  const rules = rulesAt(release);
  const all = { answers: 0, counted: 0, notRecorded: 0, notCounted: 0, unknown: 0 };
  const withoutTokens = rules.withoutTokens === 'timedelta' ? 'notCounted' : 'counted';
  const countedIn = log.groups.map((group, g) => {
    const { calls } = group;
    const provider = subject.providers[g];
    const before = all.counted;
    const add = (kind: Exclude<keyof AnswerKinds, 'countedIn'>, count: number): void => {
      all[kind] += count;
      all.answers += count;
    };
    const hidden = provider === 'openai' && subject.path === 'messages' ? calls.chat : 0;
    const kind = recordedOf(release, provider, 'messages');
    const onMessages =
      kind === null
        ? 'unknown'
        : kind === 'not-recorded'
          ? 'notRecorded'
          : kind === 'responses' && rules.responses === 'without-tokens'
            ? withoutTokens
            : 'counted';
    add(onMessages, calls.messages + hidden);
    const empty = hidden > 0 ? 0 : (group.withoutTokens ?? 0);
    add(withoutTokens, empty + calls.other);
    add('counted', calls.chat - hidden - empty);
    return all.counted > before;
  });
  return { ...all, countedIn };
}
