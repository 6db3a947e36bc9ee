import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultsOfTrace } from '../report/perfetto/format.js';
import { built, latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';
import { USER_LOGGERS } from './loggers-of-users.js';

const cwd = workFolder({ ...USER_LOGGERS, 'small.yaml': SMALL });
const perfetto = (...args: string[]) => latsim([...args, '--format', 'perfetto'], { cwd });
const run = ['run', 'small.yaml', '--replication', '1'];
/** Of this file and of the command; folders of other tests come and go. */
const left = () =>
  [cwd, tmpdir()]
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => !name.startsWith('latsim-test-'))
    .sort();

describe('--format perfetto', () => {
  it('writes the same to standard output and to a file, whatever that is called', async () => {
    const before = left();
    const { code, stdout } = await perfetto(...run);
    expect(code).toBe(0);
    expect(faultsOfTrace(stdout)).toEqual([]);
    expect(JSON.parse(stdout).otherData).toMatchObject({ scenario: 'small', replication: 1 });
    expect(left()).toEqual(before);
    const files = ['a.json', 'a.perfetto-trace', 'a'];
    await perfetto(...run, '-o', 'a.json');
    await latsim([...run, '-o', 'a.perfetto-trace', '--events', 'e.jsonl'], { cwd });
    await perfetto(...run, '-o', 'a');
    for (const file of files) expect(readFileSync(join(cwd, file), 'utf8')).toBe(stdout);
    const lines = readFileSync(join(cwd, 'e.jsonl'), 'utf8').trim().split('\n');
    expect(lines.filter((line) => line.includes('"arrival"'))).toHaveLength(
      stdout.match(/"name":"request","ph":"b"/g)?.length ?? 0,
    );
  });

  it('takes a logger of one’s own', async () => {
    const { stdout } = await built([...run, '--logger', './good.mjs', '-f', 'perfetto'], { cwd });
    expect(faultsOfTrace(stdout)).toEqual([]);
    expect(JSON.parse(stdout).otherData.logger).toBe('good');
  });

  it('of a lost update marks that one', async () => {
    const { lostUpdate } = JSON.parse(
      (await latsim(['trace', 'small.yaml', '--nth', '7', '--json'], { cwd })).stdout,
    );
    const { stdout } = await perfetto('trace', 'small.yaml', '--nth', '7');
    expect(faultsOfTrace(stdout)).toEqual([]);
    const { traceEvents, otherData } = JSON.parse(stdout);
    expect(otherData).toMatchObject({ 'lost update': 7, replication: lostUpdate.replication });
    const fatal = traceEvents.filter((one: { s?: string }) => one.s === 'g');
    const { victim, overwriter } = lostUpdate;
    expect(fatal.map(({ name }: { name: string }) => name)).toEqual([
      `lost update: request ${overwriter.request} overwrites the sample of request ${victim.request}`,
    ]);
  });

  it.each([
    [['run', 'small.yaml'], 'say of which: --replication 0'],
    [[...run, '--by', 'deployment'], 'a trace has no such table'],
    [[...run, '--json'], '--format perfetto and --json contradict one another'],
    [[...run, '-o', 'x.svg'], '.perfetto-trace'],
    [['trace', 'small.yaml', '--logger', 'locked'], 'ask for --format text'],
    [['explore', '--logger', 'atomic'], 'ask for --format text'],
    [['explore', '--all'], 'does not write Perfetto traces here'],
    [['compare', 'small.yaml', '--replication', '1'], 'Allowed choices are'],
  ])('%j is refused, and nothing is written', async (args, remedy) => {
    const before = left();
    const { code, stdout, stderr } = await perfetto(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(remedy);
    expect(left()).toEqual(before);
  });

  it('writes nothing where it is interrupted', async () => {
    const before = left();
    const args = ['run', '16x4', '--replication', '0', '--format', 'perfetto'];
    const { code, stdout, stderr } = await latsim(args, { cwd, interruptAfter: 1 });
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('interrupted: no trace was written');
    expect(left()).toEqual(before);
  });
});
