import { PROFILES } from '../../src/strategies/lowest-latency/profile.js';
import { RULES, type Rule, stageAt } from '../../src/strategies/lowest-latency/rules.js';

const RELEASES = PROFILES.map(({ release }) => release);

/** The rules of LiteLLM's latency-based routing, by profile, and since which release. */
export function rulesTable(): string[] {
  return [
    `| | ${PROFILES.map(({ name }) => `\`${name}\``).join(' | ')} | since |`,
    `|---|${'---|'.repeat(PROFILES.length + 1)}`,
    ...Object.values(RULES).map(
      (rule: Rule<unknown>) => `| ${rule.about} | ${saysBy(rule).join(' | ')} | ${since(rule)} |`,
    ),
  ];
}

function saysBy(rule: Rule<unknown>): string[] {
  const says = RELEASES.map((release) => stageAt(rule, release).says);
  return says.map((one, i) => (one === says[i - 1] ? 'the same' : one));
}

function since({ stages }: Rule<unknown>): string {
  return stages
    .flatMap(({ since, notIn }) => {
      if (since === undefined) return [];
      return RELEASES.includes(since)
        ? [`after ${notIn}, by ${since}`]
        : [`${since} (not ${notIn})`];
    })
    .join(', ');
}
