import { describe, expect, test } from 'vitest';
import { LOGGERS } from '../../src/loggers/index.js';
import { bursts } from '../../src/model/loads/bursts.js';
import type { RunReport } from '../../src/report/run/report.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { workFolder } from '../cli/latsim.js';
import { reportsOf } from '../docs/commands.js';
import { cellOf, figureRows, spreadOf } from '../docs/figures.js';
import { codeOf, pageAt, proseOf } from '../docs/page.js';
import { experiment, slowShare, spread, summed } from '../worlds/simulate/experiments.js';
import { expectMeasured, MEASURED, onRemote } from '../worlds/simulate/measured.js';

const FEW = 10;
/** Of the shares in the tables. */
const ROUNDED = 0.0005;
const MEAN = 'predicted mean of `anthropic`';
const Z = 'predicted z of `anthropic`';

/* The regime of 16x4 stands in shipped-scenarios.test.ts. */

describe('the slow share agrees with what was measured on LiteLLM', () => {
  // As many as were measured; test/slow takes as many replications as a run does, 20.
  test.each(MEASURED)('$name: $share.0 %', (one) => expectMeasured(one, 5));

  test('remote 2500 ms, locked: about 4,400 samples still wait for the lock at the end', () => {
    const results = simulate(experiment({ ...onRemote(2.5, 'locked'), replications: 5 }));
    expect(summed(results, 'pending') / results.length / 4400).toBeCloseTo(1, 1);
    expect(summed(results, 'lost')).toBe(0);
  });

  test.each(LOGGERS)('one burst of 40 on a cold map, $name: 80 %', (each) => {
    const burst = { load: bursts(40, 1800, 0), logger: each, replications: 100 };
    for (const changes of [burst, { ...burst, ...onRemote(0.001, each.name) }]) {
      if (each.name === 'locked-distributed' && !('store' in changes)) continue;
      const { mean } = spread(simulate(experiment(changes)).map((result) => slowShare(result)));
      // The standard error of 4,000 uniform choices is 0.63 points.
      expect(Math.abs(mean - 80)).toBeLessThan(1.9);
    }
  });
});

/* `npm run test:slow` fills the tables in, with twenty times as many replications. */
describe('the slow share agrees with what was measured at real proxies', () => {
  const page = pageAt('docs/decisions/0028-held-against-real-proxies.md');
  const cells = figureRows(proseOf(page)).filter(({ columns }) => columns.includes('half'));

  test.each(cells.map((row) => [row.command, row] as const))('%s', async (command, row) => {
    const [scenario] = codeOf(page, 'yaml');
    const folder = workFolder({ 'real-proxy.yaml': scenario?.lines.join('\n') ?? '' });
    const few = `${command} --seeds ${FEW}`;
    const report = (await reportsOf([few], folder)).get(few);
    const { mean, sd } = spreadOf(report as RunReport, 'anthropic');
    const written = Number.parseFloat(cellOf(row, MEAN)) / 100;
    expect(Math.abs(mean - written)).toBeLessThan((4 * sd) / Math.sqrt(FEW) + ROUNDED);
  });

  test('all but two of the cells, at most, within three standard deviations', () => {
    expect(cells).toHaveLength(18);
    const beyond = cells.filter((row) => Math.abs(Number(cellOf(row, Z))) > 3);
    expect(beyond.length).toBeLessThanOrEqual(2);
  });
});
