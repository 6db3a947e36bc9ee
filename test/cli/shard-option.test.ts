import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { automaticShard } from '../../src/cli/shard-option.js';
import { ROOT } from '../docs/page.js';
import { latsim } from './in-process.js';
import { SMALL, workFolder } from './latsim.js';

const gitlab = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' };
const slurm = (id: number, min: number, max: number, count: number, step = 1) => ({
  SLURM_ARRAY_TASK_ID: String(id),
  SLURM_ARRAY_TASK_MIN: String(min),
  SLURM_ARRAY_TASK_MAX: String(max),
  SLURM_ARRAY_TASK_COUNT: String(count),
  SLURM_ARRAY_TASK_STEP: String(step),
});

describe('--shard auto', () => {
  it.each([
    ['GitLab, from 1', gitlab, undefined, 2, 4],
    ['GitLab, and how many by the user', gitlab, 4, 2, 4],
    ['GitLab, not in parallel', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '1' }, undefined, 1, 1],
    ['Kubernetes, from 0', { JOB_COMPLETION_INDEX: '0' }, 3, 1, 3],
    ['Kubernetes, the last', { JOB_COMPLETION_INDEX: '2', CI_NODE_INDEX: '' }, 3, 3, 3],
    ['Slurm, from 0', slurm(15, 0, 15, 16), undefined, 16, 16],
    ['Slurm, from any number', slurm(7, 5, 8, 4), undefined, 3, 4],
    ['Slurm, by steps', slurm(4, 0, 14, 8, 2), undefined, 3, 8],
    ['Slurm, up to a number that no task has', slurm(14, 0, 15, 8, 2), undefined, 8, 8],
    ['Slurm of long ago', { ...slurm(2, 1, 0, 3), SLURM_ARRAY_TASK_MAX: '' }, undefined, 2, 3],
  ])('is what the environment says: %s', (_, env, given, index, of) => {
    expect(automaticShard(env, given)).toEqual({ index, of });
  });

  it.each<[string, Readonly<Record<string, string>>, number | undefined, string]>([
    ['nothing', {}, undefined, 'nothing says which shard this is'],
    ['a total alone', { CI_NODE_TOTAL: '1' }, undefined, 'nothing says which shard this is'],
    ['two', { ...gitlab, JOB_COMPLETION_INDEX: '0' }, undefined, 'each may name another shard'],
    ['no total', { CI_NODE_INDEX: '1' }, undefined, 'CI_NODE_TOTAL is not set'],
    ['no total in Kubernetes', { JOB_COMPLETION_INDEX: '1' }, undefined, '--shard auto/4'],
    ['another total', gitlab, 5, 'GitLab runs 4 of them'],
    ['from 0 in GitLab', { ...gitlab, CI_NODE_INDEX: '0' }, undefined, 'not one of 4 shards'],
    ['too much', { JOB_COMPLETION_INDEX: '3' }, 3, "is '3', which is not one of 3 shards"],
    ['no number', { ...gitlab, CI_NODE_INDEX: '1\u202e' }, undefined, 'not a whole number'],
    ['a fraction', { ...gitlab, CI_NODE_TOTAL: '2.5' }, undefined, "is '2.5'"],
    ['very many', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '100000' }, undefined, 'are the most'],
    ['a list in Slurm', slurm(3, 1, 7, 3), undefined, 'do not follow one another evenly'],
    [
      'a number between steps',
      slurm(3, 0, 14, 8, 2),
      undefined,
      'do not follow one another evenly',
    ],
    ['no step', slurm(3, 0, 14, 8, 0), undefined, 'do not follow one another evenly'],
    ['before the first in Slurm', slurm(3, 4, 7, 4), undefined, 'not one of 4 shards'],
  ])('is refused, with what to do: %s', (_, env, given, message) => {
    let told = '';
    try {
      automaticShard(env, given);
    } catch (error) {
      const { failure } = error as { failure: { code: number; message: string; remedy: string } };
      expect(failure.code).toBe(2);
      told = `${failure.message}; ${failure.remedy}`;
    }
    expect(told).toContain(message);
    expect(told).not.toContain('\u202e');
  });

  it('computes the shard that is named otherwise', async () => {
    const cwd = workFolder({ 'small.yaml': SMALL });
    const gate = (shard: string, env: Readonly<Record<string, string>> = {}) =>
      latsim(['gate', 'small.yaml', '--expect', 'lost >= 0', '--shard', shard], { cwd, env });
    const [named, automatic, none, wrong] = await Promise.all([
      gate('2/4'),
      gate('auto', gitlab),
      gate('auto'),
      gate('auto/'),
    ]);
    expect(named.code).toBe(0);
    expect(automatic).toEqual(named);
    expect([none.code, none.stdout, wrong.code]).toEqual([2, '', 2]);
    expect(wrong.stderr).toContain('such as 2/3, or auto');
  });
});

describe('the files for runners', () => {
  const file = (name: string) => readFileSync(join(ROOT, 'docs/examples', name), 'utf8');
  const pod = parse(file('routing-kubernetes.yml')).spec;
  const pipeline = parse(file('routing-gitlab.yml'));

  it.each([
    ['GitLab', [...pipeline.compute.script, ...pipeline.judge.script].join('\n'), 2],
    ['Kubernetes', pod.template.spec.containers[0].args.join('\n'), 1],
    ['Slurm', file('routing-slurm.sh').replace(/^#.*$/gm, '').replaceAll('\\\n', ''), 1],
    ['GitHub', file('routing-sharded.yml').replaceAll(/ \n? +(?=--)|\n +(?=--)/g, ' '), 2],
  ])('of %s have options that there are', async (_, text, count) => {
    const commands = [...text.matchAll(/npx latsim (\w+) .*/g)];
    expect(commands).toHaveLength(count);
    for (const [line, command = ''] of commands) {
      const { stdout: help } = await latsim([command, '--help']);
      for (const [flag] of line.matchAll(/--[a-z-]+/g)) {
        expect(help).toMatch(new RegExp(`^ {2}(-\\w, )?${flag} `, 'm'));
      }
    }
  });

  it('run as many as they say', () => {
    expect(pod).toMatchObject({ completionMode: 'Indexed', completions: 4 });
    expect(pod.template.spec.containers[0].args[0]).toContain('--shard auto/4 ');
    expect(pipeline.compute.parallel).toBe(4);
    expect(file('routing-slurm.sh')).toMatch(/^#SBATCH --array=0-15$/m);
  });
});
