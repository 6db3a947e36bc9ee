import { describe, expect, it } from 'vitest';
import { built, latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';
import { USER_LOGGERS } from './loggers-of-users.js';

const folder = workFolder({ ...USER_LOGGERS, 'small.yaml': SMALL });
const trace = (...args: string[]) => latsim(['trace', 'small.yaml', ...args], { cwd: folder });
// Each replication with a logger of one's own has a thread to itself: one is enough.
const traceOfOwn = (file: string) =>
  built(['trace', 'small.yaml', '--logger', file, '--replication', '0'], { cwd: folder });

describe('latsim trace', () => {
  it('tells the first lost update of a run', async () => {
    const { code, stdout, stderr } = await trace();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = stdout.replaceAll(/\s+/g, ' ');
    expect(text).toMatch(
      /Lost update 1 of small with unlocked, replication 0\. Logging: concurrent flushes every 5s\. Times are ms from [\d.]+ s;/,
    );
    expect(text).toMatch(/Request \d+ overwrites the sample of request \d+ for (slow|fast)\/0\d: /);
    expect(text).toMatch(/unknown (for|until)|the next request|no request comes/i);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(await trace()).toEqual({ code, stdout, stderr });
  });

  it('counts on through the replications', async () => {
    const all = JSON.parse((await trace('--nth', '1000000', '--json')).stdout);
    expect(all.lostUpdate).toBeNull();
    const last = JSON.parse((await trace('--nth', String(all.seen), '--json')).stdout);
    expect(last.lostUpdate).toMatchObject({ nth: all.seen, replication: 9 });
    const own = JSON.parse((await trace('--replication', '2', '--json')).stdout);
    expect(own.lostUpdate).toMatchObject({ nth: 1, replication: 2 });
    expect(own.lostUpdate.effect.length).toBeGreaterThan(0);
    expect(own.lostUpdate).not.toHaveProperty('rows');
  });

  it('says that nothing is lost, and what to try: 0', async () => {
    const { code, stdout } = await trace('--logger', 'locked');
    expect(code).toBe(0);
    expect(stdout).toContain('No update is lost in this run.');
    expect(stdout).toMatch(/\n {4}latsim run small\.yaml --logger locked .*\n/);
  });

  it('as Markdown is its sentence, a table, its story and the command that tells it again', async () => {
    const { stdout } = await trace('--nth', '2', '--output', '-', '--format', 'markdown');
    expect(stdout).toMatch(/^### Request \d+ overwrites the sample of request \d+/);
    expect(stdout).toContain('\n```mermaid\nsequenceDiagram\n');
    const [, command = ''] = /\n```sh\nlatsim (.*)\n```\n/.exec(stdout) ?? [];
    const again = await latsim([...command.split(' '), '--format', 'markdown'], { cwd: folder });
    expect(again.stdout).toBe(stdout);
    expect((await trace('--logger', 'locked', '--format', 'markdown')).stdout).toMatch(
      /^### No update is lost in this run\./,
    );
  });

  it('takes a logger of one’s own, and names its faults', async () => {
    expect((await traceOfOwn('./good.mjs')).stdout).toContain('No update is lost');
    const { code, stderr } = await traceOfOwn('./throws.mjs');
    expect(code).toBe(2);
    expect(stderr).toContain('threw in step 1');
  });

  it('draws it', async () => {
    expect((await trace('--format', 'mermaid')).stdout).toMatch(/^sequenceDiagram\n/);
    expect((await trace('--format', 'svg')).stdout).toMatch(/^<svg .*<\/svg>\n$/s);
    const none = await trace('--logger', 'locked', '--format', 'svg');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('ask for --format text');
    const named = await trace('--logger', 'locked', '--output', 'none.svg');
    expect(named.stderr).toContain('leave --output out');
    expect(named.stderr).not.toContain('--format text');
    // It was lost, but not so often.
    for (const as of [
      ['--format', 'mermaid'],
      ['--output', 'few.svg'],
    ]) {
      const few = await trace('--nth', '999999', ...as);
      expect(few).toMatchObject({ code: 1, stdout: '' });
      expect(few.stderr).toMatch(/^latsim: only [\d,]+ updates are lost in this run/);
      expect(few.stderr).toMatch(/\n {4}latsim trace small\.yaml .*--nth \d+\n$/);
    }
  });
});
