import { cutsOf } from '../../src/expectation/expectation.js';
import { judgeOnce } from '../../src/expectation/judge.js';
import { layoutOf } from '../../src/expectation/layout.js';
import { DEFAULT_CONFIDENCE } from '../../src/expectation/spending.js';
import type { ReplicationResult } from '../../src/measure/result.js';
import { summarise } from '../../src/measure/summary.js';
import type { Experiment } from '../../src/model/experiment.js';
import { compareReport } from '../../src/report/compare/report.js';
import { expectationResult } from '../../src/report/run/expectations.js';
import type { Heading } from '../../src/report/run/heading.js';
import { type RunReport, runReport } from '../../src/report/run/report.js';
import { compile } from '../../src/scenario/compile.js';
import { parseScenario } from '../../src/scenario/parse.js';
import type { Scenario } from '../../src/scenario/schema.js';
import { simulate } from '../../src/worlds/simulate/simulation.js';
import { SMALL } from '../cli/latsim.js';

export interface SampleOptions {
  readonly set?: readonly string[];
  /** Expectations as in a scenario's list. */
  readonly expect?: readonly string[];
  readonly only?: number | undefined;
  readonly partial?: boolean;
}

/** The report of a small run, made as the command line makes it. */
export function sampleRun({
  set = [],
  expect = [],
  only,
  partial = false,
}: SampleOptions = {}): RunReport {
  const parsed = parseScenario(SMALL, {
    file: 'small.yaml',
    set: [...set, `expect=${JSON.stringify(expect)}`],
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { scenario } = parsed;
  const experiment = compile(scenario, { cuts_s: cutsOf(scenario.expect.any) });
  const results = simulate(experiment, only === undefined ? {} : { only });
  const finished = partial ? results.slice(0, -1) : results;
  return reportOn(scenario, experiment, finished, { only, partial });
}

/** The report on what was simulated of a scenario, judged by what it expects of any logger. */
export function reportOn(
  scenario: Scenario,
  experiment: Experiment,
  finished: readonly ReplicationResult[],
  { only, partial = false }: Pick<SampleOptions, 'only' | 'partial'> = {},
): RunReport {
  const evidence = {
    counts: finished,
    layout: layoutOf(experiment),
    complete: !partial && only === undefined,
    margin: scenario.margin,
  };
  return runReport(
    {
      tool: { name: 'latsim', version: '0.0.0' },
      scenario: { name: scenario.name, hash: 'abc' },
      logger: experiment.logger.name,
      strategy: scenario.router.strategy,
      profile: scenario.router.profile,
      seed: scenario.seed,
      seeds: scenario.replications,
      duration_s: scenario.duration,
      replication: only ?? null,
      margin: scenario.margin,
      assumes: scenario.assumes,
      reported: scenario.reported,
    },
    summarise(experiment, finished, scenario.margin),
    partial,
    judgeOnce(scenario.expect.any, evidence, DEFAULT_CONFIDENCE).map(expectationResult),
  );
}

export function sampleComparison(loggers: readonly string[], options: SampleOptions = {}) {
  const { set = [] } = options;
  const [first, ...others] = loggers.map((logger) =>
    sampleRun({ ...options, set: [...set, `logger=${logger}`] }),
  );
  return compareReport([first as RunReport, ...others], true, options.partial ?? false);
}

/** The same with groups of these names, each with an equal share; the first is the fastest. */
export function renamed<
  Run extends Pick<RunReport, 'groups' | 'verdicts'>,
  Report extends { runs: readonly Run[] },
>(report: Report, names: readonly string[]): Report {
  const runs = report.runs.map((run) => {
    const [one] = run.groups as [RunReport['groups'][number]];
    const share = 1 / names.length;
    const groups = names.map((name, i) => ({ ...one, name, share, fastest: i === 0 }));
    const verdicts = run.verdicts.map((of) => ({ ...of, fastest: names[0] as string }));
    return { ...run, groups, verdicts };
  });
  return { ...report, runs };
}

export const HEADING: Heading = {
  title: 'A title',
  brief: ['4 deployments', 'Poisson arrivals, 2/s', '1m × 10 replications'],
  setting: [
    ['logger', 'unlocked: as it is'],
    ['assumes', 'a text that is long enough to need a second line in a report of eighty columns'],
  ],
  where: {
    scenario: 'small.yaml',
    options: [],
    recorded: [['--set', 'samples.kind=chat']],
    recordedFrom: '1.89.0',
    logger: 'unlocked',
    loggerGiven: false,
    ttl_s: 300,
    buffer: 0.1,
    retries: 64,
    loggedAtOnce: false,
    processesShareStore: false,
    requestLimit: null,
    events: 1000,
    maxEvents: 100_000_000,
  },
};
