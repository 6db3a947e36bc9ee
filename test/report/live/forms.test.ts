import { describe, expect, it } from 'vitest';
import { PLAIN } from '../../../src/report/kit/style.js';
import { liveFields } from '../../../src/report/live/json.js';
import { markdownLive } from '../../../src/report/live/markdown.js';
import { onRedisNotes } from '../../../src/report/live/on-redis.js';
import type { LiveReport } from '../../../src/report/live/report.js';
import { svgLive } from '../../../src/report/live/svg.js';
import { textLive } from '../../../src/report/live/text.js';
import { expectRoom } from '../../report/kit/measured.js';
import { AS_PREDICTED, atProxy, ofFewRequests, once, onRedis, reportOf } from './sample.js';

const text = (report: LiveReport, verbose = false) => textLive(report, { verbose }, PLAIN);
const flat = (shown: string) => shown.replaceAll(/\s+/g, ' ');

const LOGGERS = reportOf([
  onRedis({ updatesLost: 12, recorded: 40 }, [once([8, 8, 24])]),
  onRedis({ logger: 'locked', updatesLost: 3, lockPerProcess: true }),
  onRedis({ logger: 'atomic' }),
]);

const BEFORE_AND_AFTER = reportOf([
  atProxy({ version: '1.82.3' }),
  atProxy({ version: '1.110.2', profile: 'v1.110.2' }),
]);

/** What happened on a Redis that took 20 ms, where the fastest latency is 500 ms. */
const QUICK = {
  trip: { mean_s: 0.02, p95_s: 0.03 },
  late: { mean_s: 0, most_s: 0, fastest_s: 0.5 },
  lost: 0,
  differences: 0,
  firstDifference: undefined,
  broken: undefined,
};

