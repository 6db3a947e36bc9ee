import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FEWEST_REPLICATIONS } from '../../src/stats/interval.js';
import { estimateProportion } from '../../src/stats/proportion.js';
import { ROOT } from '../docs/page.js';
import { type IntervalOf, type Misses, missesOf } from '../stats/coverage.js';
import { SHARE_LAWS } from '../stats/share-laws.js';

/* How often the interval of a share holds the truth: all of it in a file here, its essence in the reference. */

const LUCK = { trials: Number(process.env.LATSIM_TRIALS ?? 10_000), seed: 1 };
const REPLICATIONS = [2, 3, 5, 10, 20, 40];
/** The levels that `run` and `compare` show, that gates are asked for, and that these come to inside. */
const ALPHAS = [0.2, 0.1, 0.05, 0.01, 0.001];

/** As many requests as it takes not to count. */
const ours: IntervalOf = (values, alpha) => estimateProportion(values, 1e9, alpha);

interface Row {
  readonly law: string;
  readonly replications: number;
  readonly misses: readonly Misses[] | null;
}

const rows: Row[] = SHARE_LAWS.flatMap((law) =>
  REPLICATIONS.map((replications) => ({
    law: law.name,
    replications,
    misses: missesOf(ours, law, replications, ALPHAS, LUCK),
  })),
);

const percent = (fraction: number, decimals: number): string => (100 * fraction).toFixed(decimals);

/** Decimals that tell a rate of errors of this size. */
const decimalsAt = (alpha: number): number => (alpha < 0.05 ? 2 : 1);

function line({ law, replications, misses }: Row): string {
  const cells =
    misses === null
      ? ALPHAS.map(() => 'too few')
      : misses.map(({ above, below }, k) => {
          const decimals = decimalsAt(ALPHAS[k] as number);
          const sides = [above, below].map((side) => percent(side, decimals)).join(' + ');
          return `${percent(1 - above - below, decimals)} (${sides})`;
        });
  return `| ${law} | ${replications} | ${cells.join(' | ')} |`;
}

it(`covers at its level less a point, and errs on each side by half of the rest (${LUCK.trials} trials, seed ${LUCK.seed})`, () => {
  console.log(rows.map(line).join('\n'));
  for (const { replications, misses } of rows) {
    if (replications < FEWEST_REPLICATIONS) {
      expect(misses).toBeNull();
      continue;
    }
    for (const [k, { above, below }] of (misses ?? []).entries()) {
      const alpha = ALPHAS[k] as number;
      expect(above + below).toBeLessThanOrEqual(alpha + 0.01);
      // Chance, three standard errors of it, on top.
      const half = alpha / 2;
      const most = half + 3 * Math.sqrt((half * (1 - half)) / LUCK.trials);
      expect(Math.max(above, below)).toBeLessThanOrEqual(most);
    }
  }
}, 300_000);

const PAGE = 'docs/reference/verdict-and-statistics.md';
const MARK = '<!-- coverage -->\n';

/** What the reference shows: how often it holds at 95%, by replications that are enough. */
const SHOWN_ALPHA = ALPHAS.indexOf(0.05);

function item(law: string): string {
  const shown = rows.flatMap((row) => {
    const misses = row.law === law ? row.misses?.[SHOWN_ALPHA] : undefined;
    return misses === undefined ? [] : [percent(1 - misses.above - misses.below, 1)];
  });
  return `- ${law}: ${shown.join(', ')}`;
}

describe.skipIf(LUCK.trials !== 10_000)('is what is written down (npm run docs writes it)', () => {
  it('in full', async () => {
    const head = [
      `| shares | replications | ${ALPHAS.map((alpha) => `at ${percent(1 - alpha, 1).replace('.0', '')}%`).join(' | ')} |`,
      `|---|---:|${ALPHAS.map(() => '---:|').join('')}`,
    ];
    const table = [...head, ...rows.map(line)].join('\n');
    await expect(`${table}\n`).toMatchFileSnapshot('./coverage.md');
  });

  it('in the reference', async () => {
    const [before, after, ...others] = readFileSync(join(ROOT, PAGE), 'utf8').split(MARK);
    expect([before, others]).toEqual([expect.any(String), []]);
    const rest = after?.slice(after.indexOf('\n\n')) ?? '';
    const list = SHARE_LAWS.map(({ name }) => item(name)).join('\n');
    await expect(`${before}${MARK}${list}${rest}`).toMatchFileSnapshot(join(ROOT, PAGE));
  });
});
