import { type Command, Option } from 'commander';
import { loadScenario } from '../files/load.js';
import { tool } from '../files/tool.js';
import { reportOf } from '../report/diagnose/compose.js';
import { textDiagnose } from '../report/diagnose/text.js';
import type { LogSummary } from '../report/import/report.js';
import { json } from '../report/kit/json.js';
import type { Scenario } from '../scenario/schema.js';
import { diagnosing, simulatedOf } from '../studies/diagnose/diagnosis.js';
import type { Observed } from '../studies/diagnose/observed.js';
import { readObserved } from '../studies/diagnose/read-observed.js';
import { rightRouting } from '../studies/diagnose/right.js';
import { type Subject, subjectOf } from '../studies/diagnose/subject.js';
import { variantOf } from '../studies/diagnose/variant.js';
import { DEFAULT_MAX_EVENTS, estimatedEvents, tooManyEvents } from '../studies/event-limit.js';
import { EXIT, usageError } from '../text/failure.js';
import { answered } from './answered.js';
import { collect, threadsOption, whole } from './arguments.js';
import type { Context } from './context.js';
import type { Io } from './io.js';
import { type LogCliOptions, logOptions } from './log-options.js';
import { notice } from './notices.js';
import { GROUP_COLUMNS, readObservedLog } from './observed-log.js';
import { Output } from './output.js';

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
  readonly threads?: number;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Context): void {
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
    .option('--strict', 'exit with 4 where it cannot decide');
  threadsOption(command).action((file: string) =>
    end(diagnose(io, file, command.optsWithGlobals<DiagnoseOptions>())),
  );
}

/** Says which mechanisms explain an observed split. */
async function diagnose(io: Io, file: string, options: DiagnoseOptions): Promise<number> {
  const { set = [], seed } = options;
  const shorthands = seed === undefined ? {} : { seed };
  const loaded = loadScenario(file, { set, shorthands, folder: io.cwd });
  const { scenario } = loaded;
  if (scenario.router.policy !== 'lowest-latency') {
    throw usageError(
      `policy ${scenario.router.policy} does not go by latencies`,
      'diagnose explains lowest-latency: --set router.policy=lowest-latency',
    );
  }
  const seen = await observedFor(io, scenario, options);
  if (seen === null) {
    notice(io.stderr, 'interrupted while the log was read');
    return EXIT.interrupted;
  }
  const { observed, log } = seen;
  const subject = subjectOf(loaded, set, observed.position);
  const luck = { seed: scenario.seed, replications: options.seeds };
  requireRequests(subject, simulatedOf(observed.counts), luck);
  const output = new Output(io, options.output);
  try {
    const result = await answered(io, diagnosing(subject, observed.counts, luck), options);
    const { partial } = result;
    const report = reportOf({
      tool: tool(),
      file,
      set,
      subject,
      observed,
      luck,
      log,
      result,
    });
    output.write(options.json ? json(report) : textDiagnose(report, output.style(options.color)));
    if (partial) {
      notice(io.stderr, 'interrupted: only what was finished is reported');
      return EXIT.interrupted;
    }
    return options.strict && !report.decided ? EXIT.inconclusive : EXIT.done;
  } finally {
    output.discard();
  }
}

/** What was observed, as counts or as a log; null: interrupted. */
async function observedFor(
  io: Io,
  scenario: Scenario,
  options: DiagnoseOptions,
): Promise<{ readonly observed: Observed; readonly log: LogSummary | null } | null> {
  const { observed, logs, groupBy, modelGroup } = options;
  if (observed !== undefined && logs !== undefined) {
    throw usageError('--observed and --logs both say what was observed', 'give one of them');
  }
  if (logs !== undefined) {
    return readObservedLog(io, { ...options, logs, groupBy }, scenario);
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
