import { GROUP_COLUMNS } from '../files/observed-log.js';
import type { Imported } from '../litellm/import.js';
import type { ImportReport } from '../report/import/report.js';
import type { Advice } from '../text/advice.js';
import { commandLine } from '../text/shell.js';
import type { LogCliOptions } from './log-options.js';

/** How the log was read. */
interface HowRead extends LogCliOptions {
  readonly logs?: readonly string[];
  readonly groupBy: string;
}

/** What to go on with: of the first scenario, as all are asked for alike. */
export function adviceOn(
  { scenarios }: ImportReport,
  imported: readonly Imported[],
  options: HowRead,
): readonly Advice[] {
  const [first] = scenarios;
  if (first === undefined) return [];
  const { run, file, toState, tries } = first;
  if (toState.length > 0) {
    const says = `State samples.kind of ${toState.join(', ')} in ${file} before you run it: its comments say how.`;
    return [{ says }, ...tries];
  }
  const at = imported.findIndex((one) => isDiagnosable(one, options));
  const diagnosed = scenarios[at];
  if (run === null || diagnosed === undefined) {
    return run === null ? [] : [{ says: 'Run it:', command: run }];
  }
  const says = 'Ask which cause explains the split in the log:';
  return [{ says, command: diagnoseCommand(diagnosed.file, options) }];
}

/** Whether there are requests in the log of which `latsim diagnose` can say something. */
function isDiagnosable({ draft }: Imported, { logs = [], groupBy }: HowRead): boolean {
  return (
    logs.length > 0 &&
    !logs.includes('-') &&
    groupBy in GROUP_COLUMNS &&
    draft.groups.length > 1 &&
    (draft.seen?.requests ?? 0) + (draft.seen?.failures ?? 0) > 0
  );
}

/** The log is to be read as it was here. */
function diagnoseCommand(file: string, options: HowRead): string {
  const {
    logs = [],
    groupBy,
    column,
    allowDamaged,
    allowUnplaced,
    allowJumps,
    assumeUtc,
  } = options;
  const percent = (part: number) => String(Number((part * 100).toPrecision(12)));
  return commandLine([
    'diagnose',
    file,
    ...logs.flatMap((file) => ['--logs', file]),
    ...(groupBy === 'model' ? [] : ['--group-by', groupBy]),
    ...[...(column ?? [])].flatMap(([name, other]) => ['--column', `${name}=${other}`]),
    ...(allowDamaged === undefined ? [] : ['--allow-damaged', percent(allowDamaged)]),
    ...(allowUnplaced === undefined ? [] : ['--allow-unplaced', percent(allowUnplaced)]),
    ...(allowJumps === true ? ['--allow-jumps'] : []),
    ...(assumeUtc === true ? ['--assume-utc'] : []),
  ]);
}
