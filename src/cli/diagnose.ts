import { setImmediate } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { loadScenario } from '../files/load.js';
import { textDiagnose } from '../report/diagnose/text.js';
import type { LogSummary } from '../report/import/text.js';
import { json } from '../report/kit/json.js';
import type { Scenario } from '../scenario/schema.js';
import { Diagnosing } from '../studies/diagnose/diagnosis.js';
import { rightRouting } from '../studies/diagnose/right.js';
import { type Subject, subjectOf } from '../studies/diagnose/subject.js';
import { variantOf } from '../studies/diagnose/variant.js';
import { EXIT, usageError } from '../text/failure.js';
import { collect, whole } from './arguments.js';
import { reportOf } from './diagnose-report.js';
import { DEFAULT_MAX_EVENTS, estimatedEvents, tooManyEvents } from './event-limit.js';
import { Interrupt } from './interrupt.js';
import { type LogCliOptions, logOptions } from './log-options.js';
import { type Observed, readObserved } from './observed.js';
import { GROUP_COLUMNS, readObservedLog } from './observed-log.js';
import { Output } from './output.js';
import { Progress } from './progress.js';
import { styleFor } from './terminal.js';

const LEAST_SEEDS = 200;

interface DiagnoseOptions extends LogCliOptions {
  readonly observed?: string;
  readonly logs?: string;
  readonly groupBy: keyof typeof GROUP_COLUMNS;
  readonly modelGroup?: string;
  readonly seed?: string;
  readonly seeds: number;
  readonly set?: readonly string[];
  readonly json?: true;
  readonly output?: string;
  readonly strict?: true;
  readonly color?: boolean;
}

export function configure(command: Command): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--observed <group=count,...>', 'requests that each group got')
    .option('--logs <file>', "instead: spend logs, CSV or JSON Lines, plain or gzip'd; - is stdin")
    .addOption(
      new Option('--group-by <column>', 'column of the log that names the groups')
        .choices(Object.keys(GROUP_COLUMNS))
        .default('model'),
    );
  logOptions(command)
    .option(
      '--model-group <name>',
      'the one that was observed, of several in the scenario or the log',
    )
    .option('--seed <n>', 'key of all luck, 0 or more')
    .option(
      '--seeds <k>',
      `replications per mechanism, ${LEAST_SEEDS} or more`,
      whole(LEAST_SEEDS, 100_000),
      LEAST_SEEDS,
    )
    .option('--set <path=value>', 'override a field of the scenario; may be repeated', collect)
    .option('--json', 'give the report as JSON')
    .option('--output <file>', 'write the report to this file instead')
    .option('--strict', 'exit with 4 where it cannot decide')
    .action((file: string) => diagnose(file, command.optsWithGlobals<DiagnoseOptions>()));
}

/** Says which mechanisms explain an observed split. */
async function diagnose(file: string, options: DiagnoseOptions): Promise<void> {
  const { set = [], seed } = options;
  const loaded = loadScenario(file, { set, shorthands: seed === undefined ? {} : { seed } });
  const { scenario } = loaded;
  if (scenario.router.policy !== 'lowest-latency') {
    throw usageError(
      `policy ${scenario.router.policy} does not go by latencies`,
      'diagnose explains lowest-latency: --set router.policy=lowest-latency',
    );
  }
  const seen = await observedFor(scenario, options);
  if (seen === null) {
    process.stderr.write('latsim: interrupted while the log was read\n');
    process.exitCode = EXIT.interrupted;
    return;
  }
  const { observed, log } = seen;
  const subject = subjectOf(loaded, set, observed.position);
  const luck = { seed: scenario.seed, replications: options.seeds };
  const diagnosing = new Diagnosing(subject, observed.counts, luck);
  requireRequests(subject, diagnosing.simulated, luck);
  const output = new Output(options.output);
  try {
    const partial = await carriedOut(diagnosing);
    const report = reportOf({
      file,
      set,
      subject,
      observed,
      luck,
      log,
      result: diagnosing.result(),
    });
    output.write(
      options.json ? json(report) : textDiagnose(report, styleFor(output.stream, options.color)),
    );
    if (partial) {
      process.stderr.write('latsim: interrupted: only what was finished is reported\n');
      process.exitCode = EXIT.interrupted;
    }
    if (!partial && options.strict && !report.decided) process.exitCode = EXIT.inconclusive;
  } finally {
    output.discard();
  }
}

/** What was observed, as counts or as a log; null: interrupted. */
async function observedFor(
  scenario: Scenario,
  options: DiagnoseOptions,
): Promise<{ readonly observed: Observed; readonly log: LogSummary | null } | null> {
  const { observed, logs, groupBy, modelGroup } = options;
  if (observed !== undefined && logs !== undefined) {
    throw usageError('--observed and --logs both say what was observed', 'give one of them');
  }
  if (logs !== undefined) {
    const interrupt = new Interrupt();
    try {
      return await readObservedLog({ ...options, logs, groupBy }, scenario, interrupt);
    } finally {
      interrupt.dispose();
    }
  }
  if (observed !== undefined) {
    return { observed: readObserved(observed, scenario, modelGroup), log: null };
  }
  const groups = scenario.modelGroups[0]?.groups.map(({ name }) => `${name}=...`).join(',');
  throw usageError(
    'nothing was observed',
    `give the requests per group: --observed ${groups}; or a log: --logs FILE`,
  );
}

/** @throws CommandError where the load never brings the requests, or far too many before them */
function requireRequests(
  subject: Subject,
  requests: number,
  luck: { readonly seed: number; readonly replications: number },
): void {
  const right = variantOf(subject, rightRouting(subject), requests, luck);
  if (right === null) {
    throw usageError(
      `the scenario's load does not bring ${requests} requests`,
      'give it the load under which they were observed',
    );
  }
  const events = estimatedEvents(right.experiment, luck.replications);
  if (events > DEFAULT_MAX_EVENTS) throw tooManyEvents(events, DEFAULT_MAX_EVENTS);
}

/** Occurrences per slice: a few milliseconds of work. */
const SLICE = 5000;
/** The thread is shared, and an interrupt heeded, this often. */
const PAUSE_MS = 40;

/** Works to the end or to an interrupt. @returns whether it was interrupted */
async function carriedOut(diagnosing: Diagnosing): Promise<boolean> {
  const interrupt = new Interrupt();
  const progress = new Progress();
  let paused_ms = performance.now();
  try {
    while (!diagnosing.advance(SLICE)) {
      if (performance.now() - paused_ms < PAUSE_MS) continue;
      progress.update(diagnosing.progress, diagnosing.at);
      await setImmediate();
      paused_ms = performance.now();
      if (interrupt.requested) return true;
    }
    return false;
  } finally {
    progress.end();
    interrupt.dispose();
  }
}
