import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import { readLogFiles } from '../../src/files/log-file.js';
import { readObservedLog } from '../../src/files/observed-log.js';
import { CommandError } from '../../src/text/failure.js';
import { workFolder } from '../cli/latsim.js';

const cwd = workFolder({});

/** A log of so many requests by model group and model. */
function logOf(counts: Readonly<Record<string, number>>): string {
  const path = join(cwd, 'spend.csv');
  const rows = Object.entries(counts).flatMap(([names, count]) =>
    Array.from({ length: count }, () => names),
  );
  const lines = rows.map(
    (names) => `2026-03-01T00:00:00Z,2026-03-01T00:00:01Z,${names},acompletion,false,success`,
  );
  const header = 'startTime,endTime,model_group,model,call_type,cache_hit,status';
  writeFileSync(path, [header, ...lines].join('\n'));
  return path;
}

async function read(
  counts: Readonly<Record<string, number>>,
  [first, second]: readonly [string, string],
  modelGroup?: string,
  noted = (_: string): unknown => undefined,
) {
  const shipped = loadScenario('cold-burst').scenario;
  const groups = shipped.modelGroups[0]?.groups.map((group, g) => ({
    ...group,
    name: g === 0 ? first : second,
  }));
  const modelGroups = shipped.modelGroups.map((one) => ({
    ...one,
    name: 'medium',
    groups: groups ?? [],
  }));
  const scenario = { ...shipped, modelGroups };
  try {
    const logs = logOf(counts);
    const options = { logs: [logs], groupBy: 'model' as const, modelGroup };
    const found = await readObservedLog(options, scenario, (files, onRow) =>
      readLogFiles(
        files.map((from) => ({ shown: from, from })),
        {},
        onRow,
        { stopRequested: () => false, onRead: () => undefined },
      ),
    );
    for (const note of found?.notes ?? []) noted(note);
    return found?.observed.counts;
  } catch (error) {
    if (error instanceof CommandError) return `${error.failure.message}: ${error.failure.remedy}`;
    throw error;
  }
}

describe('requests of a log', () => {
  test('are of the group that is named with or without the provider', async () => {
    const log = { 'medium,openai/gpt-4.1': 3, 'medium,azure/gpt-4.1': 5 };
    expect(await read(log, ['openai/gpt-4.1', 'azure/gpt-4.1'])).toEqual([3, 5]);
    const short = { 'medium,anthropic/claude': 3, 'medium,gpt-4.1': 5 };
    expect(await read(short, ['claude', 'openai/gpt-4.1'])).toEqual([3, 5]);
  });

  test.each([
    ['openai/gpt-4.1', 'azure/gpt-4.1'],
    ['claude', 'azure/gpt-4.1 rpm 100'],
    ['claude', 'gpt-4.1 unlimited'],
  ])('that could be of several groups, or of none, are not dropped: %s, %s', async (...groups) => {
    const log = { 'medium,claude': 90, 'medium,openai/gpt-4.1': 90, 'medium,gpt-4.1': 10 };
    expect(await read(log, groups)).toMatch(/of the 190 requests .* fit no group .* gpt-4.1/);
  });

  test('of no group may be one in a hundred', async () => {
    const log = { 'medium,a': 99, 'medium,b': 100, 'medium,c': 1 };
    expect(await read(log, ['a', 'b'])).toEqual([99, 100]);
    expect(await read({ ...log, 'medium,c': 3 }, ['a', 'b'])).toContain('3 of the 202 requests');
  });

  test('of several model groups are not put together', async () => {
    const log = { 'large,a': 7, 'small,a': 1, 'small,b': 2 };
    const failure = await read(log, ['a', 'b']);
    expect(failure).toMatch(/several model groups, none of them 'medium': large, small/);
    expect(failure).toContain('--model-group NAME');

    const notes: string[] = [];
    expect(await read(log, ['a', 'b'], 'small', (note) => notes.push(note))).toEqual([1, 2]);
    expect(notes.join()).toContain("'small' of the log is taken for model group 'medium'");
  });
});
