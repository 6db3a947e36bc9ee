import { columnLength, type KnownOverTime, type KnownRow, MOST_ROWS } from '../../measure/known.js';
import type { Experiment, ModelGroup } from '../../model/experiment.js';
import { Fleet } from '../../model/fleet.js';
import type { SimulationEvent } from './events.js';

type SelectEvent = Extract<SimulationEvent, { event: 'select' }>;

/** Follows what requests know of the deployments, from the events of one replication. */
export class KnownFollower {
  private readonly byModelGroup: ReadonlyMap<string, Follower>;

  constructor(
    experiment: Experiment,
    private readonly replication: number,
  ) {
    this.byModelGroup = new Map(
      experiment.modelGroups.map((one) => [one.name, new Follower(experiment, one)]),
    );
  }

  observe(event: SimulationEvent): void {
    if (event.event === 'select') this.byModelGroup.get(event.modelGroup)?.observe(event);
  }

  /** Of the model groups of which a request has looked into a map. */
  result(): KnownOverTime[] {
    return [...this.byModelGroup.values()].flatMap((one) => one.result(this.replication) ?? []);
  }
}

interface SeenColumn {
  selects: number;
  /** By row: deployments that were seen, summed over selects. */
  readonly seen: Float64Array;
  known: number | null;
}

class Follower {
  private readonly rows: readonly KnownRow[];
  /** The row of each deployment. */
  private readonly rowOf: readonly number[];
  private readonly column_s: number;
  private readonly columns: SeenColumn[];
  /** What the last request of each process saw. */
  private readonly last = new Map<number, number>();
  private hasLooked = false;

  constructor(
    private readonly experiment: Experiment,
    private readonly modelGroup: ModelGroup,
  ) {
    const { groups, load } = modelGroup;
    const { duration_s, dispatch } = experiment;
    const { groupOf, size } = new Fleet(groups);
    const apart = size <= MOST_ROWS;
    this.rows = apart
      ? groupOf.map((group) => ({ group, deployments: 1 }))
      : groups.map(({ deployments }, group) => ({ group, deployments }));
    this.rowOf = apart ? groupOf.map((_, position) => position) : groupOf;
    const arrivals_s = load.open ? load.period_s : undefined;
    const flushes_s = 'every_s' in dispatch ? dispatch.every_s : undefined;
    this.column_s = columnLength(duration_s, arrivals_s ?? flushes_s);
    const count = Math.max(1, Math.ceil(duration_s / this.column_s - 1e-9));
    this.columns = Array.from({ length: count }, () => ({
      selects: 0,
      seen: new Float64Array(this.rows.length),
      known: null,
    }));
  }

  observe({ t, process, seen }: SelectEvent): void {
    if (seen === null) return;
    this.hasLooked = true;
    const at = Math.min(this.columns.length - 1, Math.floor(t / this.column_s + 1e-9));
    const column = this.columns[at] as SeenColumn;
    column.selects++;
    let known = 0;
    for (let position = 0; position < seen.length; position++) {
      if (seen[position] === 0) continue;
      known++;
      column.seen[this.rowOf[position] as number]!++;
    }
    this.last.set(process, known);
    let all = 0;
    for (const one of this.last.values()) all += one;
    column.known = all / this.last.size;
  }

  result(replication: number): KnownOverTime | undefined {
    if (!this.hasLooked) return undefined;
    const { experiment, modelGroup, rows, rowOf, column_s } = this;
    let known: number | null = null;
    return {
      modelGroup: modelGroup.name,
      replication,
      deployments: rowOf.length,
      processes: experiment.processes.count,
      duration_s: experiment.duration_s,
      column_s,
      rows,
      columns: this.columns.map(({ selects, seen, ...column }) => {
        known = column.known ?? known;
        const whole = (row: number) => selects * (rows[row] as KnownRow).deployments;
        return {
          selects,
          seen: Array.from(seen, (sum, row) => (selects === 0 ? 0 : sum / whole(row))),
          known,
        };
      }),
    };
  }
}
