/** Recordings as the command reads them: unpacking, parsing and checking included. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRecording } from '../../../.build/cli/recording-file.js';
import { RecordingReader } from '../../../.build/litellm/recording.js';
import { cpuOf, inTurn } from '../kit/cpu.mjs';
import { heading, note, progress, target, times } from '../kit/report.mjs';
import { spread } from '../kit/statistics.mjs';

const ROUNDS = 9;
const folder = fileURLToPath(new URL('../../fixtures/golden', import.meta.url));

export async function replay() {
  heading('Replaying recordings of the real router');
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.gz'));
  const all = async () => {
    let operations = 0;
    for (const file of files) operations += await operationsOf(file);
    return operations;
  };
  const costs = await inTurn({ all: () => cpuOf(all) }, ROUNDS, progress);
  const rates = spread(costs.all.map(({ cpu_s, result }) => result / cpu_s));
  note(`${files.length} recordings: ${times(rates)} operations per CPU-s`);
  target('operations per CPU-s', rates.median, { atLeast: 200_000 });
}

async function operationsOf(file) {
  let replay;
  const reader = new RecordingReader(file, undefined, (recording) => {
    const begun = recording.replay();
    replay = begun;
    return (operation, line) => begun.take(operation, line);
  });
  const input = { shown: file, from: join(folder, file) };
  await readRecording(input, reader, new AbortController().signal);
  if (replay.mismatches > 0) throw new Error(`${file} is not reproduced`);
  return replay.ops;
}
