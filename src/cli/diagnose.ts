import { type Command, Option } from 'commander';
import {
  ABSENT,
  type DiagnoseQuestion,
  LEAST_REPLICATIONS,
  setUpDiagnosis,
  withPlaces,
} from '../files/diagnose-setup.js';
import { readMapFile } from '../files/map-file.js';
import { GROUP_COLUMNS } from '../files/observed-log.js';
import { optional, scenarioFiles } from '../files/places.js';
import { tool } from '../files/tool.js';
import { reportOf } from '../report/diagnose/compose.js';
import { markdownDiagnose } from '../report/diagnose/markdown.js';
import { soFarText } from '../report/diagnose/so-far.js';
import { textDiagnose } from '../report/diagnose/text.js';
import { json } from '../report/kit/json.js';
import { diagnosingAll } from '../studies/diagnose/beside-routing.js';
import type { RankedRows } from '../studies/diagnose/judgement.js';
import { treating } from '../studies/diagnose/remedies.js';
import { EXIT } from '../text/failure.js';
import { answered } from './answered.js';
import {
  examples,
  GROUPS,
  given,
  grouped,
  modelGroupOption,
  replicationsOption,
  scenarioArgument,
  seedOption,
  setOption,
  strategyOption,
  threadsOption,
  verboseOption,
  whole,
} from './arguments.js';
import { attended } from './attended.js';
import { type FormOptions, formOf, formOptions } from './form.js';
import { CLEAR } from './harmless-io.js';
import { inputOf } from './input.js';
import type { Invocation } from './invocation.js';
import type { Io } from './io.js';
import { readLogFiles } from './log-file.js';
import { type LogCliOptions, logOptions, logOptionsOf, logsOf, logsOption } from './log-options.js';
import { INTERRUPTED, notice, warn } from './notices.js';
import { Output } from './output.js';
import { type QueueOptions, queueOptions } from './queue-option.js';

const FORMATS = ['text', 'markdown', 'json'] as const;

interface DiagnoseArguments extends LogCliOptions, DiagnoseQuestion, FormOptions, QueueOptions {
  readonly logs?: readonly string[];
  readonly strict?: true;
  readonly verbose?: true;
  readonly threads?: number;
  readonly color?: boolean;
}

export function configure(command: Command, { io, end }: Invocation): void {
  logsOption(
    scenarioArgument(command).option(
      '--observed <group=count,...>',
      'the requests that each group got',
    ),
    "instead: spend logs, as they were exported, plain or gzip'd; - is stdin",
  )
    .option('--map <file>', "what redis-cli get '<group>_map' printed; -, or absent if nothing")
    .addOption(
      new Option('--group-by <column>', 'column of the log that names the groups')
        .choices(Object.keys(GROUP_COLUMNS))
        .default('model'),
    );
  modelGroupOption(command, 'the one that was observed, of several in the scenario or the log');
  replicationsOption(
    command,
    `replications per mechanism, ${LEAST_REPLICATIONS} or more (default: ${LEAST_REPLICATIONS})`,
    whole(LEAST_REPLICATIONS, 100_000),
  );
  strategyOption(command).addOption(setOption());
  formOptions(command, FORMATS).option('--strict', 'exit with 4 where it cannot decide');
  verboseOption(threadsOption(command));
  logOptions(command);
  grouped(command, GROUPS.advanced, [seedOption()]);
  queueOptions(command);
  examples(command, [
    'latsim diagnose 16x4 --observed claude-sonnet-4-6=1281,gpt-4.1=319',
    'latsim diagnose assistant.yaml --logs spend.csv',
    'latsim diagnose assistant.yaml --logs spend.csv --map map.json',
  ]).action((file: string, more: string[]) => {
    const options = given<DiagnoseArguments>(command);
    return end(diagnose(io, file, more, options));
  });
}

/** Says which mechanisms explain an observed split. */
async function diagnose(
  io: Io,
  file: string,
  more: readonly string[],
  options: DiagnoseArguments,
): Promise<number> {
  const form = formOf(options, FORMATS);
  const logs = logsOf(options.logs, more);
  const asked = {
    ...options,
    ...(logs !== undefined && { logs }),
    ...(options.allowUnplaced !== undefined && { unplaced: options.allowUnplaced }),
  };
  const setup = await setUpDiagnosis(
    io.cwd,
    file,
    asked,
    (files, onRow) => readLogFiles(io, files, logOptionsOf(options), onRow),
    (map) => attended(io, ({ signal }) => readMapFile(inputOf(io, map), signal)),
  );
  if (setup === null) {
    notice(io.stderr, 'interrupted while the log was read');
    return EXIT.interrupted;
  }
  const { subject, observed, luck, evidence, notes } = setup;
  warn(io.stderr, setup.loaded.warnings);
  for (const note of notes) notice(io.stderr, note);
  const read = [
    ...scenarioFiles(setup.loaded),
    ...(logs ?? []).map((path) => ({ what: 'a log', path })),
    ...(options.map === ABSENT ? [] : optional('a map', options.map)),
  ];
  const output = new Output(io, options.output, read);
  try {
    const study = treating(
      diagnosingAll(subject, observed.counts, luck, evidence, roughly(io)),
      subject,
      luck,
    );
    const result = await withPlaces(setup, () => answered(io, study, options));
    const report = reportOf({ tool: tool(), ...setup, result });
    await output.deliver(
      form === 'json'
        ? json(report)
        : form === 'markdown'
          ? markdownDiagnose(report)
          : textDiagnose(
              report,
              { verbose: options.verbose === true },
              output.style(options.color),
            ),
    );
    if (report.partial) {
      notice(io.stderr, INTERRUPTED);
      return EXIT.interrupted;
    }
    return options.strict && !report.decided ? EXIT.inconclusive : EXIT.done;
  } finally {
    output.discard();
  }
}

/** Says what it looks like so far, where the rest takes long. */
function roughly({ stderr, quiet }: Io): (soFar: RankedRows) => void {
  return (soFar) => {
    if (quiet === true) return;
    // In the place of the progress bar, which comes back below.
    if (stderr.isTTY === true) stderr.write(CLEAR);
    notice(stderr, soFarText(soFar));
  };
}
