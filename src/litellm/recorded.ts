import type { SampleKind } from '../model/samples.js';
import {
  bandWords,
  PATH_WORDS,
  PROVIDERS,
  type Provider,
  type RequestPath,
  recordedAs,
} from '../strategies/lowest-latency/recorded.js';
import type { LoggedCall } from './spend-row.js';

/** Answers of a log, by what was called. */
export type LoggedCalls = Readonly<Record<LoggedCall, number>>;

/** Answers by what they are to the latency logger. */
export type KindCounts = Readonly<Partial<Record<SampleKind, number>>>;

/** How a scenario is to say what is recorded. */
export interface RecordedAnswers {
  /** Where all answers came in on one path: what is recorded follows from it. */
  readonly path: RequestPath | null;
  /** What is stated of each group; null: nothing, it follows. */
  readonly kinds: readonly (KindCounts | null)[];
  /** Names of groups of which it was not measured: what is stated is a placeholder. */
  readonly unknown: readonly string[];
  readonly assumes: readonly string[];
}

interface LoggedGroup {
  readonly name: string;
  readonly provider: Provider | undefined;
  readonly calls: LoggedCalls | undefined;
}

/** Where it was not measured what becomes of an answer, this is assumed. */
const UNKNOWN: SampleKind = 'not-recorded';

/**
 * What of the answers of a log is recorded.
 * @param calls of the whole model group
 * @param release which LiteLLM runs
 */
export function recordingOf(
  calls: LoggedCalls,
  groups: readonly LoggedGroup[],
  release: string,
): RecordedAnswers {
  const hidden = calls.other === 0 && openaiOnMessages(groups);
  const path = hidden ? 'messages' : onlyPath(calls);
  const unknown = groups
    .filter(({ provider }) => recordedOf(release, provider, 'messages') === null)
    .flatMap(({ name }) => (calls.messages > 0 ? [name] : []));
  const kinds = groups.map((group): KindCounts | null => {
    if (path !== null) return unknown.includes(group.name) ? { [UNKNOWN]: 1 } : null;
    const onMessages = recordedOf(release, group.provider, 'messages') ?? UNKNOWN;
    const counts: Partial<Record<SampleKind, number>> = {};
    const add = (kind: SampleKind, count: number): void => {
      if (count > 0) counts[kind] = (counts[kind] ?? 0) + count;
    };
    add('chat', calls.chat);
    add('other', calls.other);
    add(onMessages, calls.messages);
    return counts;
  });
  const all = calls.chat + calls.other + calls.messages;
  const assumes = [
    hidden &&
      `requests came in on ${PATH_WORDS.messages}: answers of openai there are logged as acompletion, as all of theirs are here`,
    path === null &&
      calls.messages > 0 &&
      `what is recorded of ${calls.messages} in ${all} answers follows from litellm ${release}: ${bandWords(release, 'messages')}`,
    unknown.length > 0 &&
      `PLACEHOLDER samples.kind ${UNKNOWN}: what litellm ${release} records of ${unknown.join(', ')} on ${PATH_WORDS.messages} was not measured`,
  ].filter((line) => line !== false);
  return { path, kinds, unknown, assumes };
}

/** The kind of answers of a provider, or of any where none is known; null: not known. */
function recordedOf(
  release: string,
  provider: Provider | undefined,
  path: RequestPath,
): SampleKind | null {
  const providers = provider === undefined ? PROVIDERS : [provider];
  const [kind = null, ...others] = providers.map((each) => recordedAs(release, each, path));
  return others.every((other) => other === kind) ? kind : null;
}

function onlyPath({ chat, messages, other }: LoggedCalls): RequestPath | null {
  if (other > 0) return null;
  return messages === 0 ? 'chat' : chat === 0 ? 'messages' : null;
}

/**
 * Whether a log looks as if all requests had come in on /v1/messages, where LiteLLM calls openai
 * deployments by another way and logs `acompletion`: all rows of theirs say so, and of no others.
 */
function openaiOnMessages(groups: readonly LoggedGroup[]): boolean {
  const logged = groups.filter(({ calls }) => calls !== undefined);
  const openai = logged.filter(({ provider }) => provider === 'openai');
  const others = logged.filter(({ provider }) => provider !== 'openai');
  const no = (call: LoggedCall, of: readonly LoggedGroup[]) =>
    of.every(({ calls }) => calls?.[call] === 0);
  return openai.length > 0 && others.length > 0 && no('messages', openai) && no('chat', others);
}
