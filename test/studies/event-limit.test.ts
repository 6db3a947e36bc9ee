import { expect, it } from 'vitest';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import { estimatedEvents, tooManyEvents } from '../../src/studies/event-limit.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { SMALL } from '../cli/latsim.js';

function experiment(...set: string[]) {
  const parsed = parseScenario(SMALL, { file: 'small', set });
  if (!parsed.ok) throw new Error('the sample is wrong');
  return compile(parsed.scenario);
}

it('estimates within a factor of two', () => {
  const loads = [
    'load={kind: bursts, size: 6, every: 10s}',
    'load={kind: poisson, rate: 60/min}',
    'load={kind: closed, users: 5, think: 1s}',
  ];
  for (const load of loads) {
    const one = experiment(load, 'duration=600s');
    const happened = simulate(one).reduce((sum, { occurrences }) => sum + occurrences, 0);
    const ratio = estimatedEvents(one, one.replications) / happened;
    expect(ratio, load).toBeGreaterThan(0.5);
    expect(ratio, load).toBeLessThan(2);
  }
});

it('names a limit that would do', () => {
  const { remedy } = tooManyEvents(1.1e9, 1e8).failure;
  expect(remedy).toContain('--max-events 1e10');
  expect(tooManyEvents(1e100, 1e8).failure.remedy).not.toContain('--max-events');
});
