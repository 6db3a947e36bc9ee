import { describe, expect, it } from 'vitest';
import type { RunReport } from '../../src/report/run/report.js';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';
import { outcomeOf } from './case.js';
import { Draw } from './draw.js';
import { faultOfReport, faultOfText } from './laws.js';
import { mutated } from './mutate.js';
import { scenario } from './scenarios.js';

/* What looks for faults finds them where they are. */

describe('how a command ends', () => {
  const sound = { code: 0, stdout: 'all is well\n', stderr: '' };
  const faultOf = async (end: Partial<typeof sound>) =>
    (await outcomeOf({ files: {}, commands: [['run']] }, async () => ({ ...sound, ...end }))).fault;

  it.each([
    [{}, undefined],
    [{ code: 2, stderr: 'latsim: so\n  = do this\n' }, undefined],
    [{ code: 3 }, 'it ends with 3: latsim run'],
    [{ code: 2, stderr: 'latsim: so\n' }, 'it is refused without a remedy: latsim run'],
    [{ stdout: 'a\u001b[31m' }, 'stdout has the character U+001b: latsim run'],
    [{ stderr: 'a\u202eb' }, 'stderr has the character U+202e: latsim run'],
    [{ stdout: '[object Object]' }, 'stdout shows an object: latsim run'],
  ])('%j', async (end, fault) => expect(await faultOf(end)).toBe(fault));
});

/** As much of a report as is spoilt here. */
interface Changeable {
  readonly latency: Record<string, unknown>;
  readonly samples: Record<string, number>;
  readonly causes: Record<string, number>;
  readonly groups: Record<string, number>[];
  readonly deployments: Record<string, number>[];
}

describe('the figures of a run', () => {
  const cwd = workFolder({ 'small.yaml': SMALL });
  const said = async (...more: string[]) =>
    (await latsim(['run', 'small.yaml', ...more], { cwd })).stdout;

  it('are sound, and any that is not is found', async () => {
    const json = await said('--json');
    expect(faultOfReport(json)).toBeUndefined();
    const changed = (change: (report: Changeable) => void) => {
      const report = JSON.parse(json) as Changeable;
      change(report);
      return faultOfReport(JSON.stringify(report));
    };
    const faults = [
      changed(({ latency }) => {
        latency.mean_s = Number.NaN;
      }),
      changed(({ samples }) => {
        samples.pending = 99;
      }),
      changed(({ groups }) => {
        groups[0]!.share = 0.9;
      }),
      changed(({ causes }) => {
        causes.lost = 12345;
      }),
      changed(({ deployments }) => {
        deployments[0]!.requests = 7;
      }),
    ];
    expect(faults).toEqual([
      'latency.mean_s is null',
      'samples do not add up',
      expect.stringMatching(/^the shares of default add up to/),
      expect.stringMatching(/^\d+ causes of \d+ slow choices$/),
      'requests do not add up',
    ]);
  });

  it('are those of the text', async () => {
    const report = JSON.parse(await said('--json')) as RunReport;
    const text = await said('--verbose');
    expect(faultOfText(report, text)).toBeUndefined();
    expect(faultOfText(report, text.replace(/completed +\d+/, 'completed 1'))).toMatch(
      /^completed/,
    );
    expect(faultOfText({ ...report, traceHash: 'other' }, text)).toMatch(/hash/);
  });
});

it('the same seed and number draw the same', () => {
  const drawn = (number: number) => {
    const draw = new Draw(5, number);
    const made = JSON.stringify(scenario(draw));
    return [made, mutated(draw, Buffer.from(made), [Buffer.from('other')]).toString('hex')];
  };
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
});
