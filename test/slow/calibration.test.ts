import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { normalQuantile } from '../../src/stats/normal.js';
import { wilson } from '../../src/stats/wilson.js';
import { ROOT } from '../docs/page.js';
import { Catalogue, type Outcome, partOf, subjectFor } from '../studies/diagnose/calibration.js';

/*
 * How often a diagnosis errs. What the mechanisms predict is simulated once per fleet and size, and
 * every observation is judged by it: of each mechanism that is possible on the fleet's own store, over
 * the values of its parameter in equal parts, those between two of the grid included.
 */

const numbers = (text: string) => text.split(',').map(Number);
const SIZES = numbers(process.env.CALIBRATION_SIZES ?? '40,200,1000,5000');
const OBSERVATIONS = Number(process.env.CALIBRATION_OBSERVATIONS ?? 60);
/** As in a diagnosis, but for the largest. */
const replicationsOf = (requests: number) => (requests > 2000 ? 100 : 200);

const FLEETS = [
  ['issue-24720-in-process', 1, 1, []],
  ['issue-24720-in-process', 2, 3, []],
  ['16x4', 16, 4, ['load={kind: poisson, rate: 160/min}']],
] as const;

const THOUSAND = 1000;
const Z95 = normalQuantile(0.95);

const percent = (fraction: number): string =>
  Number.isNaN(fraction) ? '-' : `${(100 * fraction).toFixed(1)}%`;

const rows = SIZES.map((requests) => {
  const all: Outcome[] = FLEETS.flatMap(([scenario, slow, fast, set]) => {
    const groups = [slow, fast].map((n, g) => `fleet.groups[${g}].deployments=${n}`);
    const subject = subjectFor(scenario, [...groups, ...set]);
    const outcomes = new Catalogue(subject, requests, replicationsOf(requests)).judged(
      OBSERVATIONS,
    );
    if (process.env.CALIBRATION_DETAILS !== undefined) {
      console.log(details(`${slow} + ${fast}, ${requests}`, outcomes));
    }
    return outcomes;
  });
  const clear = all.filter(({ apart }) => apart);
  return { requests, all, clear };
});

function details(title: string, all: readonly Outcome[]): string {
  const names = [...new Set(all.map(({ mechanism }) => mechanism))];
  const lines = names.map((name) => {
    const own = all.filter(({ mechanism }) => mechanism === name);
    const of = (holds: (one: Outcome) => boolean) => percent(partOf(own, holds));
    const clear = own.filter(({ apart }) => apart);
    return `  ${name}: ${own.length}, wrong ${of(({ wrong }) => wrong)}, left ${of(({ left }) => left)}, right ${of(({ right }) => right)} (${clear.length} apart: ${percent(partOf(clear, ({ right }) => right))}), open ${of(({ open }) => open)}, without ${of(({ wrongWithout }) => wrongWithout)}`;
  });
  return [title, ...lines].join('\n');
}

function line({ requests, all, clear }: (typeof rows)[number]): string {
  const wrong = partOf(all, (one) => one.wrong);
  const [, most] = wilson(wrong, all.length, Z95);
  return [
    requests,
    all.length,
    `${percent(wrong)} (${percent(most)})`,
    percent(partOf(all, ({ left }) => left)),
    requests < THOUSAND
      ? '-'
      : `${percent(partOf(clear, ({ right }) => right))} of ${clear.length}`,
    percent(partOf(all, ({ wrongWithout }) => wrongWithout)),
  ].join(' | ');
}

const HEAD =
  '| requests | observations | another is named (at most) | the true one is left | decided and right, of those apart | another is named without it |';
const TABLE = [HEAD, HEAD.replace(/[^|]+/g, '---'), ...rows.map((row) => `| ${line(row)} |`)].join(
  '\n',
);

/** The table of the reference, behind its mark. */
const WRITTEN = /(?<=<!-- calibration -->\n)(?:\|.*\|\n)+/;
const PAGE = join(ROOT, 'docs/decisions/0016-what-diagnose-compares.md');

it('says in the reference how often it errs', async () => {
  console.log(TABLE);
  if (process.env.CALIBRATION_SIZES !== undefined) return;
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toMatch(WRITTEN);
  await expect(page.replace(WRITTEN, `${TABLE}\n`)).toMatchFileSnapshot(PAGE);
});

it.each(rows)(
  '$requests requests: another mechanism is hardly ever named, the true one is left',
  ({ all }) => {
    expect(partOf(all, ({ wrong }) => wrong)).toBeLessThanOrEqual(0.01);
    expect(partOf(all, ({ left }) => left)).toBeGreaterThanOrEqual(0.95);
  },
);
