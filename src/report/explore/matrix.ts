import { STORE_NAMES } from '../../model/stores/index.js';
import type { ProgramReport, ScheduleCount } from '../../studies/explore/found.js';
import { VIOLATION_KINDS, type ViolationKind } from '../../worlds/explore/checks/check.js';
import { adviceText } from '../kit/next.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph } from '../kit/words.js';
import { plural } from './numbers.js';

/** What became of one logger on one store. */
export interface Cell {
  readonly program: ProgramReport;
  /** What is special about it; empty for the plain ones. */
  readonly special: string;
  readonly verdict: CellVerdict;
  readonly kinds: readonly ViolationKind[];
  readonly schedules: ScheduleCount | null;
  readonly lossless: ScheduleCount | null;
  readonly states: number;
  readonly exhaustive: boolean;
  /** The command that replays the violation; null if there is none. */
  readonly replay: string | null;
}

/** `unknown`: stopped before everything was tried, and nothing found. */
export type CellVerdict = 'safe' | 'unknown' | 'not supported' | ViolationKind;

/** The most telling kind of violation; else whether there is none, or not everything was tried. */
export function verdictOf({ kinds, exhaustive }: Pick<Cell, 'kinds' | 'exhaustive'>): CellVerdict {
  return kinds[0] ?? (exhaustive ? 'safe' : 'unknown');
}

export const CELL_WORDS: Readonly<Record<CellVerdict, string>> = {
  safe: 'no violation',
  unknown: 'unknown',
  'not supported': 'not supported',
  deadlock: 'deadlocks',
  'lock-left-held': 'keeps a lock',
  'endless-loop': 'loops for ever',
  'lost-update': 'loses updates',
  'stale-view': 'misses what is stored',
  abandoned: 'abandons',
  'not-serializable': 'not serializable',
};

/** What each word means, and why it comes out where it does. */
const LEGEND: readonly (readonly [verdict: CellVerdict, text: string])[] = [
  [
    'safe',
    'of these tasks no schedule loses a recorded sample, gives one up, blocks, or leaves another state than some sequential order; nothing expires, and no select runs beside them, but where the row says so',
  ],
  [
    'lost-update',
    'a select does not see a sample that the logger says it has recorded. On a remote store another task writes between a read and a write. On tiered with one process, unlocked writes to Redis may overtake one another, and a read that has missed the memory may be under way while another task writes; with two processes a logger reads the memory of its own process, which knows nothing of what the other wrote, under whatever lock',
  ],
  [
    'stale-view',
    'a select does not see what its own process has recorded, though it is stored: as a rule it reads the memory of the process, which does not learn of what is written past it, or looks elsewhere in another minute',
  ],
  ['abandoned', 'the logger gives a sample up: its retries are used up by others who write'],
  ['deadlock', 'tasks wait for one another for ever'],
  ['lock-left-held', 'somebody ends without giving a lock back'],
  ['endless-loop', 'tasks go round for ever, whatever the order'],
  ['not-serializable', 'no sequential order leaves the state that is left'],
  [
    'not supported',
    'the store cannot do what the logger asks for: in-process memory grants no leases',
  ],
  ['unknown', 'a bound stopped it first'],
];

const LAST_STORE = STORE_NAMES.at(-1);

/**
 * The matrix as text, 80 columns wide.
 * @param all how many cells there are to be; fewer: it was interrupted
 * @param first name of a user's logger that comes first
 */
export function textMatrix(
  cells: readonly Cell[],
  {
    tasks,
    all,
    first,
  }: { readonly tasks: number; readonly all: number; readonly first?: string | undefined },
  style: Style,
): string {
  const plain = cells.filter(({ special }) => special === '');
  const rows: string[][] = [];
  let before: ProgramReport | undefined;
  for (const cell of plain) {
    const { logger, store, processes } = cell.program;
    // One row for each store: a user's logger may be named as a shipped one is.
    const goesOn = before?.logger === logger && before.store === store && processes > 1;
    const named = before?.logger === logger && before.store !== LAST_STORE;
    if (!goesOn) rows.push([named ? '' : logger, store]);
    rows.at(-1)?.push(painted(cell, style));
    before = cell.program;
  }
  const columns = [
    { title: 'logger' },
    { title: 'store' },
    { title: '1 process' },
    { title: '2 processes' },
  ];
  const special = cells.filter((cell) => cell.special !== '');
  const used = new Set(cells.map(({ verdict }) => verdict));
  const legend = LEGEND.filter(([verdict]) => used.has(verdict)).map(([verdict, text]) =>
    paragraph(`${CELL_WORDS[verdict]}: ${text}.`, 2),
  );
  return `${[
    style.strong(
      paragraph(
        `${first === undefined ? 'Every' : `${first} and every`} shipped logger, ${plural(tasks, 'task')} at once for one deployment, in every order`,
      ),
    ),
    table(columns, rows, style.faint),
    ...(special.length === 0 ? [] : [style.strong('Under strain'), strained(special, style)]),
    ...(cells.length < all
      ? [`Interrupted: ${cells.length} of ${all} explorations were begun.`]
      : []),
    legend.join('\n'),
    ...shown(cells, style),
  ].join('\n\n')}\n`;
}

/** How to see the first of what goes wrong; the others are asked for alike. */
function shown(cells: readonly Cell[], style: Style): string[] {
  const { replay = null } = cells.find((cell) => cell.replay !== null) ?? {};
  const says = 'A schedule that shows the first of what goes wrong:';
  return replay === null ? [] : [adviceText({ says, command: replay }, style)];
}

function strained(cells: readonly Cell[], style: Style): string {
  return table(
    [{ title: 'logger' }, { title: 'with' }, { title: '' }],
    cells.map((cell) => [cell.program.logger, cell.special, painted(cell, style)]),
    style.faint,
  );
}

function painted({ verdict }: Cell, style: Style): string {
  const paint =
    verdict === 'safe'
      ? style.good
      : (VIOLATION_KINDS as readonly string[]).includes(verdict)
        ? style.bad
        : style.faint;
  return paint(CELL_WORDS[verdict]);
}
