import { expect, it } from 'vitest';
import { estimateAt, FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { normalQuantile } from '../../src/stats/normal.js';
import { estimateProportion } from '../../src/stats/proportion.js';
import { SHARE_LAWS, type ShareLaw } from '../stats/share-laws.js';
import { NAIVE, ours, stoppedBy } from '../stats/stopping.js';

/*
 * How often the interval of `--precision` holds the truth, with all looks: the table of
 * docs/decisions/0014-looks-and-their-errors.md, which `npm run test:slow` prints.
 */

const LUCK = { trials: Number(process.env.LATSIM_TRIALS ?? 2000), seed: 1 };

/** What a single look would take. */
const ENOUGH = [30, 100, 300];

/** Means that have no bounds, as latencies. */
const UNBOUNDED: readonly ShareLaw[] = [
  { name: 'exponential', mean: 1, draw: (luck) => -Math.log(luck()) },
  {
    name: 'lognormal (sd of the logarithm 0.5)',
    mean: Math.exp(0.125),
    draw: (luck) => Math.exp(0.5 * normalQuantile(luck())),
  },
];

const share = ours((values, alpha) => estimateProportion(values, 1e9, alpha), FEWEST_REPLICATIONS);
const mean = ours((values, alpha) => estimateAt(values, alpha), FEWEST_REPLICATIONS);
const LAWS = [
  ...SHARE_LAWS.map((law) => ({ law, stopping: share })),
  ...UNBOUNDED.map((law) => ({ law, stopping: mean })),
];

const percent = (fraction: number) => (100 * fraction).toFixed(1);

it(`covers at 95% where it stops, which plain stopping does not (${LUCK.trials} trials, seed ${LUCK.seed})`, () => {
  const rows = LAWS.flatMap(({ law, stopping }) =>
    ENOUGH.map((enough) => {
      const own = stoppedBy(stopping, law, enough, LUCK);
      const naive = stoppedBy(NAIVE, law, enough, LUCK);
      return { law: law.name, enough, own, naive };
    }),
  );
  const covered = ({ above, below }: { above: number; below: number }) => 1 - above - below;
  console.log(
    rows
      .map(
        ({ law, enough, own, naive }) =>
          `| ${law} | ${enough} | ${percent(covered(own))} | ${own.times.toFixed(2)} | ${percent(covered(naive))} | ${naive.times.toFixed(2)} |`,
      )
      .join('\n'),
  );
  // Chance, three standard errors of it, on top.
  const chance = 3 * Math.sqrt((0.05 * 0.95) / LUCK.trials);
  for (const { own } of rows) expect(covered(own)).toBeGreaterThanOrEqual(0.95 - chance);
  const worst = Math.min(...rows.map(({ naive }) => covered(naive)));
  expect(worst).toBeLessThan(0.85);
}, 600_000);