describe('the text of what was measured', () => {
  it('says first that the real thing agrees, and with what figures', () => {
    expect(text(reportOf([onRedis()]))).toMatchInlineSnapshot(`
      "small: Redis 7.0.15 · 4 processes

        The real Redis agrees with the prediction: unlocked sends 85.0% to fast, the
        fast group, predicted 85.9%.
        No update was lost, of 40 samples stored.

        group           of fleet  requests  measured  predicted   sd     z
        slow               66.7%         6     15.0%      14.1%  5.7  +0.2
        fast (fastest)     33.3%        34     85.0%      85.9%  5.7  -0.2

              run  requests  failed   fast  second half    used
                1        40       0  85.0%        89.5%  3 of 3
        predicted                    85.9%       100.0%

      Next: the proof section of a pull request:
          latsim live small.yaml --redis redis://127.0.0.1 --output proof.md

      latsim 0.0.0 · small 0123456789ab · seed 1 · more: --verbose
      "
    `);
  });

  it('says first that a proxy agrees, and what it took itself', () => {
    expect(text(reportOf([atProxy()]))).toMatchInlineSnapshot(`
      "small: LiteLLM 1.82.3 on /chat/completions

        LiteLLM 1.82.3 agrees with the prediction: on /chat/completions it sends 85.0%
        to fast, the fast group, predicted 85.9%.

        group           of fleet  requests  measured  predicted   sd     z
        slow               66.7%         6     15.0%      14.1%  5.7  +0.2
        fast (fastest)     33.3%        34     85.0%      85.9%  5.7  -0.2

              run  requests  failed   fast  second half    used
                1        40       0  85.0%        89.5%  3 of 3
        predicted                    85.9%       100.0%

        own time  openai 12.3 ms, 25.0 ms under load
        assumed   each latency is longer by the proxy's own time, as measured before
                  the load

      Next: the proof section of a pull request:
          latsim live small.yaml --redis redis://127.0.0.1 --output proof.md

      latsim 0.0.0 · small 0123456789ab · seed 1 · more: --verbose
      "
    `);
  });

  it('says first of all that it differs, and by how much', () => {
    const [, answer] = text(LOGGERS).split('\n\n');
    expect(flat(answer ?? '')).toMatch(
      /^ It differs: unlocked sends 60\.0% to fast, the fast group, predicted 8\d\.\d% \(z = -\d\.\d\)\./,
    );
  });

  it('counts lost updates, and says why a lock per process does not help', () => {
    expect(flat(text(LOGGERS))).toContain(
      'Updates lost for real: unlocked 12 of 40 samples stored (30.0%), locked 3 of 40 (7.5%) and atomic none. ' +
        'The lock of locked is one per process: 4 processes have 4 of them, and overwrite one another.',
    );
  });

  it('lists each run, and judges their mean alone', () => {
    const report = reportOf([
      onRedis({}, [once(AS_PREDICTED), once([4, 4, 32]), once([0, 0, 40])]),
    ]);
    expect(text(report)).toMatch(
      / 1 +40 .* 85\.0% .*\n +2 +40 .* 80\.0% .*\n +3 +40 .* 100\.0% .*\n +predicted/,
    );
    const [run] = report.runs;
    expect(run?.measured[1]?.share).toBeCloseTo((0.85 + 0.8 + 1) / 3, 12);
    expect(run?.z[1]).toBeCloseTo(
      ((run!.measured[1]!.share - run!.predicted[1]!.share) * Math.sqrt(3)) / run!.sd[1]!,
      9,
    );
  });

  it('holds nothing against a prediction that did not run to its end', () => {
    const cut = once([3, 3, 8], { complete: false, failed: 2 });
    const report = reportOf([atProxy({}, [cut])], { partial: 'the process of LiteLLM has ended' });
    expect(report.runs[0]?.agree).toBeNull();
    const shown = flat(text(report));
    expect(shown).toContain('Ended early: the process of LiteLLM has ended. So far ');
    expect(shown).toContain('2 of 14 requests failed.');
    expect(shown).toContain('1, cut short');
    expect(shown).toContain('Next: let it run to its end:');
  });

  it('agrees with nothing where no request was served, and says why they failed', () => {
    const failures = [{ reason: 'status 400', requests: 40 }];
    const report = reportOf([atProxy({}, [once([0, 0, 0], { failed: 40, failures })])]);
    expect(report.runs[0]?.agree).toBeNull();
    expect(flat(text(report))).toContain(
      'No request was served, so there is nothing to hold against the prediction. ' +
        '40 of 40 requests failed: status 400.',
    );
  });

  it('names a release without a profile beside the answer', () => {
    const notes = ['no profile for 1.108.7: nearest 1.110.2'];
    const [, , warning] = text(reportOf([atProxy({ version: '1.108.7', notes })])).split('\n\n');
    expect(warning).toBe('  no profile for 1.108.7: nearest 1.110.2');
  });

  it('says beside the answer that few requests agree with almost anything', () => {
    expect(text(reportOf([ofFewRequests()]))).toContain(
      '  a difference of up to 100 points counts',
    );
  });

  it('gives a proxy that does not keep up more time', () => {
    const notes = ['the proxy was too busy: under the load it took 4.00 s more itself'];
    const report = reportOf([atProxy({ notes }, [once([10, 10, 20])])], {
      timeScale: 5,
      command: 'latsim live small.yaml --litellm litellm --time-scale 5',
    });
    expect(text(report)).toContain('latsim live small.yaml --litellm litellm --time-scale 2\n');
  });

  it('gives a machine that does not keep up more time, and says it beside the answer', () => {
    const [busy = '', ...others] = onRedisNotes({ ...QUICK, timeScale: 40 });
    expect(busy).toBe(
      'the machine was too busy for this time scale: a round trip took 800 ms of the scenario, as long as 160.0% of the fastest latency; try --time-scale 2',
    );
    expect(others).toHaveLength(1);
    expect(onRedisNotes({ ...QUICK, timeScale: 20 })).toHaveLength(1);
    const [, , warning] = text(reportOf([atProxy({ notes: [busy] })])).split('\n\n');
    expect(flat(warning ?? '')).toContain(busy);
  });

  it('says what an absent map means, and shows one that is there', () => {
    const absent = atProxy({ maps: [{ modelGroup: 'claude', entries: null }] });
    expect(flat(text(reportOf([absent])))).toContain(
      'Redis has no map of claude: nothing was recorded, which is itself the diagnosis.',
    );
    const entry = { id: 'fast/01', numbers: 3, zeros: 1, timedeltas: 0, mean: 0.0712345 };
    const there = atProxy({ maps: [{ modelGroup: 'claude', entries: [entry] }] });
    expect(text(reportOf([there]))).toMatch(/ {2}fast\/01 +3 +0\.07123 +1 +0\n/);
  });

  it('fits on a page of 80 columns', () => {
    for (const report of [LOGGERS, BEFORE_AND_AFTER, reportOf([atProxy()])]) {
      for (const line of text(report, true).split('\n')) {
        if (!/^ *latsim live/.test(line)) expect(line.length).toBeLessThanOrEqual(80);
      }
    }
  });
});

