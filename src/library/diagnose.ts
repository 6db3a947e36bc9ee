import type { DiagnoseQuestion } from '../files/diagnose-setup.js';
import type { LogOptions } from '../litellm/logs.js';
import type { DiagnoseReport } from '../report/diagnose/report.js';
import { answered, requireSome, type WaitOptions } from './answered.js';
import {
  either,
  flag,
  number,
  type OptionCheck,
  oneOf,
  oneOrMore,
  requireOptions,
  text,
  texts,
  whole,
} from './checks.js';
import { asked } from './error.js';
import { present, replicationsOf, sourceOf, waitChecks, written } from './options.js';

export interface DiagnoseOptions extends Omit<DiagnoseQuestion, 'seed' | 'unplaced'>, WaitOptions {
  /** Name of a shipped one, path, or text. */
  readonly scenario: string;
  /** Seed of the random numbers, 0 or more. */
  readonly seed?: number;
  /** What `replications` was called at first. */
  readonly seeds?: number;
  /** Damaged rows of the log that are skipped at most, in per cent; by default 1. */
  readonly allowDamaged?: number;
  /** Answers in it that may fit no group, in per cent; by default 1. */
  readonly allowUnplaced?: number;
  /** Takes a log whose clock jumps as it is. */
  readonly allowJumps?: boolean;
  /** Times without a zone are UTC. */
  readonly assumeUtc?: boolean;
  /** What the log calls a column, by the name that LiteLLM has for it. */
  readonly column?: Readonly<Record<string, string>>;
}

/**
 * Says which mechanisms explain an observed split, as `latsim diagnose` does.
 * @returns what `latsim diagnose --json` prints
 * @throws ScenarioError, LatsimError as `simulate`; the signal's reason where the log was not read
 */
export function diagnose(options: DiagnoseOptions): Promise<DiagnoseReport> {
  return asked(() => diagnosed(options));
}

const counts: OptionCheck = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : "give requests by group: { 'gpt-4.1': 8 }";

async function diagnosed(options: DiagnoseOptions): Promise<DiagnoseReport> {
  const [
    { LEAST_REPLICATIONS, setUpDiagnosis, withPlaces },
    { GROUP_COLUMNS },
    logFile,
    { readMapFile },
    { pathIn, workingFolder },
    { warnProgram },
  ] = await Promise.all([
    import('../files/diagnose-setup.js'),
    import('../files/observed-log.js'),
    import('../files/log-file.js'),
    import('../files/map-file.js'),
    import('../files/paths.js'),
    import('../files/warnings.js'),
  ]);
  requireOptions(
    'diagnose',
    options,
    {
      scenario: text,
      ...waitChecks,
      observed: either(text, counts),
      logs: oneOrMore(text),
      map: text,
      groupBy: oneOf(Object.keys(GROUP_COLUMNS)),
      modelGroup: text,
      seed: whole(0),
      replications: whole(LEAST_REPLICATIONS, 100_000),
      seeds: whole(LEAST_REPLICATIONS, 100_000),
      set: texts,
      allowDamaged: number(0, 100),
      allowUnplaced: number(0, 100),
      allowJumps: flag,
      assumeUtc: flag,
      column: await columns(),
    },
    ['scenario'],
  );
  const { scenario, seed, signal, progress } = options;
  const replications = replicationsOf(options);
  const here = workingFolder();
  const asks = {
    ...options,
    ...present({
      seed: written(seed),
      replications,
      unplaced: options.allowUnplaced === undefined ? undefined : options.allowUnplaced / 100,
    }),
  } as DiagnoseQuestion;
  const inputOf = (file: string) => ({ shown: file, from: pathIn(here, file) });
  const setup = await setUpDiagnosis(
    here,
    sourceOf(scenario),
    asks,
    (files, onRow) =>
      logFile.readLogFiles(files.map(inputOf), readingOf(options), onRow, {
        stopRequested: () => signal?.aborted === true,
        onRead: (bytes, size) =>
          progress?.({ part: size > 0 ? bytes / size : 0, label: files.join(', ') }),
      }),
    (file) => readMapFile(inputOf(file), signal),
  );
  requireSome(setup, options);
  warnProgram(setup.loaded.warnings);
  const { diagnosingAll } = await import('../studies/diagnose/beside-routing.js');
  const { treating } = await import('../studies/diagnose/remedies.js');
  const { reportOf } = await import('../report/diagnose/compose.js');
  const { tool } = await import('../files/tool.js');
  const { subject, observed, luck, evidence } = setup;
  const study = treating(diagnosingAll(subject, observed.counts, luck, evidence), subject, luck);
  const result = await withPlaces(setup, () => answered(study, options));
  return reportOf({ tool: tool(), ...setup, result });
}

/** Names of columns, by names of columns. */
async function columns(): Promise<OptionCheck> {
  const { COLUMNS } = await import('../litellm/spend-row.js');
  return (value) =>
    counts(value) === undefined &&
    Object.keys(Object(value)).every((one) => COLUMNS.includes(one as never))
      ? undefined
      : `give what the log calls a column, by one of ${COLUMNS.join(', ')}`;
}

function readingOf({ allowDamaged, column, allowJumps, assumeUtc }: DiagnoseOptions): LogOptions {
  return present<LogOptions>({
    allowDamaged: allowDamaged === undefined ? undefined : allowDamaged / 100,
    columns: column && (new Map(Object.entries(column)) as LogOptions['columns']),
    allowJumps,
    assumeUtc,
  });
}
