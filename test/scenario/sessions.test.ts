import { describe, expect, test } from 'vitest';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { writeScenario } from '../../src/scenario/write.js';

const text = (load: string, router: string) => `
fleet: { groups: [{ name: a, deployments: 2, latency: { distribution: constant, value: 1s } }] }
load: { kind: poisson, rate: 1/s${load} }
router: { strategy: least-request${router} }
duration: 1m
`;

const read = (load: string, router: string) => {
  const result = parseScenario(text(load, router), { file: 'test.yaml' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result;
};

describe('sessions and affinity', () => {
  test('are read, written and made', () => {
    const { scenario } = read(', sessions: 50', ', affinity: {}');
    expect(scenario.router.affinity).toEqual({ ttl: 3600 });
    const written = writeScenario(scenario);
    expect(written).toContain('sessions: 50');
    expect(written).toContain('affinity: { ttl: 1h }');
    const again = parseScenario(written, { file: 'test.yaml' });
    expect(again.ok && again.scenario).toEqual({ ...scenario, name: expect.any(String) });
    expect(compile(scenario).modelGroups[0]?.sessions).toBe(50);
    expect(compile(scenario).strategy.name).toBe('least-request');
    expect(compile(read('', '').scenario).modelGroups[0]).not.toHaveProperty('sessions');
  });

  test('affinity without sessions is warned of', () => {
    const { warnings } = read('', ', affinity: { ttl: 5m }');
    expect(warnings.map(({ message }) => message)).toEqual([
      'affinity has no effect: requests belong to no session',
    ]);
    expect(read(', sessions: 2', ', affinity: { ttl: 5m }').warnings).toEqual([]);
  });
});