describe('the same in other forms', () => {
  it('is JSON with the fields of one run at the top, of several in runs', () => {
    const one = liveFields(reportOf([onRedis()])) as Record<string, unknown>;
    for (const field of ['measured', 'predicted', 'agree', 'updatesLost', 'version', 'profile']) {
      expect(one).toHaveProperty(field);
    }
    expect(one).toMatchObject({ agree: true, updatesLost: 0, version: '7.0.15' });
    expect(one.measured).toEqual([
      expect.objectContaining({ name: 'slow', deployments: 2, requests: 6, share: 0.15 }),
      expect.objectContaining({ name: 'fast', deployments: 1, requests: 34, share: 0.85 }),
    ]);
    const several = liveFields(LOGGERS) as { agree: boolean; runs: { logger: string }[] };
    expect(several.agree).toBe(false);
    expect(several.runs.map(({ logger }) => logger)).toEqual(['unlocked', 'locked', 'atomic']);
  });

  it('is the proof section of a pull request: before and after', () => {
    expect(markdownLive(BEFORE_AND_AFTER)).toMatchInlineSnapshot(`
      "### Both proxies agree with the prediction: on /chat/completions LiteLLM 1.82.3 sends 85.0% to fast, the fast group and LiteLLM 1.110.2 85.0%

      To repeat it:

      \`\`\`sh
      latsim live small.yaml --redis redis://127.0.0.1
      \`\`\`

      |  | what | version | predicted by the rules of | measured with |
      |---|---|---|---|---|
      | before | LiteLLM 1.82.3 | LiteLLM 1.82.3 | v1.82.3 | latsim 0.0.0 |
      | after | LiteLLM 1.110.2 | LiteLLM 1.110.2 | v1.110.2 | latsim 0.0.0 |

      | proxy | group | of fleet | measured | predicted | sd | z |
      |---|---|---:|---:|---:|---:|---:|
      | LiteLLM 1.82.3 | slow | 66.7% | 15.0% | 14.1% | 5.7 | +0.2 |
      |  | fast (fastest) | 33.3% | 85.0% | 85.9% | 5.7 | -0.2 |
      | LiteLLM 1.110.2 | slow | 66.7% | 15.0% | 14.1% | 5.7 | +0.2 |
      |  | fast (fastest) | 33.3% | 85.0% | 85.9% | 5.7 | -0.2 |

      \`\`\`mermaid
      xychart-beta
        title "Share of fast, measured and predicted"
        x-axis ["LiteLLM 1.82.3 measured", "LiteLLM 1.82.3 predicted", "LiteLLM 1.110.2 measured", "LiteLLM 1.110.2 predicted"]
        y-axis "per cent of requests" 0 --> 100
        bar [85.0, 85.9, 85.0, 85.9]
      \`\`\`

      Each time that it was measured:

      |  | run | requests | failed | fast | second half | used |
      |---|---:|---:|---:|---:|---:|---:|
      | LiteLLM 1.82.3 | 1 | 40 | 0 | 85.0% | 89.5% | 3 of 3 |
      |  | predicted |  |  | 85.9% | 100.0% |  |
      | LiteLLM 1.110.2 | 1 | 40 | 0 | 85.0% | 89.5% | 3 of 3 |
      |  | predicted |  |  | 85.9% | 100.0% |  |

      **Conclusion.** Before, with LiteLLM 1.82.3, 85.0% of the requests went to fast; after, with LiteLLM 1.110.2, 85.0% of the requests went to fast. That is what was predicted, within 0.2 standard deviations.

      <details><summary>What was assumed</summary>

      - own time per request of LiteLLM 1.82.3: openai 12.3 ms, 25.0 ms under load
      - own time per request of LiteLLM 1.110.2: openai 12.3 ms, 25.0 ms under load
      - each latency is longer by the proxy's own time, as measured before the load

      </details>

      <sub>latsim 0.0.0 · small 0123456789ab · seed 1 · LiteLLM 1.82.3 and LiteLLM 1.110.2 on /chat/completions</sub>
      "
    `);
  });

  it('is a picture that has room for all that it says', () => {
    for (const report of [LOGGERS, BEFORE_AND_AFTER, reportOf([atProxy()])]) {
      expectRoom(svgLive(report));
    }
  });
});
