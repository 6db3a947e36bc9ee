import { counted, fixed } from '../../text/figures.js';
import { list } from '../kit/words.js';
import { labelOf, releaseText } from './answer.js';
import type { LiveMeasurement, LiveReport } from './report.js';

/** What was measured, in a few words: `Redis 7.0.15, 4 processes`, `LiteLLM 1.82.3 on /v1/messages`. */
export function targetText({ runs, timeScale }: LiveReport): string[] {
  const [first] = runs;
  if (first === undefined) return [];
  const { at, version } = first;
  const scale = timeScale === 1 ? [] : [`time ${timeScale} times as fast`];
  if (at.kind === 'redis') {
    return [
      `Redis ${version ?? 'of an unknown version'}`,
      counted(at.processes, 'process', 'processes'),
      ...scale,
    ];
  }
  const releases = [...new Set(runs.map(releaseText))];
  return [
    `${list(releases)} on ${at.path}`,
    ...(at.workers > 1 ? [counted(at.workers, 'worker')] : []),
    ...(at.redis ? ['with a Redis'] : []),
    ...scale,
  ];
}

/** What is assumed or replaced; of several runs, what only some have is said of these. */
export function notesOf(report: LiveReport): string[] {
  return told(report, (note) => !GRAVE.test(note));
}

/** Notes that change how the answer is to be read: these stand beside it. */
export function graveNotes(report: LiveReport): string[] {
  return told(report, (note) => GRAVE.test(note));
}

const GRAVE =
  /^no profile for|^the (?:proxy|machine) was too busy|^a difference of up to|does not say its release|was not measured/;

function told({ runs }: LiveReport, isMeant: (note: string) => boolean): string[] {
  const said = new Map<string, LiveMeasurement[]>();
  for (const run of runs) {
    for (const note of run.notes.filter(isMeant)) said.set(note, [...(said.get(note) ?? []), run]);
  }
  return [...said].map(([note, some]) =>
    some.length === runs.length ? note : `${list(some.map((run) => labelOf(run, runs)))}: ${note}`,
  );
}

/** The time that a proxy takes itself, in words; nothing on a Redis. */
export function overheadText({ overhead }: LiveMeasurement): string | null {
  if (overhead === undefined || overhead.length === 0) return null;
  return overhead
    .map(({ provider, alone_s, underLoad_s }) => {
      const load = underLoad_s === null ? '' : `, ${ms(underLoad_s)} under load`;
      return `${provider} ${ms(alone_s)}${load}`;
    })
    .join('; ');
}

function ms(time_s: number): string {
  return `${fixed(time_s * 1000, 1)} ms`;
}
