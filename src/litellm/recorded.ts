import type { SampleKind } from '../model/samples.js';
import {
  bandWords,
  MEASURED_PROVIDERS,
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
  /** Where all answers came in on one path, or where it was not measured what that means. */
  readonly path: RequestPath | null;
  /** What is stated of each group; null: nothing, it follows or it is to be stated. */
  readonly kinds: readonly (KindCounts | null)[];
  /** Groups of which it was not measured: whoever runs the scenario has to state it. */
  readonly unknown: readonly UnknownKind[];
  readonly assumes: readonly string[];
}

/** A group of which it was not measured what becomes of some of its answers. */
export interface UnknownKind {
  /** Its place among the groups. */
  readonly group: number;
  readonly name: string;
  /** What its answers are if those are recorded. */
  readonly recorded: KindCounts;
  /** And if they are not. */
  readonly notRecorded: KindCounts;
}

interface LoggedGroup {
  readonly name: string;
  readonly provider: Provider | undefined;
  readonly calls: LoggedCalls | undefined;
}

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
  const onMessages = groups.map(({ provider }) => recordedOf(release, provider, 'messages'));
  const countsIf = (kind: SampleKind): KindCounts =>
    path === null ? countsOf(calls, kind) : { [kind]: 1 };
  const unknown = groups.flatMap(({ name }, group): UnknownKind[] => {
    if (calls.messages === 0 || onMessages[group] !== null) return [];
    return [{ group, name, recorded: countsIf('chat'), notRecorded: countsIf('not-recorded') }];
  });
  const kinds = onMessages.map((kind) =>
    path !== null || (kind === null && calls.messages > 0)
      ? null
      : countsOf(calls, kind ?? 'not-recorded'),
  );
  const all = calls.chat + calls.other + calls.messages;
  const known = PROVIDERS.filter((one) => groups.some(({ provider }) => provider === one));
  const served = known.length === 0 ? MEASURED_PROVIDERS : known;
  const assumes = [
    hidden &&
      `requests came in on ${PATH_WORDS.messages}: answers of openai there are logged as acompletion, as all of theirs are here`,
    path === null &&
      calls.messages > 0 &&
      `what is recorded of ${calls.messages} in ${all} answers follows from litellm ${release}: ${bandWords(release, 'messages', served)}`,
    unknown.length > 0 &&
      `what litellm ${release} records of ${unknown.map(({ name }) => name).join(', ')} on ${PATH_WORDS.messages} was not measured: samples.kind has to be stated there`,
  ].filter((line) => line !== false);
  // With a path a run asks for what is not stated; without one it would take it as recorded.
  return { path: unknown.length > 0 ? 'messages' : path, kinds, unknown, assumes };
}

/** What answers are. @param onMessages what those on /v1/messages are */
function countsOf(calls: LoggedCalls, onMessages: SampleKind): KindCounts {
  const counts: Partial<Record<SampleKind, number>> = {};
  const add = (kind: SampleKind, count: number): void => {
    if (count > 0) counts[kind] = (counts[kind] ?? 0) + count;
  };
  add('chat', calls.chat);
  add('other', calls.other);
  add(onMessages, calls.messages);
  return counts;
}

/** The kind of answers of a provider, or of any where none is known; null: not known. */
export function recordedOf(
  release: string,
  provider: Provider | undefined,
  path: RequestPath,
): SampleKind | null {
  const providers = provider === undefined ? MEASURED_PROVIDERS : [provider];
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
