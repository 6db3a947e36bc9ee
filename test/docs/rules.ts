import { RULES, type Rule, type Rules } from '../../src/strategies/lowest-latency/rules.js';

/** What lists are called in the store changes nothing that latsim shows: decision 10 has their names. */
const UNSEEN: readonly (keyof Rules)[] = ['latencyField', 'ttftField'];

/** The rules of LiteLLM's latency-based routing in which releases differ, an item of a list each. */
export function rulesList(): string[] {
  const seen = Object.entries(RULES).filter(([name]) => !UNSEEN.includes(name as keyof Rules));
  return seen.map(([, { about, stages }]: [string, Rule<unknown>]) => {
    const says = stages.map(({ says, since, notIn }) =>
      since === undefined ? says : `**since ${since}** (not ${notIn}) ${says}`,
    );
    return `- ${about} ${says.join('; ')}`;
  });
}
