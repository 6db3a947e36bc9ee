import { describe, expect, it } from 'vitest';
import { LOGGERS } from '../../src/loggers/index.js';
import { MATRIX } from '../../src/studies/explore/small-matrix.js';
import { entriesOf } from './entries.js';
import type { Entry } from './entry.js';
import { firstViolation, type MatrixProgram, tried } from './tried.js';

/**
 * What the small matrix finds by itself. It stops sooner than the command does: what these loggers
 * have to show they show within so many states, correct ones with two tasks. test/slow has all of it.
 */
const MAX_STATES = 450;
/** Their states take long, as each has a long past. */
const SLOW = ['bounded-polling.ts', 'spin-lock-that-counts.ts'];

const faulty = await entriesOf('faulty');
const correct = await entriesOf('correct');

describe('no correct logger fails the small matrix', () => {
  const right = correct.filter(
    ([file, { premise }]) => premise === undefined && !SLOW.includes(file),
  );

  it.each(right)('%s', (_, { logger }) => {
    expect(firstViolation(logger, MAX_STATES, 2)).toBeNull();
  });

  it.each(LOGGERS.filter(({ name }) => name !== 'unlocked').map((one) => [one.name, one] as const))(
    'shipped: %s',
    (_, logger) => {
      expect(firstViolation(logger, MAX_STATES, 2)).toBeNull();
    },
  );

  it('but for those that take more for granted than it does', () => {
    const others = correct.filter(([, { premise }]) => premise !== undefined);
    expect(others.length).toBeLessThan(right.length);
    for (const [, { logger }] of others)
      expect(firstViolation(logger, MAX_STATES, 2)).not.toBeNull();
  });
});

/**
 * Where a fault of the corpus is found: in the matrix, else by the options that it is run with. Across
 * processes counts only what is a fault there.
 */
function foundBy({ logger, on, expected }: Entry): string {
  const { processes: most = 1 } = on;
  for (const program of MATRIX.filter(({ processes }) => processes <= most)) {
    const { kinds } = tried(logger, program, MAX_STATES);
    if (kinds.some((kind) => kind === expected)) return programWords(program);
  }
  return `\`${optionsOf(on)}\``;
}

function programWords({ tasks, processes, deployments, crash }: MatrixProgram): string {
  return [
    `${tasks} tasks`,
    deployments === 'same' ? 'same deployment' : 'distinct deployments',
    ...(crash === 'task' ? ['an exception'] : []),
    ...(processes === 1 ? [] : ['across two processes']),
  ].join(', ');
}

const OPTIONS = {
  tasks: '--tasks',
  processes: '--processes',
  store: '--store',
  deployments: '--deployments',
  samples: '--samples',
  samplesPerTask: '--samples-per-task',
  expiries: '--expiry',
  leaseRunOuts: '--lease-expiry',
  crash: '--crash',
} as const;

function optionsOf(on: Entry['on']): string {
  const words = Object.entries(OPTIONS).flatMap(([name, flag]) => {
    const value = on[name as keyof typeof OPTIONS];
    if (value === undefined) return [];
    return [`${flag} ${typeof value === 'object' ? value.kind : value}`];
  });
  return [...words, ...(on.select === true ? ['--select'] : [])].join(' ');
}

it('finds the planted faults as what they are, and where planted-faults.md says (npm run docs writes it)', async () => {
  const rows = faulty.map(
    ([, entry]) => `| ${entry.logger.summary} | \`${entry.expected}\` | ${foundBy(entry)} |\n`,
  );
  await expect(`${HEAD}${rows.join('')}`).toMatchFileSnapshot('./planted-faults.md');
});

const HEAD = `# Planted faults

Each is shown as what it is by this first program of the small matrix, or else by these options.

| planted fault | comes out as | found by |
|---|---|---|
`;
