import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/files/load.js';
import { controlsOf } from '../../../src/report/page/controls.js';
import { changed } from '../../../src/scenario/changed.js';

describe('what a page lets its reader change', () => {
  it('is what 16x4 has: requests per burst, flushes, the round trip, the ttl', () => {
    const { scenario, listed } = loadScenario('16x4', {});
    const controls = controlsOf(scenario, listed);
    expect(controls.map(({ option, steps, at }) => option.join(steps[at]?.shown))).toEqual([
      '--set load.size=40',
      '--set dispatch.every=5s',
      '--set store.rtt=1ms',
      '--set router.ttl=5m',
    ]);
    expect(controls[0]?.steps.map(({ shown }) => shown).join(' ')).toBe(
      '5 7 10 15 20 30 40 50 70 100 150 200 300',
    );
  });

  it.each(['16x4', 'two-model-groups'])('of %s means the same with --set', (name) => {
    const { scenario, listed } = loadScenario(name, {});
    for (const { path, option, steps, at } of controlsOf(scenario, listed)) {
      expect(at).toBeGreaterThanOrEqual(0);
      for (const step of [steps[0], steps.at(-1)] as typeof steps) {
        const { expect: _there, ...there } = loadScenario(name, {
          set: [option.join(step.shown).replace(/^--set '?|'$/g, '')],
        }).scenario;
        const { expect: _here, ...here } = changed(scenario, [{ path, value: step.value }]);
        expect(here).toEqual(there);
      }
    }
  });
});
