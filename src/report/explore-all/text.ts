import { CELL_WORDS, type Cell, type CellVerdict } from '../explore/cell.js';
import { pageOf } from '../explore/text.js';
import { nextStep } from '../kit/next.js';
import { quotable } from '../kit/quotable.js';
import type { Style } from '../kit/style.js';
import { table } from '../kit/table.js';
import { paragraph, wrap } from '../kit/words.js';
import {
  type AllAsked,
  adviceAfterAll,
  answer,
  interruptedText,
  PLAIN_TITLES,
  plainRows,
  STRAIN_TITLES,
  strainRows,
  subjectsOf,
} from './matrix.js';

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

/**
 * The matrix of all loggers as text, 80 columns wide: the answer first.
 * @param verbose whether it is told what each word means
 */
export function textAll(
  cells: readonly Cell[],
  asked: AllAsked,
  style: Style,
  verbose = false,
): string {
  const plain = plainRows(cells, style);
  const strains = strainRows(cells, style);
  return pageOf([
    plain.length === 0 ? '' : style.strong(paragraph(answer(cells, asked))),
    style.unsure(interruptedText(cells, asked)),
    tableOf(PLAIN_TITLES, plain, style),
    ...(strains.length === 0
      ? []
      : [
          style.strong('Under strain'),
          tableOf(
            STRAIN_TITLES,
            strains.map(([logger = '', special = '', verdict = '']) => [
              logger,
              wrap(special, 36).join('\n'),
              verdict,
            ]),
            style,
          ),
        ]),
    ...(verbose ? [legend(cells)] : []),
    ...nextStep(adviceAfterAll(cells), style),
    quotable(asked.tool, subjectsOf(cells, asked), style),
  ]);
}

function tableOf(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  return table(
    titles.map((title) => ({ title })),
    rows,
    style.faint,
  );
}

function legend(cells: readonly Cell[]): string {
  const used = new Set(cells.map(({ verdict }) => verdict));
  return LEGEND.filter(([verdict]) => used.has(verdict))
    .map(([verdict, text]) => paragraph(`${CELL_WORDS[verdict]}: ${text}.`, 2))
    .join('\n');
}
