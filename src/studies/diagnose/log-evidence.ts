import type { DeploymentTally, LogTallies } from '../../litellm/log-tallies.js';
import type { LoggedCall } from '../../litellm/spend-row.js';
import type { Answers, Course, CourseWindow, LogEvidence } from './evidence.js';

/** A deployment of a log that is of a group of the scenario. */
export interface PlacedTally {
  readonly tally: DeploymentTally;
  /** Position of its group in the model group. */
  readonly group: number;
}

/**
 * What a log shows of the deployments that are of a group.
 * @param groups how many the model group has
 * @param saysTokens whether the log has a column of completion tokens
 */
export function logEvidence(
  tallies: LogTallies,
  placed: readonly PlacedTally[],
  groups: number,
  saysTokens: boolean,
): LogEvidence {
  const all = placed.map(({ tally }) => tally);
  const requests = sum(all, requestsOf);
  return {
    requests,
    timeouts: sum(all, ({ timeouts }) => timeouts),
    failures: sum(all, ({ failures }) => failures),
    ...answersOf(all, saysTokens),
    overlapping: Math.round(tallies.overlapping(new Set(all)) * requests),
    groups: Array.from({ length: groups }, (_, position) => {
      const own = placed.filter(({ group }) => group === position).map(({ tally }) => tally);
      const tokens = sum(own, (one) => one.tokens) / sum(own, ({ withTokens }) => withTokens);
      return {
        requests: sum(own, requestsOf),
        ...answersOf(own, saysTokens),
        tokens: Number.isNaN(tokens) ? null : tokens,
      };
    }),
    deployments: togetherByDeployment(placed).map(({ tallies: own, group }) => {
      const answers = sum(own, (one) => one.answers);
      return {
        group,
        requests: sum(own, requestsOf),
        failures: sum(own, (one) => one.timeouts + one.failures),
        latency_s: answers === 0 ? null : sum(own, ({ latency_s }) => latency_s) / answers,
      };
    }),
    course: courseOf(placed, groups, tallies.window_s),
  };
}

/** Those of a deployment, which was asked for by several names, as one. */
function togetherByDeployment(placed: readonly PlacedTally[]) {
  const all = new Map<string, { readonly group: number; readonly tallies: DeploymentTally[] }>();
  for (const { tally, group } of placed) {
    const { modelId, apiBase, model } = tally.deployment;
    const key = `${group}\n${modelId}\n${apiBase}\n${model}`;
    const one = all.get(key) ?? { group, tallies: [] };
    all.set(key, one);
    one.tallies.push(tally);
  }
  return [...all.values()];
}

function requestsOf({ answers, timeouts, failures }: DeploymentTally): number {
  return answers + timeouts + failures;
}

function answersOf(tallies: readonly DeploymentTally[], saysTokens: boolean): Answers {
  const calls = (call: LoggedCall) => sum(tallies, (one) => one.calls[call]);
  return {
    calls: { chat: calls('chat'), messages: calls('messages'), other: calls('other') },
    withoutTokens: saysTokens ? sum(tallies, ({ withoutTokens }) => withoutTokens) : null,
  };
}

function courseOf(placed: readonly PlacedTally[], groups: number, window_s: number): Course {
  const windows = new Map<number, { answers: number[]; failures: number[] }>();
  const none = () => new Array<number>(groups).fill(0);
  for (const { tally, group } of placed) {
    for (const [position, { answers, failures }] of tally.windows) {
      const window = windows.get(position) ?? { answers: none(), failures: none() };
      windows.set(position, window);
      window.answers[group] = (window.answers[group] as number) + answers;
      window.failures[group] = (window.failures[group] as number) + failures;
    }
  }
  const inOrder = [...windows].sort(([a], [b]) => a - b);
  return {
    window_s,
    windows: inOrder.map(
      ([position, window]): CourseWindow => ({ from_s: position * window_s, ...window }),
    ),
  };
}

function sum<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}
