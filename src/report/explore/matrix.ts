import { STORE_NAMES } from '../../model/stores/index.js';
import type { ProgramReport } from '../../studies/explore/found.js';
import { VIOLATION_KINDS } from '../../worlds/explore/checks/check.js';
import type { Tool } from '../kit/json.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { clipName, fold, list, paragraph, WIDTH, wrap } from '../kit/words.js';
import { CELL_WORDS, type Cell, type CellVerdict } from './cell.js';
import { plural } from './numbers.js';

/** What each word means, and why it comes out where it does. */
const LEGEND: readonly (readonly [verdict: CellVerdict, text: string])[] = [
  [
    'safe',
    'in no order of these tasks is a recorded sample lost or one abandoned, does anyone block, or is another state left than by some sequential order; nothing expires, and no select runs beside them, but where the row says so',
  ],
  [
    'lost-update',
    'a select does not see a sample that the logger says it has recorded. On a remote store another task writes between a read and a write. On tiered with one process, unlocked writes to Redis may overtake one another, and a read that has missed the memory may be under way while another task writes; with two processes a logger reads the memory of its own process, which knows nothing of what the other wrote, under whatever lock',
  ],
  [
    'stale-view',
    'a select does not see what its own process has recorded, though it is stored: as a rule it reads the memory of the process, which does not learn of what is written past it, or looks elsewhere in another minute',
  ],
  ['abandoned', 'the logger abandons a sample: its retries are used up by others who write'],
  ['deadlock', 'tasks wait for one another for ever'],
  ['lock-left-held', 'somebody ends without releasing a lock'],
  ['endless-loop', 'tasks go round for ever, whatever the order, or a select does'],
  ['not-serializable', 'no sequential order leaves the state that is left'],
  [
    'not supported',
    'the store cannot do what the logger asks for: in-process memory grants no leases',
  ],
  ['unknown', 'a bound stopped it first'],
];

const LAST_STORE = STORE_NAMES.at(-1);

interface MatrixAsked {
  readonly tasks: number;
  /** How many cells there are to be; fewer: it was interrupted. */
  readonly all: number;
  /** Name of a user's logger that comes first. */
  readonly first?: string | undefined;
  readonly tool: Tool;
  /** Whether it is told what each word means. */
  readonly verbose: boolean;
}

/** The matrix as text, 80 columns wide: the answer first. */
export function textMatrix(cells: readonly Cell[], asked: MatrixAsked, style: Style): string {
  const { tasks, all, first, tool, verbose } = asked;
  const plain = cells.filter(({ special }) => special === '');
  const special = cells.filter((cell) => cell.special !== '');
  const [
    {
      program: { profile },
    } = { program: { profile: '' } },
  ] = cells;
  return `${[
    ...(plain.length === 0 ? [] : [style.strong(answer(cells, tasks, first))]),
    ...(cells.length < all
      ? [style.unsure(`Interrupted: ${cells.length} of ${all} explorations were begun.`)]
      : []),
    plainTable(plain, style),
    ...(special.length === 0 ? [] : [style.strong('Under strain'), strained(special, style)]),
    ...(verbose ? [legend(cells)] : []),
    ...shown(cells, style),
    quotable(tool, [plural(tasks, 'task'), `profile ${profile}`], style),
  ].join('\n\n')}\n`;
}

/** Which loggers go wrong, and where; of a user's own first. */
function answer(cells: readonly Cell[], tasks: number, first: string | undefined): string {
  const plain = cells.filter(({ special }) => special === '');
  const loggers: Cell[][] = [];
  for (const cell of plain) {
    const last = loggers.at(-1);
    // A user's logger may be named as a shipped one is: each begins again with the first store.
    const goesOn = last?.[0]?.program.logger === cell.program.logger && !begins(cell);
    if (goesOn) last?.push(cell);
    else loggers.push([cell]);
  }
  const own = first === undefined ? undefined : loggers[0];
  const shipped = own === undefined ? loggers : loggers.slice(1);
  const by = (fate: LoggerFate) => shipped.filter((cells) => fateOf(cells) === fate).map(nameOf);
  const fates = (Object.keys(FATES) as LoggerFate[]).flatMap((fate) => {
    const names = by(fate);
    return names.length === 0 ? [] : [`${list(names)} ${FATES[fate](names.length)}`];
  });
  const tried = `${plural(tasks, 'task')} at once for one deployment, in every order, on every store`;
  const fate = own === undefined ? 'none' : fateOf([...own, ...strainsOfTheFirst(cells)]);
  const told = own === undefined ? '' : `${nameOf(own)} ${FATES[fate](1)}. `;
  const others = fates.length === 0 ? '' : `Of the shipped loggers, ${fates.join('; ')}. `;
  return fold(`${told}${others}Tried: ${tried}.`, WIDTH).join('\n');
}

