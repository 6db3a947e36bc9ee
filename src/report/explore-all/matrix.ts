import { EXPLORED_STORES } from '../../model/stores/index.js';
import type { ProgramReport } from '../../studies/explore/found.js';
import type { Advice } from '../../text/advice.js';
import { VIOLATION_KINDS } from '../../worlds/explore/checks/check.js';
import { CELL_WORDS, type Cell } from '../explore/cell.js';
import { plural } from '../explore/numbers.js';
import type { Tool } from '../kit/json.js';
import type { Style } from '../kit/style.js';
import { clipName, list } from '../kit/words.js';

/** What a report on all loggers has to know beside its cells. */
export interface AllAsked {
  readonly tasks: number;
  /** How many cells there are to be; fewer: it was interrupted. */
  readonly all: number;
  /** Name of a user's logger that comes first. */
  readonly first?: string | undefined;
  readonly tool: Tool;
}

/** Which loggers go wrong, and where; of a user's own first. */
export function answer(cells: readonly Cell[], { tasks, first }: AllAsked): string {
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
  return `${told}${others}Tried: ${tried}.`;
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
  return program.store === EXPLORED_STORES[0] && program.processes === 1;
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

const LAST_STORE = EXPLORED_STORES.at(-1);

export const PLAIN_TITLES = ['logger', 'store', '1 process', '2 processes'] as const;
export const STRAIN_TITLES = ['logger', 'with', ''] as const;

/** Under these, a row for each logger and store; a logger is named in its first. */
export function plainRows(cells: readonly Cell[], style: Style): string[][] {
  const rows: string[][] = [];
  let before: ProgramReport | undefined;
  for (const cell of cells.filter(({ special }) => special === '')) {
    const { logger, store, processes } = cell.program;
    // One row for each store: a user's logger may be named as a shipped one is.
    const goesOn = before?.logger === logger && before.store === store && processes > 1;
    const named = before?.logger === logger && before.store !== LAST_STORE;
    if (!goesOn) rows.push([named ? '' : clipName(logger, NAME_WIDTH), store]);
    rows.at(-1)?.push(painted(cell, style));
    before = cell.program;
  }
  return rows;
}

/** A row for each program that is not one of the plain ones. */
export function strainRows(cells: readonly Cell[], style: Style): string[][] {
  return cells
    .filter(({ special }) => special !== '')
    .map((cell) => [clipName(cell.program.logger, 20), cell.special, painted(cell, style)]);
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

/** How to see the first of what goes wrong; the others are asked for alike. */
export function adviceAfterAll(cells: readonly Cell[]): Advice[] {
  const { replay = null } = cells.find((cell) => cell.replay !== null) ?? {};
  const says = 'Rerun an order that shows the first of what goes wrong:';
  return replay === null ? [] : [{ says, command: replay }];
}

/** What to quote beside it. */
export function subjectsOf([cell]: readonly Cell[], { tasks }: AllAsked): string[] {
  return [plural(tasks, 'task'), `profile ${cell?.program.profile ?? ''}`];
}

/** What is said where it was interrupted; empty: it was not. */
export function interruptedText(cells: readonly Cell[], { all }: AllAsked): string {
  return cells.length < all
    ? `Interrupted: ${cells.length} of ${all} explorations were begun.`
    : '';
}
