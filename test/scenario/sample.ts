import { type ParseResult, parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { formatProblems, type Problem } from '../../src/text/problems.js';

/** A small scenario in which tests replace a line. */
export const sample = `fleet:
  groups:
    - name: slow
      deployments: 16
      latency: { distribution: lognormal, p50: 1622ms, p95: 2243ms }
    - name: fast
      deployments: 4
      latency: { distribution: constant, value: 500ms }
load: { kind: poisson, rate: 160/min }
duration: 300s
`;

export function parse(text: string, set: readonly string[] = []): ParseResult {
  return parseScenario(text, { file: 'test.yaml', set });
}

/** The scenario of a text without problems. */
export function scenarioOf(text: string, set: readonly string[] = []): Scenario {
  const result = parse(text, set);
  if (!result.ok) throw new Error(formatProblems(result.problems));
  return result.scenario;
}

/** The problems of a text, which must have some. */
export function problemsOf(text: string, set: readonly string[] = []): readonly Problem[] {
  const result = parse(text, set);
  if (result.ok) throw new Error('there are no problems');
  return result.problems;
}

/** The problems as `line:column message | remedy`. */
export function summaryOf(text: string, set: readonly string[] = []): string[] {
  return problemsOf(text, set).map(
    ({ file, line, column, message, remedy }) =>
      `${line === undefined ? file : line}:${column} ${message} | ${remedy}`,
  );
}