/**
 * What a user's own logger does under strain, as far as it is a fault of it: what may be stored again
 * after it has expired is so under any lock.
 */
function strainsOfTheFirst(cells: readonly Cell[]): Cell[] {
  const from = cells.findIndex(({ special }) => special !== '');
  const strains = from < 0 ? [] : cells.slice(from);
  const next = strains.findIndex(({ special }) => special === '');
  // Where it was interrupted before the shipped ones came, all of them are its own.
  const own = next < 0 ? strains : strains.slice(0, next);
  const { logger } = cells[0]?.program ?? {};
  return own.filter(({ program }) => program.logger === logger && program.expiry === 0);
}

function begins({ program }: Cell): boolean {
  return program.store === STORE_NAMES[0] && program.processes === 1;
}

function nameOf([cell]: readonly Cell[]): string {
  return clipName(cell?.program.logger ?? '', NAME_WIDTH);
}

type LoggerFate = 'in-one' | 'across' | 'open' | 'none';

const FATES: Readonly<Record<LoggerFate, (loggers: number) => string>> = {
  'in-one': (n) => `${n === 1 ? 'goes' : 'go'} wrong within one process`,
  across: (n) => `${n === 1 ? 'goes' : 'go'} wrong only across two processes`,
  open: (n) => `${n === 1 ? 'was' : 'were'} not tried in full`,
  none: (n) => `${n === 1 ? 'shows' : 'show'} no violation`,
};

function fateOf(cells: readonly Cell[]): LoggerFate {
  const wrong = cells.filter(({ kinds }) => kinds.length > 0);
  if (wrong.some(({ program }) => program.processes === 1)) return 'in-one';
  if (wrong.length > 0) return 'across';
  return cells.some(({ verdict }) => verdict === 'unknown') ? 'open' : 'none';
}

/** So that a row holds a store and two verdicts beside it. */
const NAME_WIDTH = 28;

function plainTable(plain: readonly Cell[], style: Style): string {
  const rows: string[][] = [];
  let before: ProgramReport | undefined;
  for (const cell of plain) {
    const { logger, store, processes } = cell.program;
    // One row for each store: a user's logger may be named as a shipped one is.
    const goesOn = before?.logger === logger && before.store === store && processes > 1;
    const named = before?.logger === logger && before.store !== LAST_STORE;
    if (!goesOn) rows.push([named ? '' : clipName(logger, NAME_WIDTH), store]);
    rows.at(-1)?.push(painted(cell, style));
    before = cell.program;
  }
  const columns = [
    { title: 'logger' },
    { title: 'store' },
    { title: '1 process' },
    { title: '2 processes' },
  ];
  return table(columns, rows, style.faint);
}

function legend(cells: readonly Cell[]): string {
  const used = new Set(cells.map(({ verdict }) => verdict));
  return LEGEND.filter(([verdict]) => used.has(verdict))
    .map(([verdict, text]) => paragraph(`${CELL_WORDS[verdict]}: ${text}.`, 2))
    .join('\n');
}

/** How to see the first of what goes wrong; the others are asked for alike. */
function shown(cells: readonly Cell[], style: Style): string[] {
  const { replay = null } = cells.find((cell) => cell.replay !== null) ?? {};
  const says = 'Rerun an order that shows the first of what goes wrong:';
  return replay === null ? [] : nextStep([{ says, command: replay }], style);
}

function strained(cells: readonly Cell[], style: Style): string {
  return table(
    [{ title: 'logger' }, { title: 'with' }, { title: '' }],
    cells.map((cell) => [
      clipName(cell.program.logger, 20),
      wrap(cell.special, 36).join('\n'),
      painted(cell, style),
    ]),
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
