import { type Command, Option } from 'commander';
import {
  type DiagnoseQuestion,
  LEAST_SEEDS,
  setUpDiagnosis,
  withPlaces,
} from '../files/diagnose-setup.js';
import { GROUP_COLUMNS } from '../files/observed-log.js';
import { optional, scenarioFiles } from '../files/places.js';
import { tool } from '../files/tool.js';
import { reportOf } from '../report/diagnose/compose.js';
import { textDiagnose } from '../report/diagnose/text.js';
import { json } from '../report/kit/json.js';
import { diagnosing } from '../studies/diagnose/diagnosis.js';
import { EXIT } from '../text/failure.js';
import { answered } from './answered.js';
import { collect, threadsOption, whole } from './arguments.js';
import { formOf } from './form.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { readLogFile } from './log-file.js';
import { type LogCliOptions, logOptions, logOptionsOf } from './log-options.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';

interface DiagnoseArguments extends LogCliOptions, DiagnoseQuestion {
  readonly json?: true;
  readonly output?: string;
  readonly strict?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  command
    .argument('<scenario>', 'file, or name of a shipped scenario (see latsim list)')
    .option('--observed <group=count,...>', 'requests that each group got')
    .option('--logs <file>', "instead: spend logs, CSV or JSON, plain or gzip'd; - is stdin")
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
    end(diagnose(io, file, command.optsWithGlobals<DiagnoseArguments>())),
  );
}

/** Says which mechanisms explain an observed split. */
async function diagnose(io: Io, file: string, options: DiagnoseArguments): Promise<number> {
  const form = formOf(options, ['text', 'json']);
  const setup = await setUpDiagnosis(io.cwd, file, options, (log, onRow) =>
    readLogFile(io, log, logOptionsOf(options), onRow),
  );
  if (setup === null) {
    notice(io.stderr, 'interrupted while the log was read');
    return EXIT.interrupted;
  }
  const { subject, observed, luck, notes } = setup;
  warn(io.stderr, setup.loaded.warnings);
  for (const note of notes) notice(io.stderr, note);
  const read = [...scenarioFiles(setup.loaded), ...optional('a log', options.logs)];
  const output = new Output(io, options.output, read);
  try {
    const study = diagnosing(subject, observed.counts, luck);
    const result = await withPlaces(setup, () => answered(io, study, options));
    const report = reportOf({ tool: tool(), ...setup, result });
    await output.deliver(
      form === 'json' ? json(report) : textDiagnose(report, output.style(options.color)),
    );
    if (result.partial) {
      notice(io.stderr, INTERRUPTED);
      return EXIT.interrupted;
    }
    return options.strict && !report.decided ? EXIT.inconclusive : EXIT.done;
  } finally {
    output.discard();
  }
}
