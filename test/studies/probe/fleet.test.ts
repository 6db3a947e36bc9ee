import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/litellm/config.js';
import { planGroups } from '../../../src/litellm/groups.js';
import { probedFleet } from '../../../src/studies/probe/fleet.js';

const config = (ids: readonly (string | null)[]) => {
  const deployments = ids.map((id, i) => {
    const model = i < 2 ? 'anthropic/claude-sonnet-4-6' : 'openai/gpt-4.1';
    const own = id === null ? '' : `, model_info: { id: ${id} }`;
    return `  - { model_name: assistant, litellm_params: { model: ${model} }${own} }\n`;
  });
  const { models } = readConfig('c.yaml', `model_list:\n${deployments.join('')}`, {
    groupBy: 'model',
  });
  return planGroups(models[0] as never, 'model');
};

const answer = (deployment: string, model: string | null = null, latency_s = 1) => ({
  deployment,
  model,
  latency_s,
});

describe('the fleet of a probe', () => {
  it('has all deployments of the configuration, those that did not answer as well', () => {
    const answers = [answer('a', null, 1), answer('a', null, 3), answer('c', null, 0.5)];
    expect(probedFleet(answers, config(['a', 'b', 'c']))).toEqual({
      groups: [
        { name: 'claude-sonnet-4-6', p50_s: 2 },
        { name: 'gpt-4.1', p50_s: 0.5 },
      ],
      deployments: [
        { id: 'a', group: 0, requests: 2, p50_s: 2 },
        { id: 'b', group: 0, requests: 0, p50_s: null },
        { id: 'c', group: 1, requests: 1, p50_s: 0.5 },
      ],
      isWhole: true,
      elsewhere: 0,
    });
  });

  it('takes an id that LiteLLM made up for the only group without ids, or by the model', () => {
    const { deployments } = probedFleet([answer('5f3a')], config(['a', 'b', null]));
    expect(deployments.at(-1)).toMatchObject({ id: '5f3a', group: 1, requests: 1 });
    const byModel = probedFleet([answer('5f3a', 'openai/gpt-4.1')], config([null, null, null]));
    expect(byModel.deployments.map(({ requests }) => requests)).toEqual([0, 0, 1]);
  });

  it('is that of the answers alone where an id may be of any group', () => {
    const { isWhole, groups } = probedFleet([answer('5f3a')], config([null, null, null]));
    expect({ isWhole, groups }).toEqual({ isWhole: false, groups: [{ name: '5f3a', p50_s: 1 }] });
  });

  it('counts answers of another model group apart', () => {
    const { elsewhere, deployments } = probedFleet(
      [answer('x'), answer('a')],
      config(['a', 'b', 'c']),
    );
    expect([elsewhere, deployments[0]?.requests]).toEqual([1, 1]);
  });

  it('groups by the model that answers name, where nothing is configured', () => {
    const answers = [answer('a', 'openai/gpt-4.1'), answer('b', 'openai/gpt-4.1'), answer('c')];
    expect(probedFleet(answers, null)).toMatchObject({
      groups: [{ name: 'gpt-4.1' }, { name: 'c' }],
      isWhole: false,
    });
  });
});
