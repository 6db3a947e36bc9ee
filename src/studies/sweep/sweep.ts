import type { MeasuredFigure } from '../../expectation/kinds/kind.js';
import { layoutOf } from '../../expectation/layout.js';
import { measured, measuringOf } from '../../expectation/measured.js';
import { intervalOf } from '../../measure/level.js';
import { meanOf } from '../../stats/moments.js';
import { GrowingRun } from '../growing-run.js';
import type { SimulationInput } from '../job.js';
import { type Study, together } from '../study.js';
import { cellName, type GridPlace, gridPlaces, gridSize, placesInOrder } from './grid.js';
import type { CellFound, SweepFound, SweepPlan, SweptCell } from './plan.js';
import { boxesOf, cornersOf, type GridBox, halved, judgedBy } from './refine.js';

/** A cell that may be begun. */
export interface PreparedCell {
  readonly key: string;
  readonly input: SimulationInput;
  readonly logger: string;
  readonly strategy: string;
}

/** What is asked of a sweep. */
export interface SweepQuestion {
  readonly plan: SweepPlan;
  /** Of the measures of the plan. */
  readonly figures: readonly MeasuredFigure[];
  /** No more cells than this, those that are added included. */
  readonly maxCells: number;
  /** Makes the cell at a place under a variant, by its position. */
  prepare(place: GridPlace, variant: number): PreparedCell;
  /** Only cells of which this holds are carried out, by their numbers; by default all. */
  isMine?(number: number): boolean;
  /** What is known of a cell already. */
  known(key: string): CellFound | undefined;
  /** Is told what was found of a cell as soon as it is finished. */
  finished(found: CellFound): void;
}

/** So many cells are prepared and wait for their turn: as many as there may be threads. */
const LANES = 256;

/** When does something happen: a scenario at every setting of a grid, and at more where they differ. */
export function* sweeping(question: SweepQuestion): Study<SweepFound> {
  const { plan, maxCells } = question;
  const { axes, variants, refine } = plan;
  const places = [...gridPlaces(axes)];
  const swept = new Sweep(question);
  const rounds = refine?.rounds ?? 0;
  yield* swept.carryOut(places);
  let boxes = refine === null ? [] : [...boxesOf(axes)];
  let cut = false;
  for (let round = 1; refine !== null && round <= rounds && !swept.partial; round++) {
    const apart: GridBox[] = boxes.filter(
      (box) =>
        new Set(cornersOf(box).map((corner) => judgedBy(refine.predicate, swept.at(corner)))).size >
        1,
    );
    boxes = apart.flatMap((box) => halved(axes, box));
    const added = distinctPlaces(boxes.flatMap(cornersOf)).filter((place) => !swept.has(place));
    const room = Math.floor(maxCells / variants.length) - swept.settings;
    if (added.length > room) {
      cut = true;
      break;
    }
    if (added.length === 0) break;
    yield* swept.carryOut(added);
  }
  return {
    cells: swept.cells,
    partial: swept.partial,
    added: Math.max(0, swept.settings - gridSize(axes)),
    cut,
  };
}

function distinctPlaces(places: readonly GridPlace[]): GridPlace[] {
  return [...new Map(places.map((place) => [place.join(), place])).values()].sort(placesInOrder);
}

/** Cells as they are finished. */
class Sweep {
  /** Stopped before all were. */
  partial = false;
  private readonly found = new Map<
    string,
    { readonly place: GridPlace; readonly cells: CellFound[] }
  >();

  constructor(private readonly question: SweepQuestion) {}

  get settings(): number {
    return this.found.size;
  }

  has(place: GridPlace): boolean {
    return this.found.has(place.join());
  }

  /** What was found at a place, by variant. All must be there. */
  at(place: GridPlace): readonly CellFound[] {
    return this.found.get(place.join())?.cells ?? [];
  }

  get cells(): SweptCell[] {
    return [...this.found.values()]
      .sort((one, other) => placesInOrder(one.place, other.place))
      .flatMap(({ place, cells }) =>
        cells.flatMap((found, variant) =>
          found === undefined ? [] : [{ at: place, variant, found }],
        ),
      );
  }

  /**
   * Carries out the cells at these places, but for those that are known. They are begun in their order,
   * so where several fail, the first of them is the same however many go on at a time.
   * @throws what the first cell throws that does
   */
  *carryOut(places: readonly GridPlace[]): Study<void> {
    const { plan, isMine = () => true } = this.question;
    const { length } = plan.variants;
    const all = places.length * length;
    let next = 0;
    const failures: { readonly number: number; readonly error: unknown }[] = [];
    const lane = function* (this: Sweep): Study<void> {
      while (next < all && !this.partial && failures.length === 0) {
        const number = next++;
        if (!isMine(number)) continue;
        const place = places[Math.floor(number / length)] as GridPlace;
        const variant = number % length;
        try {
          const found = yield* this.cell(place, variant);
          if (found === null) this.partial = true;
          else this.add(place, variant, found);
        } catch (error) {
          failures.push({ number, error });
        }
      }
    };
    const lanes = Math.min(LANES, all);
    yield* together(Array.from({ length: lanes }, () => lane.call(this)));
    const [first] = failures.sort((a, b) => a.number - b.number);
    if (first !== undefined) throw first.error;
  }

  private add(place: GridPlace, variant: number, found: CellFound): void {
    const key = place.join();
    const here = this.found.get(key) ?? { place, cells: [] };
    here.cells[variant] = found;
    this.found.set(key, here);
  }

  /** @returns null where it was stopped */
  private *cell(place: GridPlace, variant: number): Study<CellFound | null> {
    const { plan, figures, prepare, known, finished } = this.question;
    const { key, input, logger, strategy } = prepare(place, variant);
    const before = known(key);
    if (before !== undefined) return before;
    const label = cellName(plan, place, variant);
    const withoutTimes = !figures.some((figure) => measuringOf(figure).ofTimes);
    const run = new GrowingRun({ input, only: undefined, expectations: [], label, withoutTimes });
    yield* run.extend(input.scenario.replications);
    if (run.partial) return null;
    const { outline, finished: replications } = run;
    const layout = layoutOf(outline);
    const found: CellFound = {
      key,
      logger,
      strategy,
      replications: replications.length,
      verdict: run.found().summary.verdict,
      measures: figures.map((figure) => {
        const { values, estimation } = measured(figure, replications, layout);
        const counted = values.filter((value) => value !== null);
        return {
          mean: counted.length === 0 ? null : meanOf(counted),
          ci95: intervalOf(estimation),
          values,
        };
      }),
    };
    finished(found);
    return found;
  }
}
