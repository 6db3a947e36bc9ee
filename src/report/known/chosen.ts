import { MOST_ROWS } from '../../measure/known.js';
import { count, counted } from '../../text/figures.js';
import { coloursOf } from '../kit/palette.js';
import { groupsOf, type KnownPanel } from './panel.js';

const MOST_PANELS = 4;
const MOST_STRIPS = 12;

/** What is drawn of several loggers, and what is said of the rest. */
export interface ChosenKnown {
  /** Side by side, at least one; each with the model groups that are drawn. */
  readonly panels: readonly [KnownPanel, ...KnownPanel[]];
  /** From the top, the same in each panel. */
  readonly bands: readonly KnownBand[];
  /** Empty: all are drawn. */
  readonly rest: string;
}

/** Some deployments of a model group, drawn together. */
export interface KnownBand {
  readonly modelGroup: string;
  readonly label: string;
  readonly detail: string;
  readonly colour: string;
  /** Positions of groups in their model group. */
  readonly groups: readonly number[];
  readonly deployments: number;
  /** Whether they are one strip: there are too many deployments to draw each. */
  readonly isStrip: boolean;
}

/**
 * What there is room for. Of a few loggers all are drawn; of more, the one that knows least and the one
 * that knows most.
 */
export function chosenKnown(all: readonly [KnownPanel, ...KnownPanel[]]): ChosenKnown {
  const [first] = all;
  const { bands, hidden } = chosenBands(first);
  const drawn = new Set(bands.map(({ modelGroup }) => modelGroup));
  const isFew = all.length <= MOST_PANELS;
  const [one, ...others] = isFew ? all : leastAndMost(all);
  const cut = (panel: KnownPanel): KnownPanel => ({
    ...panel,
    known: panel.known.filter(({ modelGroup }) => drawn.has(modelGroup)),
  });
  const rest = [
    ...(isFew
      ? []
      : [
          `Of ${all.length} loggers, the one that knows the least and the one that knows the most.`,
        ]),
    ...(hidden === 0 ? [] : [`${counted(hidden, 'more model group')} not shown.`]),
  ];
  return { panels: [cut(one), ...others.map(cut)], bands, rest: rest.join(' ') };
}

function leastAndMost(panels: readonly [KnownPanel, ...KnownPanel[]]): [KnownPanel, KnownPanel] {
  const known = ({ known: all }: KnownPanel) =>
    all.reduce((sum, { columns }) => columns.reduce((s, one) => s + (one.known ?? 0), sum), 0);
  const sorted = [...panels].sort((a, b) => known(a) - known(b));
  return [sorted[0] as KnownPanel, sorted[sorted.length - 1] as KnownPanel];
}

/** The fastest group first, in each model group. @returns with how many model groups there is no room for */
function chosenBands(panel: KnownPanel): {
  readonly bands: KnownBand[];
  readonly hidden: number;
} {
  const isStrip = panel.known.reduce((sum, of) => sum + of.deployments, 0) > MOST_ROWS;
  const all = panel.known.map((of) => {
    const groups = groupsOf(panel, of);
    const colours = coloursOf(groups);
    const bands = groups.map(
      (group, g): KnownBand => ({
        modelGroup: of.modelGroup,
        label: group.name,
        detail: `× ${count(group.deployments)}${group.fastest ? ', the fastest' : ''}`,
        colour: colours[g] as string,
        groups: [g],
        deployments: group.deployments,
        isStrip,
      }),
    );
    return bands.sort((a, b) => rank(b, groups) - rank(a, groups));
  });
  if (all.flat().length <= MOST_STRIPS || !isStrip) return { bands: all.flat(), hidden: 0 };
  const fewer = all.map(([fastest, ...others]) =>
    others.length < 2
      ? [fastest as KnownBand, ...others]
      : [fastest as KnownBand, together(others)],
  );
  const shown: KnownBand[] = [];
  let hidden = 0;
  for (const bands of fewer) {
    if (shown.length + bands.length > MOST_STRIPS) hidden++;
    else shown.push(...bands);
  }
  return { bands: shown, hidden };
}

function rank(
  { groups: [g = 0] }: KnownBand,
  groups: readonly { readonly fastest: boolean }[],
): number {
  return groups[g]?.fastest === true ? 1 : 0;
}

function together(bands: readonly KnownBand[]): KnownBand {
  return {
    ...(bands[0] as KnownBand),
    label: `${bands.length} other groups`,
    detail: 'together',
    groups: bands.flatMap(({ groups }) => groups),
    deployments: bands.reduce((sum, { deployments }) => sum + deployments, 0),
  };
}
